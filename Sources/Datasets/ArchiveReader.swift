import CArchive
import Foundation

/// What an archive may hold at most. A small archive can unpack to any length (a "bomb"); who reads it knows what to
/// expect.
struct ArchiveLimits {
    /// Bytes of one member, unpacked.
    var memberBytes: Int
    /// Bytes of all members together, unpacked.
    var totalBytes: Int
    /// Number of members.
    var members = 10_000
}

/// Reads the members of an archive one after the other, through libarchive; nothing is written to the disk.
///
/// Every member is looked at, wanted or not: a path that leads out of the folder, a link, a device or an absurd length
/// is an error before anything of it is unpacked.
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
    private let limits: ArchiveLimits
    private let archive: OpaquePointer
    private let gzip: GzipContent?
    private var memberCount = 0
    private var unpacked = 0
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
        // First, so that a missing file is not called a bad archive.
        let gzip = format == .tarGzip ? try GzipContent(file, limit: limits.totalBytes) : nil
        if gzip == nil { _ = try PlainFile(file) }
        guard let archive = archive_read_new() else { fatalError("out of memory") }
        self.file = file
        self.limits = limits
        self.archive = archive
        self.gzip = gzip
        let status: Int32
        if let gzip {
            archive_read_support_format_tar(archive)
            status = gzip.open(archive)
        } else {
            if format == .zip {
                archive_read_support_format_zip_seekable(archive)
            } else {
                archive_read_support_format_tar(archive)
            }
            status = archive_read_open_filename(archive, file.path, 1 << 18)
        }
        guard status == ARCHIVE_OK else { throw failure("an archive that can be opened") }
    }

    deinit { archive_read_free(archive) }

    /// The next file; folders are passed over. What is left of the member before is skipped.
    ///
    /// - Returns: nil after the last member, when the archive was found to be whole.
    /// - Throws: `DatasetFileError`: `badArchive` or `badGzip`.
    func next() throws -> ArchiveMember? {
        while true {
            current?.isOver = true
            var entry: OpaquePointer?
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF {
                try gzip?.expectEnd(after: Int(archive_filter_bytes(archive, 0)))
                return nil
            }
            guard status == ARCHIVE_OK, let entry else { throw failure("a whole archive") }
            let member = try member(entry)
            try check(entry, member)
            if carchive_is_file(entry) != 0 {
                current = member
                return member
            }
        }
    }

    private func member(_ entry: OpaquePointer) throws -> ArchiveMember {
        guard let path = archive_entry_pathname(entry) else {
            throw failure("members with readable names", found: "one without")
        }
        let size = archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
        return ArchiveMember(self, path: String(cString: path), size: size)
    }

    private func check(_ entry: OpaquePointer, _ member: ArchiveMember) throws {
        memberCount += 1
        guard memberCount <= limits.members else {
            throw failure("at most \(limits.members) members", found: "more")
        }
        let parts = member.path.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
        guard parts.first != "", !parts.contains("..") else {
            throw member.failure(
                .badArchive, expected: "paths within the archive's folder", found: "one that leads out of it")
        }
        guard carchive_is_file(entry) != 0 || carchive_is_folder(entry) != 0 else {
            throw member.failure(.badArchive, expected: "files and folders only", found: "a link or device")
        }
        if let size = member.size, size < 0 || size > limits.memberBytes { throw tooLong(member, size) }
    }

    /// For `ArchiveMember`: the next bytes of the current member.
    fileprivate func read(_ member: ArchiveMember, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        precondition(!member.isOver, "a member is read before the next one is asked for")
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw failure("an intact member", in: member) }
        unpacked += count
        member.bytesRead += count
        guard member.bytesRead <= min(member.size ?? .max, limits.memberBytes) else {
            throw tooLong(member, member.bytesRead)
        }
        guard unpacked <= limits.totalBytes else {
            throw member.failure(
                .badArchive, expected: "at most \(limits.totalBytes) bytes unpacked in all", found: "more")
        }
        return count
    }

    private func tooLong(_ member: ArchiveMember, _ size: Int) -> DatasetFileError {
        let most = min(member.size ?? .max, limits.memberBytes)
        return member.failure(
            .badArchive, expected: "at most \(most) bytes unpacked", found: "\(size) or more")
    }

    /// The error that libarchive, or the gzip layer below it, reports.
    private func failure(
        _ expected: String, found: String? = nil, in member: ArchiveMember? = nil
    ) -> DatasetFileError {
        if let error = gzip?.error { return error }
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "an unknown error"
        let place = member.map { "member \($0.path)" } ?? ""
        return DatasetFileError(
            file, .badArchive, at: place, expected: expected, found: found ?? reason)
    }
}

/// A file in an archive; it can be read until the next one is asked for.
final class ArchiveMember: ByteSource {
    /// Path in the archive.
    let path: String
    /// Bytes that the archive announces, if it does.
    let size: Int?
    fileprivate var isOver = false
    fileprivate var bytesRead = 0
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
        try reader.read(self, into: buffer)
    }
}
