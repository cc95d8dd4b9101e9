import Foundation

/// The bytes of a raw file, known by their digest.
public struct FileContent: Equatable, Sendable {
    /// SHA-256 in lower-case hexadecimal digits.
    public let sha256: String
    /// Length in bytes.
    public let byteCount: Int
    /// Who distributes these bytes, for instance `as published` or a package's name.
    public let origin: String

    /// Content with this digest and length.
    public init(sha256: String, byteCount: Int, origin: String = "as published") {
        self.sha256 = sha256
        self.byteCount = byteCount
        self.origin = origin
    }
}

/// A raw file of a dataset, as its makers or others distribute it.
public struct RawFile: Equatable, Sendable {
    /// File name, the same wherever it is found.
    public let name: String
    /// What the mirrors serve; nil where no digest is known, so that only what the file holds can be checked.
    public let published: FileContent?
    /// The same values compressed anew by other distributors.
    public let repacked: [FileContent]
    /// Where the published bytes can be downloaded, best first; a file without known digest only by hand.
    public let mirrors: [URL]

    /// A raw file; any of `published` and `repacked` is accepted where it is found.
    public init(name: String, published: FileContent?, repacked: [FileContent] = [], mirrors: [URL] = []) {
        self.name = name
        self.published = published
        self.repacked = repacked
        self.mirrors = mirrors
    }

    /// All known contents, the published one first.
    public var contents: [FileContent] { (published.map { [$0] } ?? []) + repacked }
}

/// A raw file that was found and whose digest was computed.
public struct AcquiredFile: Equatable, Sendable {
    /// Name of the raw file.
    public let name: String
    /// Where it lies.
    public let url: URL
    /// Its SHA-256, bytes and origin: one of the known contents, unless none is known or the dataset is a variant.
    public let content: FileContent

    /// SHA-256 of the file in lower-case hexadecimal digits.
    public var sha256: String { content.sha256 }

    // Not public: that one exists means that the digest was computed, and checked where it can be.
    init(name: String, url: URL, content: FileContent) {
        self.name = name
        self.url = url
        self.content = content
    }
}

extension RawFile {
    /// The file as acquired, when its bytes are one of the known contents, or nothing is known to compare them with.
    ///
    /// - Parameter accepting: accept any content, as for a variant.
    /// - Throws: `DatasetFileError.wrongContent` with the digests, ending in `remedy`.
    func checked(at url: URL, accepting any: Bool = false, remedy: String) throws -> AcquiredFile {
        let found = try FileDigest(of: url)
        let match = contents.first { $0.sha256 == found.sha256 && $0.byteCount == found.byteCount }
        guard match != nil || any || contents.isEmpty else {
            throw DatasetFileError(
                url, .wrongContent, expected: contents.map(\.summary).joined(separator: " or "),
                found: "\(found.byteCount) bytes with SHA-256 \(found.sha256)", remedy: remedy)
        }
        let unknown = FileContent(
            sha256: found.sha256, byteCount: found.byteCount, origin: "not known before")
        return AcquiredFile(name: name, url: url, content: match ?? unknown)
    }
}

extension FileContent {
    fileprivate var summary: String { "\(byteCount) bytes with SHA-256 \(sha256) (\(origin))" }
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
