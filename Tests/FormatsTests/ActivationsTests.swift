import Foundation
import HDF5
import Testing

@testable import Formats
@testable import Model

@Suite struct ActivationsTests {
    /// A tenth not zero; nodes do not fill their last chunk.
    static func sample(nodes: Int, images: Int) -> (ActivationMatrix, [UInt8], Conditions) {
        let values = (0..<nodes * images).map { index -> Float in
            let mixed = UInt32(truncatingIfNeeded: index) &* 2_654_435_761 >> 8
            return mixed % 10 == 0 ? Float(mixed) * 1e-6 : 0
        }
        let description = Conditions(
            dataset: "mnist", hiddenNodes: nodes, density: 0.1,
            connections: 7,
            seed: 1, learningRate: 0.001, batch: 100, trainingImages: 300, testImages: images)
        let labels = (0..<images).map { UInt8($0 % 10) }
        return (ActivationMatrix(nodes: nodes, images: images, values: values), labels, description)
    }

    private func write(_ sample: (ActivationMatrix, [UInt8], Conditions), _ path: String) throws {
        try ActivationsFile.write(
            sample.0, labels: sample.1, description: sample.2, epoch: 3, step: 9, to: path)
    }

    @Test func activationsComeBackInAnyBlocks() throws {
        let folder = try TemporaryFolder()
        let sample = Self.sample(nodes: 130, images: 5000)
        try write(sample, folder.file("a.h5"))
        let file = try ActivationsFile(readingFrom: folder.file("a.h5"))
        #expect(file.labels == sample.1 && file.description == sample.2)
        #expect(file.epoch == 3 && file.step == 9)
        #expect(file.nodes == 130 && file.images == 5000)
        for block in [0..<130, 51..<54, 129..<130, 0..<0, 7..<60] {
            #expect(try file.read(block) == sample.0.read(block))
        }
        #expect(throws: HDF5Error.self) { try file.read(100..<131) }
    }

    @Test func chunksAreWholeNodesOfAboutAMegabyte() throws {
        #expect(ActivationsFile.chunk(nodes: 10_000, images: 10_000) == [26, 10_000])
        #expect(ActivationsFile.chunk(nodes: 10_000, images: 170_730) == [1, 170_730])
        #expect(ActivationsFile.chunk(nodes: 10_000, images: 1_000_000) == [1, 1_000_000])
        #expect(ActivationsFile.chunk(nodes: 5, images: 10) == [5, 10])
    }

    @Test func equalActivationsGiveEqualBytesWhateverTheirBlocks() throws {
        let folder = try TemporaryFolder()
        let sample = Self.sample(nodes: 130, images: 5000)
        try write(sample, folder.file("a.h5"))
        let first = try Data(contentsOf: URL(filePath: folder.file("a.h5")))
        for maximum in [1, 60 * 5000, 110 * 5000] {
            let path = folder.file("b\(maximum).h5")
            try ActivationsFile.write(
                sample.0, labels: sample.1, description: sample.2, epoch: 3, step: 9, to: path,
                maximum: maximum)
            #expect(try Data(contentsOf: URL(filePath: path)) == first)
        }
        #expect(first.count < 130 * 5000 * 4 / 2, "\(first.count) bytes: not compressed")
    }

    @Test func blocksCoverAllNodesInSteps() {
        let matrix = ActivationMatrix(nodes: 10, images: 3, values: [Float](repeating: 0, count: 30))
        #expect(matrix.blocks(maximum: 12) == [0..<4, 4..<8, 8..<10])
        #expect(matrix.blocks(maximum: 12, step: 3) == [0..<3, 3..<6, 6..<9, 9..<10])
        #expect(matrix.blocks(maximum: 0, step: 1).count == 10)
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let folder = try TemporaryFolder()
        var sample = Self.sample(nodes: 4, images: 6)
        sample.1.removeLast()
        #expect(throws: FormatError.self) { try write(sample, folder.file("a.h5")) }
        sample = Self.sample(nodes: 4, images: 6)
        sample.2.hiddenNodes = 5
        #expect(throws: FormatError.self) { try write(sample, folder.file("b.h5")) }
        sample = Self.sample(nodes: 4, images: 6)
        var values = sample.0.values
        values[9] = .nan
        sample.0 = ActivationMatrix(nodes: 4, images: 6, values: values)
        #expect { try write(sample, folder.file("c.h5")) } throws: {
            "\($0)".contains("node 1 in image 3 is nan")
        }
    }

    @Test func aFileOfAnotherKindOrShapeIsRefused() throws {
        let folder = try TemporaryFolder()
        try Sample.sparse.write(to: folder.file("mask.h5"))
        #expect { try ActivationsFile(readingFrom: folder.file("mask.h5")) } throws: {
            "\($0)".contains("a file of kind “activations” was expected")
        }
        let sample = Self.sample(nodes: 4, images: 6)
        try writeArtifact(at: folder.file("shape.h5"), kind: "activations", title: "t") { root in
            try sample.2.write(to: root)
            try root.setAttribute("epoch", to: 1)
            try root.setAttribute("step", to: 3)
            try root.writeArray(sample.1, to: "labels", units: "class", axes: ["image"])
            try root.writeArray(
                [Float](repeating: 0, count: 24), to: "activations", units: "1",
                axes: ["node", "image"])
        }
        #expect { try ActivationsFile(readingFrom: folder.file("shape.h5")) } throws: {
            "\($0)".contains("float32 of shape [4, 6]")
        }
    }
}

@Suite struct MeasureTablesTests {
    static let sample = MeasureTables(
        measure: "mutual-information", network: ActivationsTests.sample(nodes: 4, images: 6).2, epoch: 2,
        settings: ["seed": .integer(3), "rule": .text("kraskov"), "noise": .number(1e-10)],
        tables: [
            MeasureTables.Table(
                "summary",
                [
                    TableColumn("mean", units: "nat", .numbers([0.019, .infinity])),
                    TableColumn("name", units: "text", .texts(["sparse", "dense"])),
                ]),
            MeasureTables.Table("histogram", [TableColumn("count", units: "pair", .integers([5, 0, 7]))]),
            MeasureTables.Table("empty", [TableColumn("count", units: "pair", .integers([]))]),
        ],
        sources: [
            MeasureTables.Source(title: "Activations", digest: String(repeating: "ab12", count: 16))
        ])

    @Test func tablesComeBack() throws {
        let folder = try TemporaryFolder()
        try Self.sample.write(to: folder.file("m.h5"))
        let read = try MeasureTables(readingFrom: folder.file("m.h5"))
        #expect(read == Self.sample)
        #expect(read.table("histogram")?.columns.first?.values == .integers([5, 0, 7]))
        #expect(read.table("none") == nil)
        try Self.sample.write(to: folder.file("again.h5"))
        let bytes = try ["m.h5", "again.h5"].map { try Data(contentsOf: URL(filePath: folder.file($0))) }
        #expect(bytes[0] == bytes[1])
    }

    @Test func columnsOfDifferentLengthsAreRefused() throws {
        let folder = try TemporaryFolder()
        let ragged = MeasureTables(
            measure: "m", network: Self.sample.network, epoch: 0, settings: [:],
            tables: [
                MeasureTables.Table(
                    "t",
                    [
                        TableColumn("a", units: "1", .integers([1])),
                        TableColumn("b", units: "1", .numbers([1, 2])),
                    ])
            ], sources: [])
        #expect(throws: FormatError.self) { try ragged.write(to: folder.file("r.h5")) }
    }
}
