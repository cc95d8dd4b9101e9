import Foundation
import HDF5
import Testing

@testable import Formats
@testable import Model

@Suite struct RefusalTests {
    private func message(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "no error"
    }

    @Test func anotherKindIsNamed() throws {
        let folder = try TemporaryFolder()
        try Sample.sparse.write(to: folder.file("m.h5"))
        let said = message { _ = try Dataset(readingFrom: folder.file("m.h5")) }
        #expect(said.contains(folder.file("m.h5")))
        #expect(said.contains("“mask”") && said.contains("“dataset” was expected"))
    }

    @Test func aNewerVersionIsNamed() throws {
        let folder = try TemporaryFolder()
        let file = try HDF5File.create(at: folder.file("m.h5"))
        try file.root.setAttribute("kind", to: "mask")
        try file.root.setAttribute("format-version", to: 2)
        try file.close()
        let said = message { _ = try ConnectivityMask(readingFrom: folder.file("m.h5")) }
        #expect(said.contains("format-version") && said.contains("is 2"))
    }

    @Test func aStateOfAnotherNetworkOrMaskIsRefused() throws {
        let folder = try TemporaryFolder()
        let network = Sample.network(Sample.sparse)
        try Sample.state(Sample.sparse).write(to: folder.file("s.h5"), description: network, mask: "abc")
        var other = network
        other.seed = 2
        let wrongSeed = message {
            _ = try TrainingState(readingFrom: folder.file("s.h5"), of: other, mask: "abc")
        }
        #expect(wrongSeed.contains("seed 1") && wrongSeed.contains("seed 2"))
        let wrongMask = message {
            _ = try TrainingState(readingFrom: folder.file("s.h5"), of: network, mask: "abd")
        }
        #expect(wrongMask.contains("attribute mask"))
    }

    /// Columns out of order, out of range, repeated; row starts that decrease or end wrongly.
    @Test(arguments: [
        ([0, 2, 2, 3], [2, 0, 1]), ([0, 2, 2, 3], [0, 3, 1]), ([0, 2, 2, 3], [0, 0, 1]),
        ([0, 2, 1, 3], [0, 2, 1]), ([0, 2, 2, 2], [0, 2, 1]), ([1, 2, 2, 3], [0, 2, 1]),
        ([0, 2, 2, 3], [-1, 2, 1]),
    ])
    func aPatternThatIsNoCSRIsRefused(rowStarts: [Int], columns: [Int32]) throws {
        let folder = try TemporaryFolder()
        let mask = ConnectivityMask(
            hiddenNodes: 3, connections: .rows(rowStarts: rowStarts, columns: columns), density: 0.3,
            rule: "bernoulli", seed: 7)
        try mask.write(to: folder.file("m.h5"))
        let said = message { _ = try ConnectivityMask(readingFrom: folder.file("m.h5")) }
        #expect(said.contains("mask/ind") && said.contains(folder.file("m.h5")))
    }

    @Test func seriesThatAreNotFiniteAreRefused() throws {
        for wrong in [Float.nan, .infinity] {
            let folder = try TemporaryFolder()
            try Sample.series(wrong).write(to: folder.file("d.h5"))
            let said = message { _ = try Dataset(readingFrom: folder.file("d.h5")) }
            #expect(said.contains("train/series") && said.contains("in series 0"), "\(said)")
        }
    }

    /// A file as `Dataset` writes it, with `images` of this shape and these attributes in both halves.
    private func images(
        _ shape: [Int], _ attributes: [String: Double], testShape: [Int]? = nil
    ) throws -> String {
        let folder = try TemporaryFolder()
        let file = try HDF5File.create(at: folder.file("d.h5"))
        try file.root.setAttribute("kind", to: "dataset")
        try file.root.setAttribute("format-version", to: 2)
        for name in ["title", "name", "origin"] { try file.root.setAttribute(name, to: name) }
        try file.root.write(["a", "b"], to: "class_names")
        for (name, shape) in [("train", shape), ("test", testShape ?? shape)] {
            let group = try file.root.createGroup(name)
            let images = try group.write(
                [UInt8](repeating: 1, count: shape.reduce(1, *)), to: "images", shape: shape)
            for (key, value) in attributes { try images.setAttribute(key, to: value) }
            try group.write([UInt8](repeating: 1, count: shape[0]), to: "labels")
        }
        try file.close()
        return message { _ = try Dataset(readingFrom: folder.file("d.h5")) }
    }

    @Test func scalesAndShapesOfImagesAreChecked() throws {
        #expect(try images([2, 3, 3, 4], ["mean": 0.5, "standard_deviation": 0.5]) == "no error")
        #expect(try images([2, 3, 4], [:]) == "no error")
        #expect(try images([2, 3], [:]).contains("has shape [2, 3]"))
        #expect(try images([2, 3, 4], ["mean": 0.5]).contains("standard_deviation"))
        for deviation in [0, -1, .nan, 0.1] {
            let said = try images([2, 3, 4], ["mean": 0.5, "standard_deviation": deviation])
            #expect(said.contains("train/images") && said.contains("two float32 numbers"), "\(said)")
        }
        #expect(try images([2, 3, 4], [:], testShape: [2, 4, 3]).contains("another size or kind"))
    }

    @Test func labelsBeyondTheClassesAreRefused() throws {
        let folder = try TemporaryFolder()
        let images = LabelledExamples(pixels: [1, 2], labels: [3], rows: 1, columns: 2)
        let dataset = Dataset(
            name: "x", title: "X", classNames: ["a", "b", "c"], origin: "o", training: images, test: images)
        try dataset.write(to: folder.file("d.h5"))
        let said = message { _ = try Dataset(readingFrom: folder.file("d.h5")) }
        #expect(said.contains("train/labels") && said.contains("3 classes"))
    }
}
