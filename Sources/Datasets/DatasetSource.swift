import Foundation
import Formats

/// Where a dataset comes from: its raw files with their digests, and how they become images and labels.
public struct DatasetSource: Sendable {
    /// Turns raw files, by name, into images; called with files whose digests were checked.
    public typealias Decoder =
        @Sendable (_ source: DatasetSource, _ files: [String: URL]) throws -> ImageDataset

    /// Name in the catalogue, on the command line and in paths, for instance `mnist`.
    public let name: String
    /// Name for people, for instance `MNIST`.
    public let title: String
    /// One name for each class, by label.
    public let classNames: [String]
    /// Who made the dataset, where it is published, its licence.
    public let origin: String
    /// How many images there are, and their size.
    public let shape: DatasetShape
    /// Every raw file of the dataset.
    public let files: [RawFile]
    /// Folders in which a package of the operating system puts the raw files.
    public let systemFolders: [String]
    private let decoder: Decoder

    /// A source; `name` is also the name of its folder below the project's data and the downloads.
    public init(
        name: String, title: String, classNames: [String], origin: String, shape: DatasetShape,
        files: [RawFile], systemFolders: [String] = [], decoder: @escaping Decoder
    ) {
        self.name = name
        self.title = title
        self.classNames = classNames
        self.origin = origin
        self.shape = shape
        self.files = files
        self.systemFolders = systemFolders
        self.decoder = decoder
    }

    /// Images and labels from raw files that `acquire` found, so that only checked bytes are decoded.
    ///
    /// - Throws: `DatasetFileError` for a file that is absent or does not hold what the source announces.
    public func decode(_ acquired: [AcquiredFile]) throws -> ImageDataset {
        let files = acquired.map { ($0.name, $0.url) }
        return try decode(files: Dictionary(files, uniquingKeysWith: { first, _ in first }))
    }

    func decode(files: [String: URL]) throws -> ImageDataset {
        try decoder(self, files)
    }
}

/// The size of an image dataset.
public struct DatasetShape: Equatable, Sendable {
    /// Number of images to learn from.
    public let trainingImages: Int
    /// Number of images to test on.
    public let testImages: Int
    /// Height of an image in pixels.
    public let rows: Int
    /// Width of an image in pixels.
    public let columns: Int

    /// A shape; all four are counts above zero.
    public init(trainingImages: Int, testImages: Int, rows: Int, columns: Int) {
        self.trainingImages = trainingImages
        self.testImages = testImages
        self.rows = rows
        self.columns = columns
    }
}

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
    /// What the mirrors serve.
    public let published: FileContent
    /// The same values compressed anew by other distributors.
    public let repacked: [FileContent]
    /// Where the published bytes can be downloaded, best first.
    public let mirrors: [URL]

    /// A raw file; any of `published` and `repacked` is accepted where it is found.
    public init(name: String, published: FileContent, repacked: [FileContent] = [], mirrors: [URL]) {
        self.name = name
        self.published = published
        self.repacked = repacked
        self.mirrors = mirrors
    }

    /// All accepted contents, the published one first.
    public var contents: [FileContent] { [published] + repacked }
}

/// A raw file that was found and whose bytes are known.
public struct AcquiredFile: Equatable, Sendable {
    /// Name of the raw file.
    public let name: String
    /// Where it lies.
    public let url: URL
    /// Which of the accepted contents it has: SHA-256, bytes, origin.
    public let content: FileContent

    /// SHA-256 of the file in lower-case hexadecimal digits.
    public var sha256: String { content.sha256 }

    // Not public: that one exists means that the digest was checked.
    init(name: String, url: URL, content: FileContent) {
        self.name = name
        self.url = url
        self.content = content
    }
}
