import CArchive
import Foundation

/// The bytes of an archive, if something other than libarchive reads or unpacks them.
package protocol ArchiveBlocks: AnyObject {
    /// The next bytes, valid until the next call; empty at the end.
    func nextBlock() throws -> UnsafeRawBufferPointer
}

/// Reads the members of an archive one after the other, through libarchive; nothing is written to disk.
///
/// Every member is checked, wanted or not: a link, a device or an absurd length is an error before any of it is
/// unpacked.
package final class Archive {
    /// The formats that an archive may have.
    package enum Format: Sendable {
        /// tar of any kind (ustar, GNU, pax), not packed.
        case tar
        /// tar, or tar packed by gzip, bzip2, xz or zstd. Only check sums that libarchive itself verifies are
        /// verified.
        case packedTar
        /// Has its directory at the end, so a truncated zip is not accepted.
        case zip
    }

    /// A file in an archive.
    package struct Member: Equatable, Sendable {
        /// Path in the archive, as it is there; empty where it cannot be read.
        package let path: String
        /// The number of bytes that the archive announces, if it does.
        package let size: Int?
    }

    private let limits: ArchiveLimits
    private let isStrict: Bool
    private let archive: OpaquePointer
    private let descriptor: Int32
    private let blocks: (any ArchiveBlocks)?
    private var blocksError: (any Error)?
    private var current: Member?
    private var hasEntry = false
    private var memberCount = 0
    private var bytesOfMember = 0
    private var bytesOfAll = 0

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - formats: the formats that it may have.
    ///   - isStrict: whether these are errors: whatever libarchive warns about, a name that cannot be read, and a
    ///     path that leads out of the archive's folder. If not, whoever uses paths must not trust them.
    /// - Throws: `ArchiveError`.
    package init(path: String, formats: [Format], limits: ArchiveLimits, isStrict: Bool) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ArchiveError(
                problem: errno == ENOENT ? .missing : .unreadable, member: nil, expected: "a readable file",
                found: String(cString: strerror(errno)))
        }
        self.descriptor = descriptor
        blocks = nil
        (self.limits, self.isStrict) = (limits, isStrict)
        archive = Self.newArchive(formats)
        guard archive_read_open_fd(archive, descriptor, 1 << 18) == ARCHIVE_OK else {
            throw failure("an archive that can be opened")
        }
    }

    /// Opens a tar with bytes that come from elsewhere; `isStrict` as above.
    ///
    /// - Throws: `ArchiveError`, or what `blocks` throws; so do all other functions.
    package init(tar blocks: any ArchiveBlocks, limits: ArchiveLimits, isStrict: Bool) throws {
        descriptor = -1
        self.blocks = blocks
        (self.limits, self.isStrict) = (limits, isStrict)
        archive = Self.newArchive([.tar])
        let status = archive_read_open2(
            archive, Unmanaged.passUnretained(self).toOpaque(), nil,
            { _, archive, bytes in
                guard let archive, let bytes else { return -1 }
                return Unmanaged<Archive>.fromOpaque(archive).takeUnretainedValue().nextBlock(bytes)
            }, nil, nil)
        guard status == ARCHIVE_OK else { throw failure("an archive that can be opened") }
    }

    deinit {
        archive_read_free(archive)
        if descriptor >= 0 { close(descriptor) }
    }

    /// The version of libarchive.
    package static var libraryVersion: String {
        String(cString: archive_version_string()).replacing("libarchive ", with: "")
    }

    /// How many bytes of the archive, unpacked, have been used so far.
    package var bytesUsed: Int { Int(archive_filter_bytes(archive, 0)) }

    /// The next file; folders are skipped, and so is the rest of the member before.
    ///
    /// - Returns: nil after the last member.
    /// - Throws: `ArchiveError`.
    package func next() throws -> Member? {
        while true {
            let place = try skipMember()
            var entry: OpaquePointer?
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF {
                try expectEnd(after: place)
                return nil
            }
            guard status == ARCHIVE_OK || (status == ARCHIVE_WARN && !isStrict), let entry else {
                throw failure("a whole archive")
            }
            hasEntry = true
            let member = try member(entry)
            try check(entry, member)
            if carchive_is_file(entry) != 0 {
                current = member
                return member
            }
        }
    }

    /// Puts the next bytes of the current member at the front of `buffer` (at least one, except at the end); returns
    /// their number. A buffer, since libarchive fills it.
    ///
    /// - Throws: `ArchiveError`.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let current else { preconditionFailure("there is no member to read") }
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw failure("an intact member", in: current) }
        bytesOfMember += count
        bytesOfAll += count
        guard bytesOfMember <= min(current.size ?? .max, limits.memberBytes) else {
            throw tooLong(current, bytesOfMember)
        }
        guard bytesOfAll <= limits.totalBytes else { throw tooLongTogether(current) }
        return count
    }

    // MARK: - Parts of next

    /// Returns the position after the current member, where the next one begins.
    private func skipMember() throws -> Int {
        if hasEntry, archive_read_data_skip(archive) < ARCHIVE_WARN { throw failure("a whole archive") }
        // What was skipped was unpacked as well.
        guard !isTar || bytesUsed <= limits.totalBytes else { throw tooLongTogether(current) }
        (hasEntry, current, bytesOfMember) = (false, nil, 0)
        return bytesUsed
    }

    /// A tar ends with a block of zeros; libarchive takes one that is cut off between two members to be whole.
    private func expectEnd(after place: Int) throws {
        guard isTar else { return }
        guard bytesUsed >= place + 512 else {
            throw failure("a whole archive", found: "no mark of its end: it is cut short")
        }
    }

    private var isTar: Bool {
        archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_TAR
    }

    private func member(_ entry: OpaquePointer) throws -> Member {
        let path = archive_entry_pathname(entry)
        guard path != nil || !isStrict else {
            throw failure("members with readable names", found: "one without")
        }
        let size = archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
        return Member(path: path.map { String(cString: $0) } ?? "", size: size)
    }

    private func check(_ entry: OpaquePointer, _ member: Member) throws {
        memberCount += 1
        guard memberCount <= limits.members else {
            throw failure("at most \(limits.members) members", found: "more")
        }
        let parts = member.path.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
        guard !isStrict || (parts.first != "" && !parts.contains("..")) else {
            throw failure("paths within the archive's folder", found: "one that leads out of it", in: member)
        }
        guard carchive_is_file(entry) != 0 || carchive_is_folder(entry) != 0 else {
            throw failure("files and folders only", found: "a link or device", in: member)
        }
        if let size = member.size, size < 0 || size > limits.memberBytes { throw tooLong(member, size) }
    }

    // MARK: - Errors

    private func tooLong(_ member: Member, _ size: Int) -> any Error {
        let most = min(member.size ?? .max, limits.memberBytes)
        return failure("at most \(most) bytes unpacked", found: "\(size) or more", in: member)
    }

    private func tooLongTogether(_ member: Member?) -> any Error {
        failure("at most \(limits.totalBytes) bytes unpacked in all", found: "more", in: member)
    }

    /// The error that the source of bytes threw, or `found`, or what libarchive reports.
    private func failure(_ expected: String, found: String? = nil, in member: Member? = nil) -> any Error {
        if let blocksError { return blocksError }
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "an unknown error"
        let isSystems = found == nil && archive_errno(archive) == EIO
        return ArchiveError(
            problem: isSystems ? .unreadable : .bad, member: member?.path, expected: expected,
            found: found ?? reason)
    }

    // MARK: - libarchive

    private static func newArchive(_ formats: [Format]) -> OpaquePointer {
        guard let archive = archive_read_new() else { fatalError("out of memory") }
        if formats.contains(.zip) { archive_read_support_format_zip_seekable(archive) }
        if formats.contains(.tar) || formats.contains(.packedTar) { archive_read_support_format_tar(archive) }
        if formats.contains(.packedTar) {
            archive_read_support_filter_gzip(archive)
            archive_read_support_filter_bzip2(archive)
            archive_read_support_filter_xz(archive)
            archive_read_support_filter_zstd(archive)
        }
        return archive
    }

    private func nextBlock(_ bytes: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
        do {
            if let blocksError { throw blocksError }
            let block = try blocks?.nextBlock() ?? UnsafeRawBufferPointer(start: nil, count: 0)
            bytes.pointee = block.baseAddress
            return block.count
        } catch {
            // libarchive cannot pass on the reason.
            blocksError = error
            return -1
        }
    }
}
