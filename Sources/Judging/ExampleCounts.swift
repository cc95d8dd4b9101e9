import Results
import Model

/// How many examples of a dataset networks are trained and tested on.
package struct ExampleCounts: Equatable, Sendable {
    /// Name of the dataset in the catalogue.
    package var dataset: String
    /// Examples to learn from.
    package var training: Int
    /// Examples to test on.
    package var test: Int
}

extension ExampleCounts {
    /// `MNIST 60,000/10,000`.
    package var words: String { "\(datasetTitle(dataset)) \(training.grouped)/\(test.grouped)" }
}

/// How many examples to learn from each class of a dataset has.
package struct ClassCount: Equatable, Sendable {
    /// Name of the dataset in the catalogue.
    package var dataset: String
    /// Examples of each class.
    package var examples: Int
}
