/// One half (training or test) of a dataset: examples and the class of each.
package struct LabelledExamples: Equatable, Sendable {
    /// The numbers, [example][step][input].
    package let values: ExampleValues
    /// Class of each example, 0 ..< number of classes.
    package let labels: [UInt8]

    /// Number of examples.
    package var count: Int { labels.count }
    /// Time steps of an example (28 for MNIST: rows).
    package var steps: Int { values.steps }
    /// Numbers that a network reads in each step (28 for MNIST: one row of pixels).
    package var inputs: Int { values.inputs }

    /// Examples; there must be `labels.count * steps * inputs` values.
    package init(_ values: ExampleValues, labels: [UInt8]) {
        precondition(
            values.count == labels.count * values.steps * values.inputs, "values and labels disagree")
        self.values = values
        self.labels = labels
    }

    /// Grey images whose pixels, [image][row][column], are read as fractions of 255.
    package init(pixels: [UInt8], labels: [UInt8], rows: Int, columns: Int) {
        self.init(.images(pixels, ImageLayout(rows: rows, columns: columns)), labels: labels)
    }

    /// The first `limit` examples, or all when there are fewer or `limit` is nil.
    package func first(_ limit: Int?) -> LabelledExamples {
        guard let limit, limit < count else { return self }
        return LabelledExamples(values.first(limit), labels: Array(labels.prefix(limit)))
    }
}

extension LabelledExamples {
    /// The examples with these indices, in this order.
    package func picked(_ indices: [Int]) -> LabelledExamples {
        LabelledExamples(values.picked(indices), labels: indices.map { labels[$0] })
    }
}

/// A classification dataset: training and test examples with their labels.
package struct Dataset: Equatable, Sendable {
    /// Name in the catalogue, for instance `mnist`; of a variant, for instance `cifar10-jpeg`.
    package let name: String
    /// Name for people, for instance `MNIST` or `CIFAR-10 (JPEG)`.
    package let title: String
    /// One name for each class, by label.
    package let classNames: [String]
    /// Where the files come from, who made them, their licence.
    package let origin: String
    /// Examples to learn from.
    package let training: LabelledExamples
    /// Examples to test on.
    package let test: LabelledExamples

    /// A dataset; training and test examples must be of one kind and size.
    package init(
        name: String, title: String, classNames: [String], origin: String, training: LabelledExamples,
        test: LabelledExamples
    ) {
        precondition(training.values.isLike(test.values), "training and test examples differ in size or kind")
        self.name = name
        self.title = title
        self.classNames = classNames
        self.origin = origin
        self.training = training
        self.test = test
    }

    /// The first `training` training examples and the first `test` test examples; nil is all.
    package func limited(training: Int?, test: Int?) -> Dataset {
        Dataset(
            name: name, title: title, classNames: classNames, origin: origin,
            training: self.training.first(training), test: self.test.first(test))
    }
}
