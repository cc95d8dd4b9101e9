import Foundation
import Mutations
import Model
import Testing

@testable import Datasets

/// What is not as described is refused by file and array.
@Suite struct DescribedRefusalTests {
    private static let series: [[ArrayAxis]] = [[.example], [.step], [.input]]

    private func refused(_ sample: Sample, in folder: URL = Sample.folder) throws -> DatasetFileError {
        try #require(fileError { _ = try sample.dataset(in: folder) })
    }

    @Test func labelsOutOfRangeAreNamed() throws {
        let error = try refused(Sample(examples: ["images"], labels: ["too_large"]))
        #expect(error.problem == .badLabel && error.place == "array too_large, element [2]", "\(error)")
        #expect(error.expected == "labels 0 to 2" && error.found == "3" && error.file.hasSuffix("arrays.npz"))
        let floats = try refused(Sample(examples: ["images"], labels: ["series"]))
        #expect(floats.problem == .badArray && floats.found == "float64 of shape [10, 5, 2]", "\(floats)")
    }

    @Test func numbersThatAreNotFiniteAreNamed() throws {
        let error = try refused(Sample(examples: ["missing"], size: Sample.series, layout: Self.series))
        #expect(error.place == "array missing, element [3, 3, 1]" && error.found == "nan", "\(error)")
        // Scaled beyond float32.
        let scale = DatasetDescription.Scale(mean: 0, deviation: 1e-38)
        let scaled = try refused(
            Sample(examples: ["series"], size: Sample.series, layout: Self.series, scale: scale))
        #expect(scaled.expected == "finite numbers", "\(scaled)")
    }

    @Test func imagesAreBytes() throws {
        let large = try refused(Sample(examples: ["large"]))
        #expect(
            large.expected == "images of whole numbers from 0 to 255"
                && large.place == "array large, element [0, 0, 0]", "\(large)")
        let floats = try refused(
            Sample(
                examples: ["series"], size: .image(rows: 5, columns: 2, channels: 1),
                layout: [[.example], [.row], [.column]]))
        #expect(floats.problem == .badArray && floats.place == "array series", "\(floats)")
    }

    @Test func shapesAreCompared() throws {
        let other = try refused(Sample(examples: ["colours"]))
        #expect(other.expected == "an array [example, row, column] of shape [10, 3, 4]", "\(other)")
        #expect(other.found == "uint8 of shape [10, 3, 4, 2]")
        let fewer = try refused(Sample(examples: ["images"], labels: ["fewer"]))
        #expect(fewer.expected == "10 labels, as shape says" && fewer.found == "9", "\(fewer)")
        let more = try refused(Sample(examples: ["images"], labels: ["fewer"], count: 9))
        #expect(more.expected.hasSuffix("[9, 3, 4]"), "\(more)")
    }

    @Test func arraysAndFilesThatAreNotThereAreNamed() throws {
        let array = try refused(Sample(examples: ["pictures"]))
        #expect(array.place == "array pictures" && array.found.contains("planes"), "\(array)")
        #expect(try refused(Sample(file: "nowhere.npz", examples: ["x"])).problem == .unreadable)
        let column = try refused(
            Sample(
                format: .csv, file: "table.csv", examples: ["e"], labels: ["kind"],
                size: .series(steps: 1, inputs: 1), layout: [[.example], [.input]]))
        #expect(
            column.expected == "one column named e" && column.found == "0 among a, b, kind, c, d", "\(column)"
        )
    }

    @Test(arguments: [
        ("a,kind\n1,low\n2\n", "2 fields", "line 3"), ("a,kind\n1,low\nx,low\n", "column a", "line 3"),
        ("a,kind\n1,low\n,low\n", "column a", "line 3"),
        ("a,kind\n1,low\n\"2,low\n", "closing quote", "line 3"),
        ("a,kind\n1,low\n\"2\"3,low\n", "a comma after", "line 3"),
        ("a,kind\n1,low\n2,none\n", "labels low", "line 3"),
        ("a,kind\n1,low\n1e99,low\n", "range of float32", "line 3"), ("", "a table", ""),
        ("a,kind\n1,low\n", "2 labels", ""), ("a,a,kind\n1,1,low\n1,1,low\n", "of shape [2, 1]", ""),
    ]) func tablesAreReadStrictly(text: String, expected: String, line: String) throws {
        let folder = try ScratchFolder()
        try folder.write(Array(text.utf8), to: "x.csv")
        let error = try refused(
            Sample(
                format: .csv, file: "x.csv", examples: [], labels: ["kind"],
                size: .series(steps: 1, inputs: 1),
                layout: [[.example], [.step, .input]], count: 2), in: folder.url)
        #expect(error.expected.contains(expected) && (line.isEmpty || error.place.contains(line)), "\(error)")
    }

    /// Damaged files give a dataset or an error, and never stop the program.
    @Test(arguments: ["arrays.npz", "images.npy", "images-idx3-ubyte.gz", "table.csv", "series.ts"])
    func damagedFilesAreRefusedOrRead(name: String) throws {
        let folder = try ScratchFolder()
        let original = try [UInt8](Data(contentsOf: Sample.folder.appendingPathComponent(name)))
        let sample = try #require(Self.samples.first { $0.file == name })
        if let other = sample.labelFile {
            try folder.write(
                [UInt8](Data(contentsOf: Sample.folder.appendingPathComponent(other))), to: other)
        }
        var generator = SplitMix64(state: 21)
        var refused = 0
        let count = mutants(1_000, outOf: 20_000)
        for _ in 0..<count {
            let file = try folder.write(mutated(original, &generator), to: name)
            do {
                let dataset = try sample.dataset(in: folder.url)
                #expect(dataset.training.labels.allSatisfy { $0 < 3 } && dataset.training.count == 10)
            } catch let error as DatasetFileError {
                refused += 1
                #expect(error.file == file.path, "\(error)")
            }
        }
        #expect(refused > count / 4)
    }

    private static let samples = [
        Sample(examples: ["series"], size: Sample.series, layout: series),
        Sample(format: .npy, file: "images.npy", examples: [], labelFile: "labels.npy", labels: []),
        Sample(
            format: .idx, file: "images-idx3-ubyte.gz", examples: [], labelFile: "labels-idx1-ubyte.gz",
            labels: []),
        Sample(
            format: .csv, file: "table.csv", examples: [], labels: ["kind"],
            size: .series(steps: 2, inputs: 2),
            layout: [[.example], [.step, .input]]),
        Sample(
            format: .ts, file: "series.ts", examples: [], labels: [], size: Sample.series,
            layout: [[.example], [.input], [.step]]),
    ]
}
