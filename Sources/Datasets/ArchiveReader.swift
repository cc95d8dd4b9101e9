import Archives
import Foundation

/// The archives in which datasets are distributed, as raw files with members that are sources of bytes.
final class ArchiveReader {
    /// The formats in which datasets are distributed.
    enum Format {
        /// Has its directory at the end, so a truncated zip is not accepted.
        case zip
        /// tar in one gzip member, with its check sum verified.
        case tarGzip
        /// Plain tar.
        case tar

        /// What the first bytes of a file say.
        ///
        /// - Throws: `DatasetFileError.unreadable`.
        init(of file: URL) throws {
            switch try RawForm(of: file) {
            case .plain: self = .tar
            case .gzip: self = .tarGzip
            case .zip: self = .zip
            }
        }
    }

    let file: URL
    private let archive: Archive
    private let gzip: GzipContent?
    private weak var current: ArchiveMember?

    /// Opens an archive, whatever its format.
    ///
    /// - Throws: `DatasetFileError`, as below.
    convenience init(_ file: URL, limits: ArchiveLimits) throws {
        try self.init(file, Format(of: file), limits: limits)
    }

    /// Opens the archive.
    ///
    /// - Throws: `DatasetFileError`: `unreadable`, `badGzip`, or `badArchive` if it has another format.
    init(_ file: URL, _ format: Format, limits: ArchiveLimits) throws {
        self.file = file
        let gzip = format == .tarGzip ? try GzipContent(file, limit: limits.totalBytes) : nil
        self.gzip = gzip
        archive = try Self.reporting(file) {
            if let gzip { return try Archive(tar: gzip, limits: limits, isStrict: true) }
            return try Archive(
                path: file.path, formats: [format == .zip ? .zip : .tar], limits: limits, isStrict: true)
        }
    }

    /// The next file; folders are skipped, and so is the rest of the member before.
    ///
    /// - Returns: nil after the last member, once the archive was found to be complete.
    /// - Throws: `DatasetFileError`: `badArchive` or `badGzip`.
    func next() throws -> ArchiveMember? {
        current?.isOver = true
        guard let member = try Self.reporting(file, archive.next) else {
            try gzip?.expectEnd(after: archive.bytesUsed)
            return nil
        }
        let source = ArchiveMember(self, path: member.path, size: member.size)
        current = source
        return source
    }

    /// For `ArchiveMember`: the next bytes of the current member.
    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try Self.reporting(file) { try archive.read(into: buffer) }
    }

    private static func reporting<Result>(_ file: URL, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as ArchiveError {
            let isBad = error.problem == .bad
            throw DatasetFileError(
                file, isBad ? .badArchive : .unreadable, at: error.member.map { "member \($0)" } ?? "",
                expected: error.expected, found: error.found,
                remedy: isBad ? DatasetFileError.fetchAgain : "check that it exists and may be read")
        }
    }
}

/// A file in an archive; it can be read until the next one is asked for.
final class ArchiveMember: ByteSource {
    /// Path in the archive.
    let path: String
    /// The number of bytes that the archive announces, if it does.
    let size: Int?
    fileprivate var isOver = false
    private let reader: ArchiveReader

    fileprivate init(_ reader: ArchiveReader, path: String, size: Int?) {
        self.reader = reader
        self.path = path
        self.size = size
    }

    var file: URL { reader.file }
    var member: String? { path }
    /// The last part of the path.
    var name: Substring { path.split(separator: "/").last ?? "" }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        precondition(!isOver, "a member is read before the next one is asked for")
        return try reader.read(into: buffer)
    }
}
