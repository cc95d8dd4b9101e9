import Foundation
import Model
import Testing

@testable import Datasets

/// Described datasets hold what NumPy wrote, whatever the format and the order of axes.
@Suite struct DescribedDatasetTests {
    private static let flat: [[ArrayAxis]] = [[.example], [.row, .column]]

    @Test(arguments: [
        ("images", [[.example], [.row], [.column]]), ("fortran", [[.example], [.row], [.column]]),
        ("wide", [[.example], [.row], [.column]]), ("flat", flat), ("flat_fortran", flat),
    ]) func imagesAreReadInEveryOrder(array: String, layout: [[ArrayAxis]]) throws {
        let known = try KnownNumbers.read()
        let dataset = try Sample(examples: [array], layout: layout).dataset()
        #expect(dataset.training.bytes == known.images && dataset.training.labels == known.labels)
        #expect(dataset.training == dataset.test && dataset.classNames == Sample.names)
        #expect(dataset.training.values == .images(known.images, ImageLayout(rows: 3, columns: 4)))
    }

    @Test(arguments: [
        ("colours", [[ArrayAxis.example], [.row], [.column], [.channel]]),
        ("planes", [[.example], [.channel], [.row], [.column]]),
    ]) func channelsOfARowStandOneAfterTheOther(array: String, layout: [[ArrayAxis]]) throws {
        let dataset = try Sample(examples: [array], size: Sample.colours, layout: layout).dataset()
        #expect(try dataset.training.bytes == KnownNumbers.read().colours)
        #expect(dataset.training.inputs == 8 && dataset.training.steps == 3)
    }

    @Test(arguments: [
        ("series", [[ArrayAxis.example], [.step], [.input]]),
        ("time_major", [[.step], [.example], [.input]]),
    ]) func seriesAreReadInEveryOrder(array: String, layout: [[ArrayAxis]]) throws {
        let dataset = try Sample(examples: [array], size: Sample.series, layout: layout).dataset()
        #expect(try dataset.training.texts == KnownNumbers.read().series)
        #expect(dataset.training.steps == 5 && dataset.training.inputs == 2)
    }

    @Test func axesOfOneMayBeLeftOut() throws {
        let size = ExampleSize.series(steps: 5, inputs: 1)
        let dataset = try Sample(examples: ["single"], size: size, layout: [[.example], [.step], [.input]])
            .dataset()
        #expect(try dataset.training.texts == KnownNumbers.read().single)
        let error = fileError {
            _ = try Sample(examples: ["single"], size: size, layout: [[.example], [.step]]).dataset()
        }
        #expect(error?.found == "float32 of shape [10, 5, 1]", "the layout is as the array has it")
    }

    @Test func scalesAreThoseOfNumPy() throws {
        let scale = DatasetDescription.Scale(mean: 0.25, deviation: 1.7)
        let series = try Sample(
            examples: ["series"], size: Sample.series, layout: [[.example], [.step], [.input]], scale: scale
        ).dataset()
        #expect(try series.training.texts == KnownNumbers.read().scaled)
        guard
            case .images(_, let layout) = try Sample(examples: ["images"], scale: scale).dataset().training
                .values
        else {
            Issue.record("no images")
            return
        }
        #expect(layout.scale == ByteScale(mean: 0.25, standardDeviation: 1.7))
    }

    @Test func filesOfOneArrayAreRead() throws {
        let known = try KnownNumbers.read()
        let npy = try Sample(
            format: .npy, file: "images.npy", examples: [], labelFile: "labels.npy", labels: []
        ).dataset()
        #expect(npy.training.bytes == known.images && npy.training.labels == known.labels)
        let idx = try Sample(
            format: .idx, file: "images-idx3-ubyte.gz", examples: [], labelFile: "labels-idx1-ubyte.gz",
            labels: []
        ).dataset()
        #expect(idx.training == npy.training)
    }

    @Test func tablesAreRead() throws {
        let known = try KnownNumbers.read()
        let named = try Sample(
            format: .csv, file: "table.csv", examples: [], labels: ["kind"],
            size: .series(steps: 2, inputs: 2),
            layout: [[.example], [.step, .input]]
        ).dataset()
        #expect(named.training.texts == known.table && named.training.labels == known.labels)
        let some = try Sample(
            format: .csv, file: "table.csv", examples: ["d", "b"], labels: ["kind"],
            size: .series(steps: 1, inputs: 2), layout: [[.example], [.input]]
        ).dataset()
        var wanted: [String] = []
        for row in 0..<10 { wanted += [known.table[4 * row + 3], known.table[4 * row + 1]] }
        #expect(some.training.texts == wanted)
        let plain = try Sample(
            format: .csv, file: "plain.csv", examples: [], labels: ["1"], layout: Self.flat,
            classes: zip(Sample.names, ["0", "1", "2"]).map { .init(name: $0, label: $1) }, hasHeader: false
        ).dataset()
        #expect(plain.training.bytes == known.images && plain.training.labels == known.labels)
    }

    @Test func seriesOfTheUEAArchiveAreRead() throws {
        let dataset = try Sample(
            format: .ts, file: "series.ts", examples: [], labels: [], size: Sample.series,
            layout: [[.example], [.input], [.step]]
        ).dataset()
        let known = try KnownNumbers.read()
        #expect(dataset.training.texts == known.series && dataset.training.labels == known.labels)
    }

    @Test func labelsMayBeAnyWholeNumbers() throws {
        let known = try KnownNumbers.read()
        let shifted = try Sample(
            examples: ["images"], labels: ["shifted"],
            classes: zip(Sample.names, ["-1", "5", "7"]).map { .init(name: $0, label: $1) }
        ).dataset()
        #expect(shifted.training.labels == known.labels)
        #expect(
            try Sample(examples: ["images"], labels: ["column"]).dataset().training.labels == known.labels)
    }
}
