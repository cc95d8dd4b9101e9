import Foundation

/// Bytes, known by their digest.
package struct FileContent: Equatable, Sendable {
    /// SHA-256 in lower-case hexadecimal digits.
    package let sha256: String
    /// Length in bytes.
    package let byteCount: Int

    /// Bytes with this SHA-256, in lower-case hexadecimal digits, and this length.
    package init(sha256: String, byteCount: Int) { (self.sha256, self.byteCount) = (sha256, byteCount) }

    var summary: String { "\(byteCount) bytes with SHA-256 \(sha256)" }
}

/// A file as decoders read it: after all unpacking, so that it is the same however people have packed it.
struct RawContent: Equatable {
    /// Name of the unpacked file, such as `train-images-idx3-ubyte`.
    let name: String
    /// Other names under which it is distributed. Names only say where to look first.
    var otherNames: [String] = []
    /// Its bytes; nil if no digest is known, so that only the contents can be checked.
    let known: FileContent?
}

/// A raw file of a dataset. Whether it is the right one depends on what it unpacks to, not on its packed bytes, which
/// differ from one distributor to the next.
package struct RawFile: Equatable, Sendable {
    /// File name, as it is distributed.
    package let name: String
    /// What it holds: one file, which may be packed by gzip, or the members of an archive that matter.
    let contents: [RawContent]
    /// Whether it is a tar (packed by gzip or not) or a zip.
    let isArchive: Bool
    /// What the mirrors serve, packed; nil if nobody knows, so that it is not downloaded.
    package let published: FileContent?
    /// Where the published bytes can be downloaded, best first; a file without a known digest is only downloaded by
    /// hand.
    package let mirrors: [URL]

    /// One file; `name` ends in `.gz` if it is distributed packed.
    init(
        name: String, content: FileContent?, otherNames: [String] = [], published: FileContent? = nil,
        mirrors: [URL] = []
    ) {
        self.name = name
        let unpacked = RawForm.gzip.base(of: name)
        contents = [RawContent(name: unpacked, otherNames: otherNames, known: content)]
        isArchive = false
        self.published = published
        self.mirrors = mirrors
    }

    /// An archive with these members, in any folder of it, among any others.
    init(
        archive name: String, holding contents: [RawContent], published: FileContent? = nil,
        mirrors: [URL] = []
    ) {
        self.name = name
        self.contents = contents
        isArchive = true
        self.published = published
        self.mirrors = mirrors
    }

    /// Whether every file in it has a known digest.
    var isKnown: Bool { contents.allSatisfy { $0.known != nil } }

    /// Names under which people have it, the distributed one first.
    var knownNames: [String] {
        let others =
            isArchive
            ? RawForm.archiveEndings.map { RawForm.archiveBase(of: name) + $0 }
            : ([contents[0].name] + contents[0].otherNames).flatMap { [$0 + ".gz", $0] }
        return [name] + others.filter { $0 != name }
    }
}

/// A raw file that was found. Its contents are the known ones, unless none are known or the dataset is a variant.
package struct AcquiredFile: Equatable, Sendable {
    /// Name of the raw file, by which decoders know it.
    package let name: String
    /// The name that says how it is packed here: `train-images-idx3-ubyte` for an unpacked
    /// `train-images-idx3-ubyte.gz`.
    package let storedName: String
    /// Where it is.
    package let url: URL
    /// Whether it holds what was published, however it is packed; false if that is not known.
    let isPublished: Bool

    // Not public: if one exists, its contents were checked as far as they can be.
    init(_ raw: RawFile, at url: URL, _ form: RawForm, isPublished: Bool) {
        name = raw.name
        storedName = form.name(of: raw)
        self.url = url
        self.isPublished = isPublished
    }
}

/// Where the raw file of this name is, for decoders.
///
/// - Throws: `DatasetFileError.missing` if it is not among `files`.
func rawFile(_ name: String, in files: [String: URL]) throws -> URL {
    guard let url = files[name] else {
        throw DatasetFileError(
            URL(fileURLWithPath: name), .missing, expected: "this raw file among those given to decode",
            found: files.isEmpty ? "none" : files.keys.sorted().joined(separator: ", "),
            remedy: "acquire the dataset's files first")
    }
    return url
}
