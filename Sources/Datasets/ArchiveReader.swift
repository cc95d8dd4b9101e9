import Archives
import Foundation

/// The archives in which datasets come, as raw files whose members are sources of bytes.
final class ArchiveReader {
    /// The formats in which datasets come.
    enum Format {
        /// With its directory at the end, so that one that is cut short is none.
        case zip
        /// tar in one gzip member, whose check sum is compared.
        case tarGzip
        /// tar as it is.
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

    /// Opens an archive in whatever format it is.
    ///
    /// - Throws: `DatasetFileError`, as below.
    convenience init(_ file: URL, limits: ArchiveLimits) throws {
        try self.init(file, Format(of: file), limits: limits)
    }

    /// Opens the archive.
    ///
    /// - Throws: `DatasetFileError`: `unreadable`, `badGzip`, or `badArchive` if it is of another format.
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

    /// The next file; folders are passed over. What is left of the member before is skipped.
    ///
    /// - Returns: nil after the last member, when the archive was found to be whole.
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
    /// Bytes that the archive announces, if it does.
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
