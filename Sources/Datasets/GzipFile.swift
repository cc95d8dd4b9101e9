import CZlib
import Foundation

/// What a gzip file of a single member unpacks to, a piece at a time, never more than was asked for.
///
/// The caller knows how long the content must be, so a file that unpacks to more (a "bomb") takes no memory.
final class GzipFile: ByteSource {
    private static let blockSize = 1 << 18

    let file: URL
    let member: String? = nil
    private let packed: PlainFile
    // zlib keeps the address of its stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var ended = false

    /// - Throws: `DatasetFileError.unreadable`.
    init(_ file: URL) throws {
        self.file = file
        packed = try PlainFile(file)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: Self.blockSize, alignment: 64)
        let status = czlib_inflate_init_gzip(stream)
        guard status == Z_OK else { throw damage("zlib to start", "zlib status \(status)") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// At the end it verifies the check sum, and that the file ends there too.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try unpack(into: buffer)
        if count < buffer.count { try expectEnd() }
        return count
    }

    /// Checks that both content and file end here; on the way zlib verifies the check sum.
    func expectEnd() throws {
        var extra: UInt8 = 0
        let count = try withUnsafeMutableBytes(of: &extra) { try unpack(into: $0) }
        guard count == 0 else {
            throw damage("the gzip content to end after the announced number of bytes", "more bytes")
        }
        if stream.pointee.avail_in == 0 { try refill() }
        guard stream.pointee.avail_in == 0 else {
            throw damage("the file to end with its gzip content", "more bytes after it")
        }
    }

    /// Unpacks until the buffer is full or the content ends; returns the number of bytes.
    func unpack(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < output.count, !ended {
            if stream.pointee.avail_in == 0 { try refill() }
            guard stream.pointee.avail_in > 0 else { throw damage("a whole gzip file", "a truncated one") }
            let room = UInt32(clamping: min(output.count - filled, 1 << 30))
            stream.pointee.next_out = output.baseAddress?.advanced(by: filled)
                .assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = room
            let status = inflate(stream, Z_NO_FLUSH)
            filled += Int(room - stream.pointee.avail_out)
            try check(status)
        }
        return filled
    }

    private func check(_ status: Int32) throws {
        switch status {
        case Z_OK: return
        case Z_STREAM_END: ended = true
        default:
            let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
            throw damage("intact gzip content", message)
        }
    }

    private func refill() throws {
        let count = try packed.fill(input)
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
    }

    private func damage(_ expected: String, _ found: String) -> DatasetFileError {
        failure(.badGzip, expected: expected, found: found)
    }
}
