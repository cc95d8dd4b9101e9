/// What specifications may name. A new dataset, network or nonlinearity is one line here beside its module.
public enum Catalogue {
    /// A dataset as far as planning needs to know it.
    public struct Dataset: Hashable, Sendable {
        /// Name in specifications and in paths.
        public let name: String
        /// Examples to learn from.
        public let trainingExamples: Int
        /// Examples to test on.
        public let testExamples: Int
        /// Steps of the recurrent network for one example (rows of an image).
        public let timeSteps: Int
        /// Input values at each step (columns of an image, times its channels).
        public let inputs: Int
        /// Of raw files other than the published ones: the dataset and the variant's name, as `fetch-data` takes them.
        public let variant: Variant?

        /// A variant of a dataset.
        public struct Variant: Hashable, Sendable {
            /// Name of the published dataset.
            public let dataset: String
            /// Name of the variant.
            public let name: String
        }

        init(
            name: String, trainingExamples: Int, testExamples: Int, timeSteps: Int, inputs: Int,
            variant: Variant? = nil
        ) {
            self.name = name
            self.trainingExamples = trainingExamples
            self.testExamples = testExamples
            self.timeSteps = timeSteps
            self.inputs = inputs
            self.variant = variant
        }
    }

    /// What a panel of a figure can show.
    public struct PanelKind: Hashable, Sendable {
        /// Name behind `shows:`.
        public let name: String
        /// True when the panel draws examples of its dataset, so that the report reads the dataset.
        public let drawsData: Bool
        /// The analysis that makes the panel's numbers out of networks; nil when it needs no networks.
        public let analysis: String?
        /// How many sizes of network the panel can draw at most; nil for any number.
        public let mostSizes: Int?
    }

    /// The datasets.
    public static let datasets = [
        Dataset(name: "mnist", trainingExamples: 60_000, testExamples: 10_000, timeSteps: 28, inputs: 28),
        Dataset(
            name: "fashion-mnist", trainingExamples: 60_000, testExamples: 10_000, timeSteps: 28, inputs: 28),
        Dataset(name: "cifar10", trainingExamples: 50_000, testExamples: 10_000, timeSteps: 32, inputs: 96),
        // The images as JPEG, where the published files cannot be had.
        Dataset(
            name: "cifar10-jpeg", trainingExamples: 50_000, testExamples: 10_000, timeSteps: 32, inputs: 96,
            variant: .init(dataset: "cifar10", name: "JPEG")),
        Dataset(
            name: "sleep-edf", trainingExamples: 398_370, testExamples: 170_730, timeSteps: 178, inputs: 1),
    ]

    /// The networks: `rnn` is the paper's recurrent network.
    public static let networks = ["rnn"]

    /// The nonlinearities of the hidden nodes.
    public static let nonlinearities = ["relu", "tanh"]

    /// The kinds of panel.
    public static let panelKinds = [
        PanelKind(name: "dataset-examples", drawsData: true, analysis: nil, mostSizes: nil),
        PanelKind(name: "accuracy-by-epoch", drawsData: false, analysis: "accuracy", mostSizes: 1),
        PanelKind(name: "accuracy-grid", drawsData: false, analysis: "accuracy", mostSizes: nil),
    ]

    /// The dataset of that name, if it is known.
    public static func dataset(_ name: String) -> Dataset? {
        datasets.first { $0.name == name }
    }

    /// The kind of panel of that name, if it is known.
    public static func panelKind(_ name: String) -> PanelKind? {
        panelKinds.first { $0.name == name }
    }
}
