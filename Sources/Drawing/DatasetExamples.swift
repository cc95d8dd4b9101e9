import Model

/// Examples of a dataset, with the names of its classes, and the classes of all test examples.
package struct DatasetExamples: Sendable {
    /// Name in the catalogue, for instance `mnist`.
    package var name: String
    /// Name for people, for instance `MNIST`.
    package var title: String
    /// One name for each class, by label.
    package var classNames: [String]
    /// Examples, of which the first of each class is drawn.
    package var examples: LabelledExamples
    /// The class of each test example, of which chance follows; empty where they are not known.
    package var testLabels: [UInt8]

    /// Examples; see the properties.
    package init(
        name: String, title: String, classNames: [String], examples: LabelledExamples,
        testLabels: [UInt8] = []
    ) {
        self.name = name
        self.title = title
        self.classNames = classNames
        self.examples = examples
        self.testLabels = testLabels
    }

    /// Examples from the training images of a dataset.
    package init(_ dataset: Dataset) {
        self.init(
            name: dataset.name, title: dataset.title, classNames: dataset.classNames,
            examples: dataset.training, testLabels: dataset.test.labels)
    }
}
