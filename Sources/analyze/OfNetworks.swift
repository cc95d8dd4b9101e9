import Analysis
import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import Networks
import StageKit
import Training

/// Measures of networks that are computed again.
enum OfNetworks {
    static let commands: [any ParsableCommand.Type] = [DropoutCommand.self, GradientsCommand.self]
}

struct DropoutCommand: MeasureCommand {
    static let kind = MeasureKind.dropout
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "Test accuracy when random hidden nodes are hidden from the read-out.",
        help: """
            For each image, the outputs of a fresh random set of nodes to the read-out are set to zero (paper, figures 5D and 5E); \
            docs/measures.md says how sets are drawn.

            EXAMPLE
              analyze dropout --weights weights-e1.h5 --activations activations-e1.h5 --output dropout-e1.h5
            """)

    @Option(help: ArgumentHelp("Weights of a network, from train.", valueName: "file.h5"))
    var weights: String
    @Option(help: ArgumentHelp("Its activations, from analyze activations.", valueName: "file.h5"))
    var activations: String
    @Option(parsing: .upToNextOption, help: "Fractions of nodes to drop; 0, 0.1 … 0.9 unless said.")
    var fractions: [Double] = []
    @Option(parsing: .upToNextOption, help: "Seeds, one for each repetition; 0 1 2 unless said.")
    var seeds: [Int] = []

    @OptionGroup var options: MeasureOptions
    @OptionGroup var readoutDevice: DeviceOptions
    var device: DeviceOptions? { readoutDevice }

    func validate() throws {
        for fraction in fractions where !(0...1).contains(fraction) {
            throw ValidationError("--fractions \(fraction) is outside 0 to 1")
        }
        for seed in seeds where !(0...Int(UInt32.max)).contains(seed) {
            throw ValidationError("--seeds \(seed) is outside 0 to \(UInt32.max)")
        }
        guard Set(fractions).count == fractions.count, Set(seeds).count == seeds.count else {
            throw ValidationError("a fraction or a seed is there twice; give each once")
        }
    }

    private var drops: [Double] { fractions.isEmpty ? (0..<10).map { Double($0) / 10 } : fractions }
    private var repetitions: [Int] { seeds.isEmpty ? [0, 1, 2] : seeds }

    var parameters: [String: CanonicalJSON] {
        [
            "fractions": .array(drops.map { .number($0) }),
            "seeds": .array(repetitions.map { .integer($0) }),
        ]
    }
    var inputs: [(role: FileRole, paths: [String])] {
        [(.weights, [weights]), (.activations, [activations])]
    }

    func measure(_ engine: Engine) throws -> Measurement {
        let file = try ActivationsFile(readingFrom: activations)
        let snapshot = try WeightSnapshot(measuring: weights)
        guard snapshot.description == file.description, snapshot.epoch == file.epoch else {
            let attributes = snapshot.description.differences(from: file.description)
            let differences = attributes.isEmpty ? "epoch" : attributes.joined(separator: ", ")
            throw StageFailure.badData(
                "\(activations) are \(file.description.title) after epoch \(file.epoch), but \(weights) is "
                    + "\(snapshot.description.title) after epoch \(snapshot.epoch): other \(differences); give both of one snapshot"
            )
        }
        let readout = try Readout(
            weights: snapshot.parameters.readoutWeights, biases: snapshot.parameters.readoutBiases,
            nodes: file.nodes)
        if let wrong = file.labels.first(where: { Int($0) >= readout.classes }) {
            throw StageFailure.badData(
                "\(activations): labels: holds \(wrong), but the read-out in \(weights) has \(readout.classes) classes, 0 to "
                    + "\(readout.classes - 1)")
        }
        try engine.prepareDevice(
            DropoutNoise.deviceNeed(
                of: file, readout: readout, seeds: repetitions.count, fractions: drops.count),
            batch: Conditions.paper.batch)
        let noise = try DropoutNoise(
            of: file, labels: file.labels, readout: readout, fractions: drops,
            seeds: repetitions.map { UInt32($0) },
            engine: engine)
        return Measurement(
            network: file.description, epoch: file.epoch, numbers: numbers(noise), tables: [table(noise)])
    }

    /// Mean accuracy over repetitions, by fraction.
    private func numbers(_ noise: DropoutNoise) -> MeasuredNumbers {
        let accuracies = noise.accuracies
        let points = noise.fractions.indices.sorted { noise.fractions[$0] < noise.fractions[$1] }.map {
            index in
            MeasuredNumbers.Curve.Point(
                noise.fractions[index], noise.fractions[index], (accuracies.map { $0[index] }).mean)
        }
        return MeasuredNumbers(Self.kind, curves: ["accuracy_with_dropout": points])
    }

    private func table(_ noise: DropoutNoise) -> MeasureTables.Table {
        let rows = noise.seeds.indices.flatMap { seed in noise.fractions.indices.map { (seed, $0) } }
        return MeasureTables.Table(
            "repetitions",
            [
                TableColumn("seed", units: "1", .integers(rows.map { Int(noise.seeds[$0.0]) })),
                TableColumn("dropped", units: "fraction", .numbers(rows.map { noise.fractions[$0.1] })),
                TableColumn("correct", units: "image", .integers(rows.map { noise.correct[$0.0][$0.1] })),
                TableColumn(
                    "accuracy", units: "fraction", .numbers(rows.map { noise.accuracies[$0.0][$0.1] })),
            ])
    }
}

