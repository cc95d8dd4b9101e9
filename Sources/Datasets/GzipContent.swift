import CArchive
import Foundation

/// The content of a gzip file as the input of libarchive, which does not compare gzip's check sum itself.
final class GzipContent {
    /// Why no more bytes came, for libarchive cannot carry the reason.
    private(set) var error: DatasetFileError?

    private let file: URL
    private let limit: Int
    private var reader: GzipReader
    private let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
    private var unpacked = 0
    /// Bytes in the block.
    private var filled = 0

    /// - Parameter limit: bytes that it may unpack to.
    init(_ file: URL, limit: Int) throws {
        self.file = file
        self.limit = limit
        reader = try GzipReader(file)
    }

    deinit { block.deallocate() }

    /// Makes `archive` read from here; this object must live as long as it does.
    func open(_ archive: OpaquePointer) -> Int32 {
        archive_read_open2(
            archive, Unmanaged.passUnretained(self).toOpaque(), nil,
            { _, content, bytes in
                guard let content, let bytes else { return -1 }
                return Unmanaged<GzipContent>.fromOpaque(content).takeUnretainedValue().nextBlock(bytes)
            }, nil, nil)
    }

    private func nextBlock(_ bytes: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
        do {
            bytes.pointee = UnsafeRawPointer(block.baseAddress)
            return try unpack()
        } catch let failure as DatasetFileError {
            error = failure
        } catch {
            self.error = DatasetFileError(
                file, .unreadable, expected: "a readable file", found: DatasetFileError.reason(of: error),
                remedy: "check the disk")
        }
        return -1
    }

    private func unpack() throws -> Int {
        if let error { throw error }
        filled = try reader.fill(block)
        unpacked += filled
        guard unpacked <= limit else {
            throw DatasetFileError(
                file, .badArchive, expected: "at most \(limit) bytes unpacked", found: "more")
        }
        return filled
    }

    /// Checks that nothing but padding is left behind the first `used` bytes, and gzip's check sum.
    func expectEnd(after used: Int) throws {
        // Of the block that libarchive was given last, it need not have used all.
        var first = max(0, filled - (unpacked - used))
        while filled > 0 {
            guard block[first..<filled].allSatisfy({ $0 == 0 }) else {
                throw DatasetFileError(
                    file, .badArchive, expected: "the archive to end after its last member",
                    found: "more bytes")
            }
            _ = try unpack()
            first = 0
        }
        try reader.expectEnd()
    }
}
