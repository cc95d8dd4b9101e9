import Foundation

/// Bytes that are read once from the front: those of a raw file, or of a member of an archive.
protocol ByteSource: AnyObject {
    /// The raw file, for errors.
    var file: URL { get }
    /// Path of the member if the file is an archive, for errors.
    var member: String? { get }

    /// Puts the next bytes at the front of `buffer` (at least one, except at the end); returns their number.
    ///
    /// - Throws: `DatasetFileError` if they cannot be read or are damaged.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource {
    /// Fills `buffer` unless the bytes end first; returns the number of bytes.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Exactly the next `count` bytes; `what` names them in errors.
    ///
    /// - Throws: `DatasetFileError` of kind `problem` if there are fewer.
    func read(
        _ count: Int, _ what: String, orFail problem: DatasetFileError.Problem
    ) throws -> [UInt8] {
        let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try fill(
                UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
        }
        guard bytes.count == count else {
            throw failure(
                problem, expected: "\(count) bytes of \(what)",
                found: "the end of the content after \(bytes.count) bytes")
        }
        return bytes
    }

    /// Checks that nothing follows.
    ///
    /// - Throws: `DatasetFileError` of kind `problem` if something does.
    func expectEnd(orFail problem: DatasetFileError.Problem) throws {
        var extra: UInt8 = 0
        let count = try withUnsafeMutableBytes(of: &extra) { try fill($0) }
        guard count == 0 else {
            throw failure(
                problem, expected: "the content to end after the announced bytes", found: "more bytes")
        }
    }

    /// An error that names file, member and `place`.
    func failure(
        _ problem: DatasetFileError.Problem, at place: String? = nil, expected: String, found: String,
        remedy: String = DatasetFileError.fetchAgain
    ) -> DatasetFileError {
        let places = [member.map { "member \($0)" }, place].compactMap { $0 }
        return DatasetFileError(
            file, problem, at: places.joined(separator: ", "), expected: expected, found: found,
            remedy: remedy)
    }
}

/// The bytes of a file, as they are.
final class PlainFile: ByteSource {
    let file: URL
    let member: String? = nil
    private let descriptor: Int32

    /// - Throws: `DatasetFileError.unreadable`.
    init(_ file: URL) throws {
        self.file = file
        descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(file) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw Self.unreadable(file) }
        }
    }

    private static func unreadable(_ file: URL) -> DatasetFileError {
        DatasetFileError(
            file, .unreadable, expected: "a readable file", found: String(cString: strerror(errno)),
            remedy: "check that it exists and may be read")
    }
}
