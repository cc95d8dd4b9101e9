import Foundation
import Model

/// Where a dataset comes from: its raw files with their digests, and how they become examples and labels.
package struct DatasetSource: Sendable {
    /// Turns raw files, by name, into examples; called with files that `acquire` found.
    package typealias Decoder =
        @Sendable (_ source: DatasetSource, _ files: [String: URL]) throws -> Dataset

    /// Name in the catalogue, on the command line and in paths, such as `mnist`; for a variant, `cifar10-jpeg`. It is also
    /// the name of its folder in the project's data and in the downloads.
    package private(set) var name: String
    /// Name for people, such as `MNIST` or `CIFAR-10 (JPEG)`.
    package private(set) var title: String
    /// One name for each class, by label.
    package let classNames: [String]
    /// Who made the dataset, where it is published, its licence.
    private(set) var origin: String
    /// How many examples there are, and their size.
    package let shape: DatasetShape
    /// The ways in which the dataset is distributed, best first; the files of one of them are all that is needed.
    package let distributions: [[RawFile]]
    /// Folders where a package of the operating system puts the raw files.
    private(set) var systemFolders: [String] = []
    /// Variants that figures may name, with their numbers of examples.
    package private(set) var knownVariants: [(variant: DatasetVariant, shape: DatasetShape)] = []
    /// Nil for the published dataset.
    private(set) var variant: DatasetVariant?
    let decoder: Decoder

    /// The dataset made from other raw files of the same form, with its own name and any number of examples.
    package func variant(_ variant: DatasetVariant) -> DatasetSource {
        var other = self
        other.name = "\(name)-\(variant.name.lowercased())"
        other.title = "\(title) (\(variant.name))"
        other.origin = "variant \(variant.name), not the published files of: \(origin)"
        (other.systemFolders, other.knownVariants, other.variant) = ([], [], variant)
        return other
    }

    /// The dataset with these examples.
    func dataset(training: LabelledExamples, test: LabelledExamples) -> Dataset {
        Dataset(
            name: name, title: title, classNames: classNames, origin: origin, training: training, test: test)
    }

    /// Examples and labels from raw files that `acquire` found, so only checked bytes are decoded.
    ///
    /// - Throws: `DatasetFileError` for a file that is missing or does not hold what the source announces.
    package func decode(_ acquired: [AcquiredFile]) throws -> Dataset {
        let files = acquired.map { ($0.name, $0.url) }
        return try decode(files: Dictionary(files, uniquingKeysWith: { first, _ in first }))
    }

    func decode(files: [String: URL]) throws -> Dataset {
        try decoder(self, files)
    }
}

/// Raw files of a dataset that are not the published ones.
package struct DatasetVariant: Equatable, Sendable {
    /// Name for people, such as `JPEG`; paths have it in lower case.
    package let name: String

    /// A variant with a name that is known to be valid.
    init(known name: StaticString) { self.name = "\(name)" }

    /// A variant.
    ///
    /// - Throws: `DatasetVariantError` unless the name consists of letters and digits, with single hyphens between
    ///   them.
    package init(_ name: String) throws {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
        guard isPlain, name.count <= 40 else { throw DatasetVariantError(name: name) }
        self.name = name
    }
}

/// A name that no variant can have.
struct DatasetVariantError: Error, CustomStringConvertible, Equatable {
    let name: String

    /// One sentence: what was given and what would be right.
    var description: String {
        "\"\(name)\" is not a valid name for a variant: use up to 40 letters, digits and hyphens, such as JPEG"
    }
}

/// The size of a dataset; all are counts above zero.
package struct DatasetShape: Equatable, Sendable {
    /// Number of examples to learn from.
    package let trainingExamples: Int
    /// Number of examples to test on.
    package let testExamples: Int
    /// Time steps in which a recurrent network reads an example: rows of an image.
    package let steps: Int
    /// Numbers in each step: columns of an image, times its channels.
    package let inputs: Int
    /// Bytes of each number in memory: 1 in images, 4 in series.
    package private(set) var bytesPerNumber = 1
}
