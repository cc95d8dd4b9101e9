import Foundation
import Hashing

/// Length and SHA-256 of bytes.
struct FileDigest: Equatable {
    let sha256: String
    let byteCount: Int

    /// Of a file as it is on disk.
    ///
    /// - Throws: `DatasetFileError.unreadable`.
    init(of file: URL) throws { try self.init(of: PlainFile(file)) }

    /// Reads to the end, or until there are more than `limit` bytes.
    ///
    /// - Throws: `DatasetFileError` if the bytes cannot be read or unpacked.
    init(of bytes: any ByteSource, atMost limit: Int = .max) throws {
        var hash = SHA256()
        var byteCount = 0
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while byteCount <= limit {
            let count = try block.withUnsafeMutableBytes { try bytes.read(into: $0) }
            if count == 0 { break }
            block.withUnsafeBytes {
                hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count]).bytes)
            }
            byteCount += count
        }
        self.byteCount = byteCount
        sha256 = hash.finish().hexadecimal
    }
}
