import Foundation
import HDF5
import Testing

@testable import Formats
@testable import Model

/// A folder of its own, removed afterwards.
final class TemporaryFolder {
    let path = NSTemporaryDirectory() + "formats-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Small artifacts of every kind.
enum Sample {
    static let sparse = ConnectivityMask(
        hiddenNodes: 3, connections: .rows(rowStarts: [0, 2, 2, 3], columns: [0, 2, 1]), density: 0.3,
        rule: "bernoulli", seed: 7)
    static let full = ConnectivityMask(
        hiddenNodes: 3, connections: .all, density: 1, rule: "full", seed: nil)

    static func network(_ mask: ConnectivityMask) -> Conditions {
        Conditions(
            dataset: "mnist", hiddenNodes: 3, density: mask.density,
            connections: mask.count, seed: 1, maskSeed: mask.seed.map { Int($0) }, learningRate: 0.001,
            batch: 100,
            trainingImages: 200, perClass: mask.seed == nil ? nil : 20, testImages: 200)
    }

    static func parameters(_ mask: ConnectivityMask, offset: Float = 0) -> NetworkParameters {
        func values(_ count: Int) -> [Float] { (0..<count).map { Float($0) * 0.25 + offset } }
        return NetworkParameters(
            inputWeights: values(6), inputBiases: values(3), recurrentWeights: values(mask.count),
            recurrentBiases: values(3), readoutWeights: values(12), readoutBiases: values(4))
    }

    static func state(_ mask: ConnectivityMask) -> TrainingState {
        TrainingState(
            epoch: 2, step: 4,
            best: mask.seed.map { _ in BestEvaluation(loss: 0.25, accuracy: 0.75, epoch: 1) },
            hasStopped: mask.seed != nil, parameters: parameters(mask),
            firstMoments: parameters(mask, offset: 1),
            secondMoments: parameters(mask, offset: 2),
            generator: GeneratorState(words: (0..<624).map { UInt32($0) &* 2_654_435_761 }, position: 600))
    }

    static var dataset: Dataset {
        func images(_ count: Int) -> LabelledExamples {
            LabelledExamples(
                pixels: (0..<count * 6).map { UInt8($0 % 256) }, labels: (0..<count).map { UInt8($0 % 3) },
                rows: 2, columns: 3)
        }
        return Dataset(
            name: "tiny", title: "Tiny", classNames: ["a", "b", "ç"], origin: "made up",
            training: images(250), test: images(5))
    }

    private static func dataset(_ training: LabelledExamples, _ test: LabelledExamples) -> Dataset {
        Dataset(
            name: "tiny", title: "Tiny", classNames: ["a", "b", "ç"], origin: "made up", training: training,
            test: test)
    }

    /// Colour images of 2 × 3 pixels with a scale.
    static var colours: Dataset {
        let layout = ImageLayout(
            rows: 2, channels: 3, columns: 3, scale: ByteScale(mean: 0.5, standardDeviation: 0.25))
        func images(_ count: Int) -> LabelledExamples {
            LabelledExamples(
                .images((0..<count * 18).map { UInt8($0 % 256) }, layout),
                labels: (0..<count).map { UInt8($0 % 3) })
        }
        return dataset(images(130), images(4))
    }

    /// Series of 5 steps with 2 channels.
    static func series(_ first: Float = 0.5) -> Dataset {
        func series(_ count: Int) -> LabelledExamples {
            LabelledExamples(
                .series(
                    [first] + (1..<count * 10).map { Float($0) * -0.1 }, SeriesLayout(steps: 5, channels: 2)),
                labels: (0..<count).map { UInt8($0 % 3) })
        }
        return dataset(series(7), series(2))
    }

    static var metrics: MetricsRecord {
        var metrics = TrainingMetrics()
        metrics.trainLoss = [2.3, 2.1]
        metrics.meanAbsGradient = [1e-5, 2e-5]
        metrics.testEpochs = [0, 1]
        metrics.testAccuracy = [0.1, 0.5]
        metrics.testLoss = [2.3, 1.5]
        return MetricsRecord(
            description: network(sparse), fromEpoch: 0, toEpoch: 5, firstStep: 0, epoch: 1, hasStopped: true,
            best: BestEvaluation(loss: 1.5, accuracy: 0.5, epoch: 1), metrics: metrics)
    }
}

@Suite struct RoundTripTests {
    @Test(arguments: [Sample.dataset, Sample.colours, Sample.series()])
    func datasetsComeBack(dataset: Dataset) throws {
        let folder = try TemporaryFolder()
        try dataset.write(to: folder.file("d.h5"))
        #expect(try Dataset(readingFrom: folder.file("d.h5")) == dataset)
    }

    /// FORMAT.md: the lowest version that describes the file, so that older programs read what they can.
    @Test(arguments: zip([Sample.dataset, Sample.colours, Sample.series()], [1, 2, 2]))
    func onlyNewKindsOfDatasetsHaveTheNewVersion(dataset: Dataset, version: Int) throws {
        let folder = try TemporaryFolder()
        try dataset.write(to: folder.file("d.h5"))
        let file = try HDF5File.open(at: folder.file("d.h5"))
        #expect(try file.root.attribute("format-version", as: Int.self) == version)
    }

