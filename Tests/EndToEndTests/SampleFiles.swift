import Formats
@testable import Model

/// Small sound files of every kind that is read, and how each is.
struct FileKind: CustomStringConvertible, Sendable {
    let description: String
    let write: @Sendable (String) throws -> Void
    /// Reads all that some stage reads of it.
    let read: @Sendable (String) throws -> Void

    static let all: [FileKind] =
        [
            FileKind(
                description: "sparse mask", write: { try SampleFiles.sparse.write(to: $0) },
                read: { _ = try ConnectivityMask(readingFrom: $0) }),
            FileKind(
                description: "full mask", write: { try SampleFiles.full.write(to: $0) },
                read: { _ = try ConnectivityMask(readingFrom: $0) }),
            FileKind(
                description: "sparse weights",
                write: {
                    try SampleFiles.snapshot(SampleFiles.sparse, dale: DaleRule(inhibitoryFraction: 0.25))
                        .write(to: $0)
                },
                read: { _ = try WeightSnapshot(measuring: $0) }),
            FileKind(
                description: "full weights",
                write: { try SampleFiles.snapshot(SampleFiles.full, dale: nil).write(to: $0) },
                read: { _ = try WeightSnapshot(measuring: $0) }),
            FileKind(
                description: "state",
                write: { path in
                    try SampleFiles.state.write(to: path, description: SampleFiles.network, mask: "abc")
                },
                read: { _ = try TrainingState(readingFrom: $0, of: SampleFiles.network, mask: "abc") }),
            FileKind(
                description: "metrics", write: { try SampleFiles.metrics.write(to: $0) },
                read: { _ = try MetricsRecord(readingFrom: $0) }),
            FileKind(
                description: "accuracy",
                write: { path in
                    try AccuracyTable.write(
                        SampleFiles.records, derived: [AccuracyTable.sources([("a", SampleFiles.digest)])],
                        title: "A", to: path)
                },
                read: { path in
                    _ = try AccuracyTable.readRecords(from: path)
                    _ = try AccuracyTable.readSources(from: path)
                }),
            FileKind(
                description: "activations", write: { try SampleFiles.writeActivations(to: $0) },
                read: { path in
                    let file = try ActivationsFile(readingFrom: path)
                    _ = try file.read(0..<file.nodes)
                }),
            FileKind(
                description: "measures", write: { try SampleFiles.measures.write(to: $0) },
                read: { _ = try MeasureTables(readingFrom: $0).numbers(path: $0) }),
        ]
        + SampleFiles.datasets.map { name, dataset in
            FileKind(
                description: name, write: { try dataset.write(to: $0) },
                read: { _ = try Dataset(readingFrom: $0) })
        }
}

/// What the files hold.
enum SampleFiles {
    static let digest = String(repeating: "0123456789abcdef", count: 4)
    static let sparse = ConnectivityMask(
        hiddenNodes: 4, connections: .rows(rowStarts: [0, 2, 2, 5, 7], columns: [0, 2, 0, 1, 3, 1, 2]),
        density: 0.5, rule: "bernoulli", seed: 7)
    static let full = ConnectivityMask(
        hiddenNodes: 4, connections: .all, density: 1, rule: "full", seed: nil)
    static let network = network(sparse, dale: DaleRule(inhibitoryFraction: 0.25))

    static func network(_ mask: ConnectivityMask, dale: DaleRule?) -> Conditions {
        Conditions(
            dataset: "tiny", hiddenNodes: 4, density: mask.density,
            connections: mask.count, seed: 1, maskSeed: mask.seed.map { Int($0) },
            dale: dale, startDensity: mask.seed == nil ? 0.5 : nil, learningRate: 0.001, batch: 10,
            trainingImages: 20, perClass: 5, testImages: 6)
    }

