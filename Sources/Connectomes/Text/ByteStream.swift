import CZlib
import Foundation

/// The bytes of a file from the front; those that a gzip file unpacks to, of one member or of several.
///
/// Nothing depends on how long a file says it is: what is read goes into memory that the caller has.
final class ByteStream {
    private static let blockSize = 1 << 18

    /// Path of the file.
    let path: String
    private let descriptor: Int32
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: blockSize, alignment: 64)
    /// Bytes of the file in `input` that nobody has had yet.
    private var unread = 0..<0
    // zlib keeps the address of its stream, so it must not move.
    private var stream: UnsafeMutablePointer<z_stream>?
    private var isBetweenMembers = false

    /// - Throws: `ConnectomeFileError` if it cannot be read.
    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable }
        try refill()
        if input[unread].starts(with: [0x1F, 0x8B]) { try startUnpacking() }
    }

    deinit {
        if let stream {
            inflateEnd(stream)
            stream.deallocate()
        }
        input.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    /// Puts the next bytes at the front of `buffer` (at least one, except at the end); returns their number.
    ///
    /// - Throws: `ConnectomeFileError` if they cannot be read, or are damaged.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard stream == nil else { return try unpack(into: buffer) }
        if unread.isEmpty { try refill() }
        let count = min(buffer.count, unread.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[unread.prefix(count)]))
        unread = unread.dropFirst(count)
        return count
    }

    private func refill() throws {
        while true {
            let count = Foundation.read(descriptor, input.baseAddress, input.count)
            if count >= 0 { return unread = 0..<count }
            guard errno == EINTR else { throw unreadable }
        }
    }

    private func startUnpacking() throws {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        self.stream = stream
        guard czlib_inflate_init_gzip(stream) == Z_OK else { throw damage("zlib cannot start") }
    }

    private func unpack(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let stream, let base = output.baseAddress, output.count > 0 else { return 0 }
        while true {
            if unread.isEmpty { try refill() }
            if unread.isEmpty {
                guard isBetweenMembers else { throw damage("the gzip content is cut short") }
                return 0
            }
            if isBetweenMembers { try startMember(stream) }
            let room = UInt32(clamping: min(output.count, 1 << 30))
            stream.pointee.next_in = input.baseAddress?.advanced(by: unread.lowerBound)
                .assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_in = UInt32(unread.count)
            stream.pointee.next_out = base.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = room
            let status = inflate(stream, Z_NO_FLUSH)
            unread = (unread.upperBound - Int(stream.pointee.avail_in))..<unread.upperBound
            try check(status)
            let count = Int(room - stream.pointee.avail_out)
            if count > 0 { return count }
        }
    }

    /// Files of several members are what `cat a.gz b.gz` and bgzip make.
    private func startMember(_ stream: UnsafeMutablePointer<z_stream>) throws {
        isBetweenMembers = false
        guard inflateReset(stream) == Z_OK else { throw damage("zlib cannot start again") }
    }

    private func check(_ status: Int32) throws {
        switch status {
        case Z_OK, Z_BUF_ERROR: return
        case Z_STREAM_END: isBetweenMembers = true
        default:
            let message = stream?.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
            throw damage("the gzip content is damaged (\(message))")
        }
    }

    private func damage(_ problem: String) -> ConnectomeFileError {
        ConnectomeFileError(path, "", "\(problem); get the file again from its source")
    }

    private var unreadable: ConnectomeFileError {
        ConnectomeFileError(
            path, "",
            "cannot be read: \(String(cString: strerror(errno))); check that it exists and may be read")
    }
}
