import Foundation

/// A dataset that is described instead of programmed: what `pipeline/datasets/NAME.yaml` says (docs/data.md), with all that it
/// leaves out put in. `DatasetSource(_:)` makes of it what the datasets of the catalogue are.
package struct DatasetDescription: Equatable, Sendable {
    /// How raw files are written.
    package enum Format: String, CaseIterable, Sendable {
        case npz, npy, hdf5, idx, ts, csv
    }

    /// A raw file.
    package struct File: Equatable, Sendable {
        /// Its name, which ends in `.gz` if it is distributed packed by gzip.
        package let name: String
        /// What it unpacks to, if that is to be checked.
        let content: FileContent?
        /// What is downloaded, if anything is.
        let published: FileContent?
        /// Where from.
        let url: URL?

        /// A raw file; see the properties.
        package init(name: String, content: FileContent?, published: FileContent?, url: URL?) {
            (self.name, self.content, self.published, self.url) = (name, content, published, url)
        }
    }

    /// Where an array is: the file, and what it is called in it.
    package struct Place: Equatable, Sendable {
        /// Name of the raw file.
        package let file: String
        /// The array (npz, hdf5), or columns (csv; none: all but the label's); empty for files that hold one array.
        package let names: [String]

        /// A place; see the properties.
        package init(file: String, names: [String] = []) { (self.file, self.names) = (file, names) }
    }

    /// Examples and what is to be said of each.
    package struct Half: Equatable, Sendable {
        /// The numbers of all examples.
        package let examples: Place
        /// The class of each.
        package let labels: Place

        /// Both places.
        package init(examples: Place, labels: Place) { (self.examples, self.labels) = (examples, labels) }
    }

    /// Which examples are to learn from and which to test on.
    package enum Parts: Equatable, Sendable {
        /// As the files say; with the numbers of examples.
        case given(training: Half, count: Int, test: Half, testCount: Int)
        /// Drawn from all of them.
        case drawn(Half, count: Int, SplitRule)
    }

    /// A class.
    package struct Class: Equatable, Sendable {
        /// Name for people.
        package let name: String
        /// How it is written in the files; nil: in arrays as its place among the classes, from 0, in text by its name.
        package let label: String?

        /// A class; see the properties.
        package init(name: String, label: String?) { (self.name, self.label) = (name, label) }
    }

    /// What is done to each number v before a network reads it: (v − mean) / deviation, in float32, where v of an image is a
    /// fraction of 255.
    package struct Scale: Equatable, Sendable {
        /// Subtracted first.
        package let mean: Double
        /// Divided by; above zero as float32.
        package let deviation: Double

        /// A scale; see the properties.
        package init(mean: Double, deviation: Double) { (self.mean, self.deviation) = (mean, deviation) }
    }

    /// Name in the catalogue, on the command line and in paths.
    package let name: String
    /// Name for people.
    package let title: String
    /// Who made it, where it is published, its licence.
    let origin: String
    /// How its raw files are written.
    package let format: Format
    /// Its raw files.
    package let files: [File]
    /// Where examples and labels are.
    package let parts: Parts
    /// The classes, by label.
    package let classes: [Class]
    /// The size of an example, and whether it is an image or a series.
    package let size: ExampleSize
    /// What the axes of the arrays of examples are.
    let layout: ArrayLayout
    /// Nil: images are read as fractions of 255, series as they are.
    let scale: Scale?
    /// Whether the first line of each csv has the names of the columns; if not, they are called 1, 2, …
    let hasHeader: Bool

    /// A description; see the properties.
    package init(
        name: String, title: String, origin: String, format: Format, files: [File], parts: Parts,
        classes: [Class], size: ExampleSize, layout: ArrayLayout, scale: Scale?, hasHeader: Bool
    ) {
        self.name = name
        self.title = title
        self.origin = origin
        self.format = format
        self.files = files
        self.parts = parts
        self.classes = classes
        self.size = size
        self.layout = layout
        self.scale = scale
        self.hasHeader = hasHeader
    }

    /// How many examples there are, and their size.
    package var shape: DatasetShape {
        let counts: (training: Int, test: Int) =
            switch parts {
            case .given(_, let count, _, let testCount): (count, testCount)
            case .drawn(_, let count, let rule):
                (count - rule.testCount(of: count), rule.testCount(of: count))
            }
        return DatasetShape(
            trainingExamples: counts.training, testExamples: counts.test, steps: size.steps,
            inputs: size.inputs, bytesPerNumber: size.bytesPerNumber)
    }
}
