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

extension RawFile {
    /// The file as acquired, when its bytes are one of the known contents.
    ///
    /// - Throws: `DatasetFileError.wrongContent` with the digests, ending in `remedy`.
    func checked(at url: URL, remedy: String) throws -> AcquiredFile {
        let found = try FileDigest(of: url)
        let match = contents.first { $0.sha256 == found.sha256 && $0.byteCount == found.byteCount }
        guard let match else {
            throw DatasetFileError(
                url, .wrongContent, expected: contents.map(\.summary).joined(separator: " or "),
                found: "\(found.byteCount) bytes with SHA-256 \(found.sha256)", remedy: remedy)
        }
        return AcquiredFile(name: name, url: url, content: match)
    }
}

extension FileContent {
    fileprivate var summary: String { "\(byteCount) bytes with SHA-256 \(sha256) (\(origin))" }
}
