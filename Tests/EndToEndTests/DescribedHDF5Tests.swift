import Foundation
import Testing

extension Project {
    /// Ten examples in each format.
    static let describedSamples = repository + "/Tests/DatasetsTests/fixtures/described"

    /// Describes a file of the fixtures as the dataset `sample`, of which learning and testing have all, and fetches it.
    func fetchSample(
        _ arrays: String, _ more: String, format: String, file: String
    ) throws -> Outcome {
        try write(
            """
            title: Sample
            origin: made by a script
            format: \(format)
            files: [\(file)]
            arrays: {train: \(arrays), test: \(arrays)}
            classes: [low, middle, high]
            \(more)

            """, to: "pipeline/datasets/sample.yaml")
        return try program(
            "fetch-data", "sample", "--from", Self.describedSamples, "--output", "artifacts/sample.h5")
    }
}

/// Datasets in HDF5 files that a file in `pipeline/datasets` describes.
@Suite struct DescribedHDF5Tests {
    private let project: Project

    init() throws {
        project = try Project()
        try project.takeOwnData()
    }

    /// The library of HDF5 may crash on a damaged file; the program does not.
    @Test func damagedHDF5IsRefusedOrRead() throws {
        let original = try Data(contentsOf: URL(fileURLWithPath: Project.describedSamples + "/arrays.h5"))
        let folder = project.folder + "/raw"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let whole = try project.fetchSample(
            "{examples: train/x, labels: train/y}", "shape: {train: 10, test: 10, steps: 5, inputs: 2}",
            format: "hdf5",
            file: "arrays.h5")
        #expect(whole.status == 0, "\(whole.errors)")
        var refused = 0
        for number in 1...20 {
            var bytes = original
            if number > 15 { bytes.removeLast(number * original.count / 25) }
            for place in stride(from: number * 13, to: bytes.count, by: 97 * number) {
                bytes[place] ^= UInt8(number)
            }
            try bytes.write(to: URL(fileURLWithPath: folder + "/arrays.h5"))
            let outcome = try project.program(
                "fetch-data", "sample", "--from", "raw", "--output", "artifacts/x.h5")
            #expect(
                [0, 65].contains(outcome.status), "mutant \(number): \(outcome.status) \(outcome.errors)")
            #expect(outcome.status == 0 || outcome.errors.contains("arrays.h5"), "\(outcome.errors)")
            refused += outcome.status == 0 ? 0 : 1
        }
        #expect(refused > 10)
    }

    @Test func arraysOfHDF5AreChecked() throws {
        let series = "shape: {train: 10, test: 10, steps: 5, inputs: 2}"
        for (arrays, words) in [
            ("{examples: train/z, labels: train/y}", "array named train/z, found only "),
            ("{examples: train, labels: train/y}", "train/x, train/y; name one that is there under arrays"),
            ("{examples: train/x, labels: names}", "whole numbers (0 to 2), found string of shape [2]"),
            ("{examples: names, labels: train/y}", "string of shape [2]"),
            ("{examples: images, labels: train/y}", "uint16 of shape [10, 3, 4]"),
            ("{examples: train/x, labels: train/x}", "float64 of shape [10, 5, 2]"),
        ] {
            let refused = try project.fetchSample(arrays, series, format: "hdf5", file: "arrays.h5")
            #expect(refused.status == 65, "\(refused.errors)")
            #expect(
                refused.errors.contains(words) && refused.errors.contains("arrays.h5"), "\(refused.errors)")
        }
        let text = try project.fetchSample(
            "{examples: x, labels: y}", series, format: "hdf5", file: "table.csv")
        #expect(text.status == 65 && text.errors.contains("table.csv"), "\(text.errors)")
    }

    /// Labels may be bool, as in NumPy's files, and floating-point numbers only if they are whole.
    @Test func typesOfLabelsAreChecked() throws {
        func fetched(_ labels: String) throws -> Outcome {
            try project.write(
                """
                title: Sample
                origin: made by h5py
                format: hdf5
                files: [written-by-h5py.h5]
                arrays: {train: {examples: numbers/float64, labels: \(labels)}, test: {examples: numbers/float64, labels: \(labels)}}
                classes: [no, yes]
                shape: {train: 2, test: 2, steps: 1, inputs: 3}
                layout: [example, [step, input]]

                """, to: "pipeline/datasets/sample.yaml")
            return try project.program(
                "fetch-data", "sample", "--from", Project.repository + "/Tests/HDF5Tests/fixtures",
                "--output", "artifacts/sample.h5")
        }
        let flags = try fetched("flags")
        #expect(flags.status == 0, "\(flags.errors)")
        let halves = try fetched("numbers/big-endian")
        #expect(
            halves.status == 65
                && halves.errors.contains("labels that are whole numbers (0 to 1), found 1.5 as element 0"),
            "\(halves.errors)")
    }
}
