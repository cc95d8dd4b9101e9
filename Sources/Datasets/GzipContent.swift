import Archives
import Foundation

/// The content of a gzip file as the input of libarchive, which does not verify gzip's check sum itself.
final class GzipContent: ArchiveBlocks {
    private let file: URL
    private let limit: Int
    private let gzip: GzipFile
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    private var unpacked = 0
    /// Bytes in the block.
    private var filled = 0

    /// - Parameter limit: how many bytes it may unpack to.
    init(_ file: URL, limit: Int) throws {
        self.file = file
        self.limit = limit
        gzip = try GzipFile(file)
    }

    deinit { block.deallocate() }

    /// - Throws: `DatasetFileError`.
    func nextBlock() throws -> UnsafeRawBufferPointer {
        filled = try gzip.unpack(into: block)
        unpacked += filled
        guard unpacked <= limit else {
            throw DatasetFileError(
                file, .badArchive, expected: "at most \(limit) bytes unpacked", found: "more")
        }
        return UnsafeRawBufferPointer(rebasing: block[..<filled])
    }

    /// Checks that only padding follows the first `used` bytes, and verifies gzip's check sum.
    func expectEnd(after used: Int) throws {
        // libarchive need not have used all of the last block that it was given.
        var first = max(0, filled - (unpacked - used))
        while filled > 0 {
            guard block[first..<filled].allSatisfy({ $0 == 0 }) else {
                throw DatasetFileError(
                    file, .badArchive, expected: "the archive to end after its last member",
                    found: "more bytes")
            }
            _ = try nextBlock()
            first = 0
        }
        try gzip.expectEnd()
    }
}
