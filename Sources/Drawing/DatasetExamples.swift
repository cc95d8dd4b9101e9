import Model

/// Examples of a dataset, with the names of its classes.
package struct DatasetExamples: Sendable {
    /// Name in the catalogue, for instance `mnist`.
    package var name: String
    /// Name for people, for instance `MNIST`.
    package var title: String
    /// One name for each class, by label.
    package var classNames: [String]
    /// Examples, of which the first of each class is drawn.
    package var examples: LabelledExamples

    /// Examples; see the properties.
    package init(name: String, title: String, classNames: [String], examples: LabelledExamples) {
        self.name = name
        self.title = title
        self.classNames = classNames
        self.examples = examples
    }

    /// Examples from the training images of a dataset.
    package init(_ dataset: Dataset) {
        self.init(
            name: dataset.name, title: dataset.title, classNames: dataset.classNames,
            examples: dataset.training)
    }
}