struct GradientsCommand: MeasureCommand {
    static let kind = MeasureKind.gradients
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "Gradients of the weights between hidden nodes after some epoch.",
        help: """
            Writes the mean magnitude and the distribution, on a logarithmic axis to either side of zero, of the gradients of the \
            mean loss of batches of training images (paper, figure 6E): the first batches of the dataset, with the weights held as \
            they are.

            EXAMPLE
              analyze gradients --weights weights-e2.h5 --data artifacts/data/mnist.h5 --output gradients-e2.h5
            """)

    @OptionGroup var input: SnapshotInput
    @Option(help: "Batches of training images, each as large as in training.")
    var batches = 10

    @OptionGroup var networkDevice: DeviceOptions

    @OptionGroup var options: MeasureOptions

    func validate() throws {
        guard batches >= 1 else { throw ValidationError("--batches \(batches) is not at least 1") }
    }

    var device: DeviceOptions? { networkDevice }
    var parameters: [String: CanonicalJSON] { ["batches": .integer(batches)] }
    var inputs: [(role: FileRole, paths: [String])] { [(.weights, [input.weights]), (.data, [input.data])] }

    func measure(_ engine: Engine) throws -> Measurement {
        let snapshot = try WeightSnapshot(measuring: input.weights)
        let size = min(snapshot.description.batch, snapshot.description.trainingImages)
        let network = try SnapshotNetwork(
            snapshot, dataset: try Dataset(readingFrom: input.data), batch: size, engine: engine)
        var histogram = SignedLogHistogram(decades: -20...4, binsPerDecade: 5)
        var means: [Double] = []
        _ = try network.gradients(batches: batches, of: size) { gradients in
            let magnitudes = try Magnitudes(of: gradients, bins: histogram)
            histogram = magnitudes.histogram
            means.append(magnitudes.meanMagnitude)
        }
        return Measurement(
            network: snapshot.description, epoch: snapshot.epoch, numbers: numbers(histogram, means),
            tables: [table(histogram)])
    }

    private func numbers(_ histogram: SignedLogHistogram, _ means: [Double]) -> MeasuredNumbers {
        let zeros = Double(histogram.zeros) / Double(max(1, histogram.total))
        return MeasuredNumbers(
            Self.kind, ["mean_abs_gradient": means.mean, "zero_gradients": zeros],
            curves: ["share_of_gradient": histogram.shares])
    }

    private func table(_ histogram: SignedLogHistogram) -> MeasureTables.Table {
        let edges = histogram.positive.edges
        return MeasureTables.Table(
            "gradient_magnitude",
            [
                TableColumn("lower", units: "nat", .numbers(Array(edges.dropLast()))),
                TableColumn("upper", units: "nat", .numbers(Array(edges.dropFirst()))),
                TableColumn("negative", units: "connection", .integers(histogram.negative.counts)),
                TableColumn("positive", units: "connection", .integers(histogram.positive.counts)),
            ])
    }
}
