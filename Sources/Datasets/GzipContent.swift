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
                file, .unreadable, expected: "a readable file", found: "\(error)", remedy: "check the disk")
        }
        return -1
    }

    private func unpack() throws -> Int {
        if let error { throw error }
        let count = try reader.fill(block)
        unpacked += count
        guard unpacked <= limit else {
            throw DatasetFileError(
                file, .badArchive, expected: "at most \(limit) bytes unpacked", found: "more")
        }
        return count
    }

    /// Checks that nothing but padding is left, and gzip's check sum.
    func expectEnd() throws {
        while true {
            let count = try unpack()
            if count == 0 { break }
            guard block[..<count].allSatisfy({ $0 == 0 }) else {
                throw DatasetFileError(
                    file, .badArchive, expected: "the archive to end after its last member",
                    found: "more bytes")
            }
        }
        try reader.expectEnd()
    }
}
