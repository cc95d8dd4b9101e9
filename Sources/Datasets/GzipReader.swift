import CZlib
import Foundation

/// Reads the single member of a gzip file, a piece at a time, never more than was asked for.
///
/// The caller knows how long the content must be, so a file that unpacks to more (a "bomb") takes no memory.
struct GzipReader: ~Copyable {
    private static let blockSize = 1 << 18

    private let file: URL
    private let handle: FileHandle
    // zlib keeps the address of its stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private var ended = false

    /// Opens the file.
    init(_ file: URL) throws {
        let handle = try Self.open(file)
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = czlib_inflate_init_gzip(stream)
        guard status == Z_OK else {
            stream.deallocate()
            throw Self.failure(file, "zlib to start", "zlib status \(status)")
        }
        self.file = file
        self.handle = handle
        self.stream = stream
        input = .allocate(capacity: Self.blockSize)
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
        try? handle.close()
    }

    /// Checks that both content and file end here; on the way zlib verifies the check sum.
    mutating func expectEnd() throws {
        var extra: UInt8 = 0
        let count = try withUnsafeMutablePointer(to: &extra) {
            try fill(UnsafeMutableBufferPointer(start: $0, count: 1))
        }
        guard count == 0 else {
            throw failure("the gzip content to end after the announced number of bytes", "more bytes")
        }
        if stream.pointee.avail_in == 0 { try refill() }
        guard stream.pointee.avail_in == 0 else {
            throw failure("the file to end with its gzip content", "more bytes after it")
        }
    }

    /// Unpacks until the buffer is full or the content ends; returns the number of bytes.
    mutating func fill(_ output: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
        var filled = 0
        while filled < output.count, !ended {
            if stream.pointee.avail_in == 0 { try refill() }
            guard stream.pointee.avail_in > 0 else {
                throw failure("a whole gzip file", "a truncated one")
            }
            let room = UInt32(clamping: min(output.count - filled, 1 << 30))
            stream.pointee.next_out = output.baseAddress?.advanced(by: filled)
            stream.pointee.avail_out = room
            let status = inflate(stream, Z_NO_FLUSH)
            filled += Int(room - stream.pointee.avail_out)
            try check(status)
        }
        return filled
    }

    private mutating func check(_ status: Int32) throws {
        switch status {
        case Z_OK: return
        case Z_STREAM_END: ended = true
        default:
            let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
            throw failure("intact gzip content", message)
        }
    }

    private func refill() throws {
        do {
            let block = try handle.read(upToCount: Self.blockSize) ?? Data()
            let count = block.copyBytes(to: input)
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(count)
        } catch {
            throw failure("a readable file", DatasetFileError.reason(of: error))
        }
    }

    private static func open(_ file: URL) throws -> FileHandle {
        do {
            return try FileHandle(forReadingFrom: file)
        } catch {
            throw DatasetFileError(
                file, .unreadable, expected: "a readable gzip file",
                found: DatasetFileError.reason(of: error),
                remedy: "check that it exists and may be read")
        }
    }

    private func failure(_ expected: String, _ found: String) -> DatasetFileError {
        Self.failure(file, expected, found)
    }

    private static func failure(_ file: URL, _ expected: String, _ found: String) -> DatasetFileError {
        DatasetFileError(file, .badGzip, expected: expected, found: found)
    }
}

/// What a gzip file unpacks to; its check sum and end are verified when the bytes end.
final class GzipFile: ByteSource {
    let file: URL
    let member: String? = nil
    private var reader: GzipReader

    /// - Throws: `DatasetFileError.unreadable`.
    init(_ file: URL) throws {
        self.file = file
        reader = try GzipReader(file)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try reader.fill(buffer.bindMemory(to: UInt8.self))
        if count < buffer.count { try reader.expectEnd() }
        return count
    }
}
