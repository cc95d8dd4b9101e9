import Archives
import Foundation

extension RawFile {
    /// The file as acquired.
    ///
    /// - Parameters:
    ///   - accepting: whether to accept any contents, as for a variant.
    ///   - remedy: the end of an error message.
    /// - Throws: `DatasetFileError` unless it holds the known contents: `wrongContent` with both digests, or the
    ///   reason why it cannot be unpacked.
    func checked(at url: URL, accepting any: Bool = false, remedy: String) throws -> AcquiredFile {
        let form = try RawForm(of: url)
        guard isKnown else { return AcquiredFile(self, at: url, form, isPublished: false) }
        do {
            try checkContents(of: url)
            return AcquiredFile(self, at: url, form, isPublished: true)
        } catch let error as DatasetFileError {
            guard any, error.problem != .unreadable else { throw error.with(remedy: remedy) }
            return AcquiredFile(self, at: url, form, isPublished: false)
        }
    }

    private func checkContents(of url: URL) throws {
        guard isArchive else { return try check(RawForm.open(url), contents[0]) }
        let known = Dictionary(uniqueKeysWithValues: contents.map { ($0.name, $0) })
        try ArchiveReader(url, limits: limits).forEach(contents.map(\.name)) { member, name in
            if let content = known[name] { try check(member, content) }
        }
    }

    private func check(_ bytes: any ByteSource, _ content: RawContent) throws {
        guard let known = content.known else { return }
        // A small file may unpack endlessly.
        let found = try FileDigest(of: bytes, atMost: known.byteCount)
        guard found.sha256 != known.sha256 else { return }
        let summary = FileContent(sha256: found.sha256, byteCount: found.byteCount).summary
        throw bytes.failure(
            .wrongContent, at: bytes is GzipFile ? "unpacked" : nil, expected: known.summary,
            found: found.byteCount > known.byteCount ? "more bytes" : summary)
    }

    // MARK: - Files of other names

    /// Whether a file with any name may have the known contents, judging by its length, or by the length that gzip
    /// notes at its end. Reads a few bytes at most; of a zip, its directory.
    func mayBe(_ file: RawFolder.File) -> Bool {
        if bytes.contains(file.size) { return true }
        guard packedBytes.contains(file.size), let form = try? RawForm(of: file.url) else { return false }
        switch form {
        case .plain: return false
        case .gzip: return bytes.contains(file.gzipLength)
        case .zip: return isArchive && hasAllMembers(file.url)
        }
    }

    /// Whether a file with any name is a zip with all members that matter.
    func isZip(_ file: RawFolder.File) -> Bool {
        isArchive && (try? RawForm(of: file.url)) == .zip && hasAllMembers(file.url)
    }

    private func hasAllMembers(_ zip: URL) -> Bool {
        let limits = ArchiveLimits(memberBytes: .max, totalBytes: .max)
        return (try? ArchiveReader(zip, limits: limits).forEach(contents.map(\.name)) { _, _ in }) != nil
    }

    /// How long the known contents are, including what else an archive may have. All are far below 4 GiB, the limit
    /// of the lengths that gzip notes.
    private var bytes: ClosedRange<Int> {
        let all = contents.reduce(0) { $0 + ($1.known?.byteCount ?? 0) }
        return isArchive ? all...limits.totalBytes : all...all
    }

    /// Deflate makes at most 1032 bytes out of one, and adds little to data that it cannot pack.
    private var packedBytes: ClosedRange<Int> {
        bytes.lowerBound / 1032...bytes.upperBound + bytes.upperBound / 1000 + 4096
    }

    /// Room for the members that matter, and for descriptions and the archive's own headers.
    private var limits: ArchiveLimits {
        let sizes = contents.compactMap(\.known?.byteCount)
        let largest = max(sizes.max() ?? 0, 1 << 20)
        return ArchiveLimits(memberBytes: largest, totalBytes: sizes.reduce(largest, +))
    }
}
