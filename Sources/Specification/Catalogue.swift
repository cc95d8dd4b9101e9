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
        /// Classes to tell apart.
        public let classes: Int
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
            classes: Int = 10, variant: Variant? = nil
        ) {
            self.name = name
            self.trainingExamples = trainingExamples
            self.testExamples = testExamples
            self.timeSteps = timeSteps
            self.inputs = inputs
            self.classes = classes
            self.variant = variant
        }
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
            name: "sleep-edf", trainingExamples: 398_370, testExamples: 170_730, timeSteps: 178, inputs: 1,
            classes: 5),
        // A few series of the same form, to see that all works.
        Dataset(
            name: "sleep-edf-sample", trainingExamples: 16, testExamples: 8, timeSteps: 178, inputs: 1,
            classes: 5, variant: .init(dataset: "sleep-edf", name: "sample")),
    ]

    /// The networks: recurrent, or with two hidden layers.
    public static let networks = ["rnn", "feedforward"]

    /// The nonlinearities of the hidden nodes.
    public static let nonlinearities = ["relu", "tanh"]

    /// The dataset of that name, if it is known.
    public static func dataset(_ name: String) -> Dataset? {
        datasets.first { $0.name == name }
    }
}
