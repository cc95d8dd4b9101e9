import Foundation

/// Gives the lines of a text one after the other, in memory that is reused: about a megabyte, or one line.
final class LineReader {
    /// The length of the longest line accepted, in bytes.
    static let longestLine = 1 << 26

    let source: any ByteSource
    /// Number of the line that `next` returned last, from 1.
    private(set) var number = 0
    /// Where it starts, in bytes from the start of the text.
    private(set) var offset = 0

    private var buffer: UnsafeMutableRawBufferPointer
    /// Bytes in the buffer; those from `unread` on have not been returned yet; those up to `searched` hold no line
    /// ending.
    private var used = 0
    private var unread = 0
    private var searched = 0
    /// Where in the text the buffer starts.
    private var bufferOffset = 0
    private var isAtEnd = false

    init(_ source: any ByteSource, bufferSize: Int = 1 << 20) {
        self.source = source
        buffer = .allocate(byteCount: bufferSize, alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// The next line without its ending (LF or CR LF), valid until the next call; nil after the last.
    ///
    /// - Throws: `DatasetFileError` if the text cannot be read or a line is too long.
    func next() throws -> UnsafeBufferPointer<UInt8>? {
        while true {
            if let end = firstLineEnd() { return take(upTo: end, over: end + 1) }
            if isAtEnd {
                return unread < used ? take(upTo: used, over: used) : nil
            }
            try refill()
        }
    }

    private func firstLineEnd() -> Int? {
        let from = max(unread, searched)
        guard from < used, let base = buffer.baseAddress,
            let found = memchr(base + from, Int32(UInt8(ascii: "\n")), used - from)
        else {
            searched = used
            return nil
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private func take(upTo end: Int, over next: Int) -> UnsafeBufferPointer<UInt8> {
        number += 1
        offset = bufferOffset + unread
        var line = UnsafeRawBufferPointer(rebasing: buffer[unread..<end])
        if line.last == UInt8(ascii: "\r") { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
        unread = next
        return line.assumingMemoryBound(to: UInt8.self)
    }

    /// Moves what has not been returned to the front and reads more after it.
    private func refill() throws {
        if unread > 0, let base = buffer.baseAddress {
            memmove(base, base + unread, used - unread)
            bufferOffset += unread
            used -= unread
            searched -= unread
            unread = 0
        }
        if used == buffer.count { try grow() }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[used...]))
        used += count
        isAtEnd = count == 0
    }

    private func grow() throws {
        guard buffer.count < Self.longestLine else {
            throw source.failure(
                .badSeries, at: "line \(number + 1), byte \(bufferOffset)",
                expected: "a line of at most \(Self.longestLine) bytes", found: "a longer one")
        }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * buffer.count, alignment: 64)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        buffer = larger
    }
}
