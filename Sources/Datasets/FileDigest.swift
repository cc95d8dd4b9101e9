import Crypto
import Foundation

/// Length and SHA-256 of a file.
struct FileDigest: Equatable {
    let sha256: String
    let byteCount: Int

    /// Reads the file once, a block at a time.
    init(of file: URL) throws {
        var hash = SHA256()
        var byteCount = 0
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            while let block = try handle.read(upToCount: 1 << 20), !block.isEmpty {
                hash.update(data: block)
                byteCount += block.count
            }
        } catch {
            throw DatasetFileError(
                file, .unreadable, expected: "a readable file", found: "\(error)",
                remedy: "check its permissions and the disk")
        }
        self.byteCount = byteCount
        self.sha256 = Self.hexadecimal(hash.finalize())
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