    static func parameters(_ count: Int) -> NetworkParameters {
        func values(_ count: Int) -> [Float] { (0..<count).map { 0.25 + Float($0) / 8 } }
        return NetworkParameters(
            inputWeights: values(12), inputBiases: values(4), recurrentWeights: values(count),
            recurrentBiases: values(4), readoutWeights: values(16), readoutBiases: values(4))
    }

    static func snapshot(_ mask: ConnectivityMask, dale: DaleRule?) -> WeightSnapshot {
        WeightSnapshot(
            description: network(mask, dale: dale), epoch: 2, step: 4, mask: mask,
            parameters: parameters(mask.count),
            inhibitoryNodes: dale.map { _ in [true, false, false, false] })
    }

    static var state: TrainingState {
        TrainingState(
            epoch: 2, step: 4, best: BestEvaluation(loss: 0.25, accuracy: 0.75, epoch: 1),
            parameters: parameters(7), firstMoments: parameters(7), secondMoments: parameters(7),
            generator: GeneratorState(words: (0..<624).map { UInt32($0) &* 2_654_435_761 }, position: 600))
    }

    static var metrics: MetricsRecord {
        var metrics = TrainingMetrics()
        metrics.trainLoss = [2.3, 2.1, 2, 1.9]
        metrics.meanAbsGradient = [1e-5, 2e-5, 3e-5, 4e-5]
        (metrics.testEpochs, metrics.testAccuracy) = ([2, 3, 4], [0.1, 0.5, 0.75])
        metrics.testLoss = [2.3, 1.5, 1.25]
        return MetricsRecord(
            description: network, fromEpoch: 2, toEpoch: 4, firstStep: 4,
            best: BestEvaluation(loss: 1.25, accuracy: 0.75, epoch: 4), metrics: metrics)
    }

    static var records: [AccuracyRecord] {
        var records = metrics.accuracyRecords
        (records[0].dale, records[0].meanAbsGradient, records[0].startDensity) = (nil, 1e-5, 0.25)
        return records
    }

    static func writeActivations(to path: String) throws {
        let values = (0..<24).map { Float($0 % 5) * 0.5 }
        try ActivationsFile.write(
            ActivationMatrix(nodes: 4, images: 6, values: values), labels: [3, 1, 2, 0, 1, 2],
            description: network, epoch: 2, step: 4, to: path)
    }

    static var measures: MeasureTables {
        let numbers = MeasuredNumbers(
            values: [
                .init("correlation", units: "1", 0.25), .init("constant_nodes", units: "node", 1),
                .init("pairs", units: "pair", 3),
            ],
            curves: [
                .init("share_of_correlation", units: "fraction", [.init(-1, 0, 0.25), .init(0, 1, 0.75)])
            ])
        return MeasureTables(
            measure: "correlation", network: network, epoch: 2, settings: ["seed": .integer(3)],
            tables: numbers.tables, sources: [.init(title: "activations", digest: digest)])
    }

    static let datasets: [(String, Dataset)] = [
        (
            "grey images",
            dataset { .images((0..<$0 * 6).map { UInt8($0) }, ImageLayout(rows: 2, columns: 3)) }
        ),
        (
            "colour images",
            dataset {
                .images(
                    (0..<$0 * 12).map { UInt8($0) },
                    ImageLayout(
                        rows: 2, channels: 3, columns: 2, scale: ByteScale(mean: 0.5, standardDeviation: 0.25)
                    ))
            }
        ),
        (
            "series",
            dataset { .series((0..<$0 * 6).map { Float($0) / 8 }, SeriesLayout(steps: 3, channels: 2)) }
        ),
    ]

    private static func dataset(_ values: (Int) -> ExampleValues) -> Dataset {
        func examples(_ count: Int) -> LabelledExamples {
            LabelledExamples(values(count), labels: (0..<count).map { UInt8($0 % 3) })
        }
        return Dataset(
            name: "tiny", title: "Tiny", classNames: ["a", "b", "c"], origin: "made up",
            training: examples(8), test: examples(5))
    }
}
