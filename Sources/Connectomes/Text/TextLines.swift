import Foundation

/// Gives the lines of a text one after the other, in memory that is reused: about a megabyte.
final class TextLines {
    /// The length of the longest line accepted, in bytes.
    static let longestLine = 1 << 20

    private let source: ByteStream
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * longestLine, alignment: 64)
    /// Bytes in the buffer that have not been returned.
    private var unread = 0..<0
    private var isAtEnd = false
    /// Number of the line that `next` returned last, from 1.
    private(set) var number = 0

    /// - Throws: `ConnectomeFileError` if the file cannot be read.
    init(_ path: String) throws { source = try ByteStream(path) }

    deinit { buffer.deallocate() }

    /// Path of the file.
    var path: String { source.path }

    /// The next line without its ending (LF or CR LF), valid until the next call; nil after the last.
    ///
    /// - Throws: `ConnectomeFileError` if the text cannot be read, or a line is too long.
    @inline(__always)
    func next() throws -> UnsafeBufferPointer<UInt8>? {
        while true {
            if let base = buffer.baseAddress, !unread.isEmpty,
                let found = memchr(base + unread.lowerBound, 10, unread.count)
            {
                let end = UnsafeRawPointer(found) - UnsafeRawPointer(base)
                return try take(upTo: end, over: end + 1)
            }
            if isAtEnd {
                return try unread.isEmpty
                    ? nil : take(upTo: unread.upperBound, over: unread.upperBound)
            }
            try refill()
        }
    }

    /// What is wrong with the line that was returned last.
    func failure(_ problem: String) -> ConnectomeFileError {
        ConnectomeFileError(path, "line \(number)", problem)
    }

    @inline(__always)
    private func take(upTo end: Int, over next: Int) throws -> UnsafeBufferPointer<UInt8> {
        number += 1
        var line = buffer[unread.lowerBound..<end]
        if number == 1 {
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
            if let words = NotText.objection(to: line) { throw ConnectomeFileError(path, "", words) }
        }
        if line.last == 13 { line = line.dropLast() }
        unread = next..<unread.upperBound
        return UnsafeRawBufferPointer(rebasing: line).assumingMemoryBound(to: UInt8.self)
    }

    /// Moves what has not been returned to the front, and reads more after it.
    private func refill() throws {
        guard unread.count <= Self.longestLine else {
            throw ConnectomeFileError(
                path, "line \(number + 1)",
                "is longer than \(Self.longestLine) bytes, so this is not a table of connections; give a text file with a line for "
                    + "each connection")
        }
        if let base = buffer.baseAddress, unread.lowerBound > 0 {
            memmove(base, base + unread.lowerBound, unread.count)
            unread = 0..<unread.count
        }
        let count = try source.read(
            into: UnsafeMutableRawBufferPointer(rebasing: buffer[unread.upperBound...]))
        unread = 0..<(unread.upperBound + count)
        isAtEnd = count == 0
    }
}
