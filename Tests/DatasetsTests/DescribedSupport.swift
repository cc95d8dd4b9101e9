import Foundation
import Model

@testable import Datasets

/// Ten examples of three classes, described by what differs from one test to the next.
struct Sample {
    static let folder = fixtures.appendingPathComponent("described")
    static let images = ExampleSize.image(rows: 3, columns: 4, channels: 1)
    static let colours = ExampleSize.image(rows: 3, columns: 4, channels: 2)
    static let series = ExampleSize.series(steps: 5, inputs: 2)
    static let names = ["low", "middle", "high"]
    /// Each class by its place, as arrays have it, or its name, as text has it.
    static let classes = names.map { DatasetDescription.Class(name: $0, label: nil) }

    var format = DatasetDescription.Format.npz
    var file = "arrays.npz"
    var examples: [String]
    var labelFile: String?
    var labels = ["labels"]
    var size = Sample.images
    var layout: [[ArrayAxis]] = [[.example], [.row], [.column]]
    var classes = Sample.classes
    var count = 10
    var scale: DatasetDescription.Scale?
    var hasHeader = true

    /// All ten are to learn from and to test on.
    func dataset(in folder: URL = Sample.folder) throws -> Dataset {
        let half = DatasetDescription.Half(
            examples: .init(file: file, names: examples),
            labels: .init(file: labelFile ?? file, names: labels))
        let description = DatasetDescription(
            name: "sample", title: "Sample", origin: "made for tests", format: format,
            files: Set([file, labelFile ?? file]).sorted().map {
                .init(name: $0, content: nil, published: nil, url: nil)
            },
            parts: .given(training: half, count: count, test: half, testCount: count), classes: classes,
            size: size, layout: try ArrayLayout(layout, of: size), scale: scale, hasHeader: hasHeader)
        let files = description.files.map { ($0.name, folder.appendingPathComponent($0.name)) }
        return try DatasetSource(description).decode(files: Dictionary(uniqueKeysWithValues: files))
    }
}

/// What the script beside the fixtures says that they hold.
struct KnownNumbers: Decodable {
    let images: [UInt8]
    let colours: [UInt8]
    let series: [String]
    let single: [String]
    let table: [String]
    let scaled: [String]
    let labels: [UInt8]

    static func read() throws -> KnownNumbers {
        try JSONDecoder().decode(
            KnownNumbers.self, from: Data(contentsOf: Sample.folder.appendingPathComponent("numbers.json")))
    }
}

extension LabelledExamples {
    /// Bytes of images.
    var bytes: [UInt8] { if case .images(let bytes, _) = values { bytes } else { [] } }
    /// Numbers of series as text, so that they are compared to the bit.
    var texts: [String] {
        if case .series(let numbers, _) = values { numbers.map { "\(Double($0))" } } else { [] }
    }
}
