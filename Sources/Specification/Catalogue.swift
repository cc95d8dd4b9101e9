import Datasets

/// The datasets and connectomes that specifications may name.
package enum Catalogue {
    /// A dataset as far as planning needs to know it.
    package struct Dataset: Codable, Hashable, Sendable {
        /// Name in specifications and in paths.
        package let name: String
        /// Name for people; that of a variant has the variant's name in brackets.
        package let title: String
        /// Examples to learn from.
        package let trainingExamples: Int
        /// Examples to test on.
        package let testExamples: Int
        /// Steps of the recurrent network for one example (rows of an image).
        package let timeSteps: Int
        /// Input values at each step (columns of an image, times its channels).
        package let inputs: Int
        /// Classes to tell apart.
        package let classes: Int
        /// Bytes of each number in memory.
        package let bytesPerNumber: Int
        /// Of raw files other than the published ones: the dataset and the variant's name, as `fetch-data` takes them.
        package let variant: Variant?
        /// Names of the raw files of a dataset that `pipeline/datasets` describes; nil for those of the catalogue. Only planning
        /// needs them.
        package private(set) var describedFiles: [String]?

        private enum CodingKeys: String, CodingKey {
            case name, title, inputs, classes, variant
            case trainingExamples = "training-examples"
            case testExamples = "test-examples"
            case timeSteps = "time-steps"
            case bytesPerNumber = "bytes-per-number"
        }

        /// A variant of a dataset.
        package struct Variant: Codable, Hashable, Sendable {
            /// Name of the published dataset.
            package let dataset: String
            /// Name of the variant.
            package let name: String
        }

        init(_ source: DatasetSource, shape: DatasetShape, variant: Variant? = nil) {
            name = source.name
            title = source.title
            trainingExamples = shape.trainingExamples
            testExamples = shape.testExamples
            timeSteps = shape.steps
            inputs = shape.inputs
            bytesPerNumber = shape.bytesPerNumber
            classes = source.classNames.count
            self.variant = variant
        }

        /// A dataset that is described.
        package init(_ description: DatasetDescription) {
            self.init(DatasetSource(description), shape: description.shape)
            describedFiles = description.files.map(\.name)
        }
    }

    /// Datasets that are described in the folder of specifications that is being read, or that a figure read from a plan names.
    @TaskLocal private static var described: [Dataset] = []

    /// Connectomes that are described in the folder of specifications that is being read.
    @TaskLocal private static var connectomes: [ConnectomeDescription] = []

    /// Calls `body`, during which specifications may name these datasets and connectomes, too.
    package static func with<Result>(
        _ described: [Dataset], connectomes: [ConnectomeDescription] = [], _ body: () throws -> Result
    ) rethrows -> Result {
        try $described.withValue(described) {
            try $connectomes.withValue(connectomes, operation: body)
        }
    }

    /// Names of the connectomes that specifications may name.
    static var namesOfConnectomes: [String] { connectomes.map(\.name) }

    /// The connectome of that name, if it is known.
    package static func connectome(_ name: String) -> ConnectomeDescription? {
        connectomes.first { $0.name == name }
    }

    /// All datasets that specifications may name.
    package static var datasets: [Dataset] { programmed + described }

    /// The datasets of the module Datasets, each followed by its known variants.
    private static let programmed: [Dataset] = Datasets.all.flatMap { source -> [Dataset] in
        [Dataset(source, shape: source.shape)]
            + source.knownVariants.map { known in
                Dataset(
                    source.variant(known.variant), shape: known.shape,
                    variant: .init(dataset: source.name, name: known.variant.name))
            }
    }

    /// The dataset of that name, if it is known.
    package static func dataset(_ name: String) -> Dataset? {
        datasets.first { $0.name == name }
    }
}
