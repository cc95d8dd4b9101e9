import CArchive
import Foundation

/// A member of an archive that a test makes.
struct TestMember {
    var path: String
    var content: [UInt8] = []
    /// Where a symbolic link leads; nil for a file.
    var link: String?
    /// The length that the header announces, where it is not the content's.
    var announced: Int?
}

/// Writes archives with libarchive.
enum TestArchive {
    static func zip(_ members: [TestMember], to url: URL) throws {
        try write(members, to: url) { archive_write_set_format_zip($0) }
    }

    static func tarGzip(_ members: [TestMember], to url: URL) throws {
        try write(members, to: url) { archive in
            archive_write_set_format_ustar(archive)
            archive_write_add_filter_gzip(archive)
            // No time in the header: the same bytes in every run.
            archive_write_set_options(archive, "gzip:!timestamp")
        }
    }

    static func tar(_ members: [TestMember], to url: URL) throws {
        try write(members, to: url) { archive_write_set_format_ustar($0) }
    }

    struct Failure: Error { let reason: String }

    private static func write(
        _ members: [TestMember], to url: URL, prepare: (OpaquePointer) -> Void
    ) throws {
        guard let archive = archive_write_new(), let entry = archive_entry_new() else {
            throw Failure(reason: "no memory")
        }
        defer {
            archive_entry_free(entry)
            archive_write_free(archive)
        }
        prepare(archive)
        try check(archive_write_open_filename(archive, url.path), archive)
        for member in members {
            archive_entry_clear(entry)
            archive_entry_set_pathname(entry, member.path)
            archive_entry_set_perm(entry, 0o644)
            archive_entry_set_mtime(entry, 1, 0)
            archive_entry_set_size(entry, Int64(member.announced ?? member.content.count))
            if let link = member.link {
                archive_entry_set_size(entry, 0)
                setLink(entry, link)
            } else {
                setFile(entry)
            }
            try check(archive_write_header(archive, entry), archive)
            let written = member.content.withUnsafeBytes {
                archive_write_data(archive, $0.baseAddress, $0.count)
            }
            guard written >= 0 else { throw Failure(reason: "\(written)") }
        }
        try check(archive_write_close(archive), archive)
    }

    private static func check(_ status: Int32, _ archive: OpaquePointer) throws {
        guard status == ARCHIVE_OK else {
            throw Failure(reason: archive_error_string(archive).map { String(cString: $0) } ?? "\(status)")
        }
    }

    // AE_IFREG and AE_IFLNK, whose macros Swift does not import.
    private static func setFile(_ entry: OpaquePointer) { archive_entry_set_filetype(entry, 0o100000) }

    private static func setLink(_ entry: OpaquePointer, _ target: String) {
        archive_entry_set_filetype(entry, 0o120000)
        archive_entry_set_symlink(entry, target)
    }
}