    /// Not a word more than version 1 wrote, so that files have the bytes that they had.
    @Test func greyImagesAreWrittenAsByVersion1() throws {
        let folder = try TemporaryFolder()
        try Sample.dataset.write(to: folder.file("d.h5"))
        let file = try HDF5File.open(at: folder.file("d.h5"))
        let images = try file.root.group("train").dataset("images")
        #expect(try images.attributeNames == ["axes", "units"] && images.shape == [250, 2, 3])
        #expect(try images.attribute("axes", as: String.self) == "image, row, column")
        #expect(try images.attribute("units", as: String.self) == "grey value, 0 to 255")
        #expect(try file.root.attributeNames == ["format-version", "kind", "name", "origin", "title"])
    }

    @Test func limitsTakeTheFirst() {
        let few = Sample.colours.limited(training: 3, test: nil)
        #expect(few.training.count == 3 && few.test == Sample.colours.test)
        guard case .images(let bytes, let layout) = few.training.values else { return }
        #expect(bytes == (0..<54).map { UInt8($0) } && layout.channels == 3)
        let series = Sample.series().limited(training: 100, test: 1)
        #expect(series.training == Sample.series().training && series.test.values.count == 10)
    }

    @Test(arguments: [Sample.sparse, Sample.full])
    func masksComeBack(mask: ConnectivityMask) throws {
        let folder = try TemporaryFolder()
        try mask.write(to: folder.file("m.h5"))
        #expect(try ConnectivityMask(readingFrom: folder.file("m.h5")) == mask)
    }

    @Test func aFullMaskTakesNoSpace() throws {
        let folder = try TemporaryFolder()
        let mask = ConnectivityMask(
            hiddenNodes: 20_000, connections: .all, density: 1, rule: "full", seed: nil)
        try mask.write(to: folder.file("m.h5"))
        let bytes = try FileManager.default.attributesOfItem(atPath: folder.file("m.h5"))[.size] as? Int
        #expect(try #require(bytes) < 10_000)
    }

    @Test(arguments: [Sample.sparse, Sample.full])
    func weightsComeBack(mask: ConnectivityMask) throws {
        let folder = try TemporaryFolder()
        let snapshot = WeightSnapshot(
            description: Sample.network(mask), epoch: 1, step: 3, mask: mask,
            parameters: Sample.parameters(mask))
        try snapshot.write(to: folder.file("w.h5"))
        let back = try WeightSnapshot(readingFrom: folder.file("w.h5"))
        #expect(back.parameters == snapshot.parameters)
        #expect(back.mask.connections == mask.connections)
        #expect(back.description == snapshot.description && back.epoch == 1 && back.step == 3)
    }

    @Test(arguments: [Sample.sparse, Sample.full])
    func statesComeBack(mask: ConnectivityMask) throws {
        let folder = try TemporaryFolder()
        let state = Sample.state(mask)
        try state.write(to: folder.file("s.h5"), description: Sample.network(mask), mask: "abc")
        let back = try TrainingState(readingFrom: folder.file("s.h5"), of: Sample.network(mask), mask: "abc")
        #expect(back == state)
    }

    @Test func metricsComeBackAndBecomeRows() throws {
        let folder = try TemporaryFolder()
        try Sample.metrics.write(to: folder.file("m.h5"))
        let back = try MetricsRecord(readingFrom: folder.file("m.h5"))
        #expect(back == Sample.metrics)
        #expect(back.accuracyRecords.map(\.epoch) == [0, 1])
        #expect(back.accuracyRecords.map(\.testAccuracy) == [0.1, 0.5])
        #expect(back.accuracyRecords.map(\.endsTraining) == [false, true])
        // Two steps of 100 images are an epoch.
        let gradients = back.accuracyRecords.map(\.meanAbsGradient)
        #expect(gradients[0] == nil && abs((gradients[1] ?? 0) - 1.5e-5) < 1e-11)
    }

    @Test func accuracyTablesComeBack() throws {
        let folder = try TemporaryFolder()
        var records = Sample.metrics.accuracyRecords
        records[0].dale = DaleRule(inhibitoryScale: 10, drawing: .replacement, isEnforced: false)
        records[1].startDensity = 0.1
        let digest = String(repeating: "ab12", count: 16)
        try AccuracyTable.write(
            records, derived: [AccuracyTable.sources([("a title", digest)])], title: "T",
            to: folder.file("a.h5"))
        #expect(try AccuracyTable.readRecords(from: folder.file("a.h5")) == records)
        let sources = try AccuracyTable.readSources(from: folder.file("a.h5"))
        #expect(sources.map(\.title) == ["a title"] && sources.map(\.digest) == [digest])
    }

    @Test func equalContentsGiveEqualBytes() throws {
        let folder = try TemporaryFolder()
        try Sample.dataset.write(to: folder.file("one.h5"))
        Thread.sleep(forTimeInterval: 1.1)
        try Sample.dataset.write(to: folder.file("another.h5"))
        let one = try Data(contentsOf: URL(fileURLWithPath: folder.file("one.h5")))
        #expect(try one == Data(contentsOf: URL(fileURLWithPath: folder.file("another.h5"))))
    }
}
