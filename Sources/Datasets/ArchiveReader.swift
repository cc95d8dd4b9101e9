import Archives
import Foundation

/// The archives in which datasets are distributed, as raw files with members that are sources of bytes.
final class ArchiveReader {
    let file: URL
    private let archive: Archive
    private let gzip: GzipContent?
    private weak var current: ArchiveMember?

    /// Opens an archive of this form, by default the one that its first bytes say. The check sum of a tar packed by gzip
    /// is verified; a zip has its directory at the end, so a truncated one is not accepted.
    ///
    /// - Throws: `DatasetFileError`: `unreadable`, `badGzip`, or `badArchive` if it has another form.
    init(_ file: URL, _ form: RawForm? = nil, limits: ArchiveLimits) throws {
        self.file = file
        let form = try form ?? RawForm(of: file)
        let gzip = form == .gzip ? try GzipContent(file, limit: limits.totalBytes) : nil
        self.gzip = gzip
        archive = try Self.reporting(file) {
            if let gzip { return try Archive(tar: gzip, limits: limits, isStrict: true) }
            return try Archive(
                path: file.path, formats: [form == .zip ? .zip : .tar], limits: limits, isStrict: true)
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

    /// Calls `body` with each member that has one of these names, in whichever folder; each must be there, once.
    ///
    /// - Parameters:
    ///   - what: what the members are, for errors.
    ///   - all: what must be there, for errors.
    /// - Throws: `DatasetFileError`: `badArchive`, or what `body` throws.
    func forEach(
        _ names: [String], what: String = "file", all: String? = nil,
        _ body: (ArchiveMember, String) throws -> Void
    ) throws {
        var missing = names
        while let member = try next() {
            let name = String(member.name)
            guard names.contains(name) else { continue }
            guard let place = missing.firstIndex(of: name) else {
                throw member.failure(.badArchive, expected: "each \(what) once", found: "\(name) again")
            }
            missing.remove(at: place)
            try body(member, name)
        }
        guard missing.isEmpty else {
            throw DatasetFileError(
                file, .badArchive, expected: "members \(all ?? names.joined(separator: ", "))",
                found: "no \(missing.joined(separator: ", "))")
        }
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
