import Analysis
import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import StageKit

/// Measures of recorded activations.
enum OfActivations {
    static let commands: [any ParsableCommand.Type] = [
        SparsityCommand.self, MutualInformationCommand.self, CorrelationCommand.self,
    ]
}

struct SparsityCommand: MeasureCommand {
    static let kind = MeasureKind.sparsity
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "How many nodes are active in response to an image, and how strongly.",
        help: """
            Writes the fraction of nodes whose activation is not zero (its mean over images and its largest value), the mean of the \
            activations that are not zero, and their distribution on a logarithmic axis (paper, figures 5B and 5C).

            EXAMPLE
              analyze sparsity --activations activations-e1.h5 --output sparsity-e1.h5
            """)

    @OptionGroup var input: ActivationsInput

    @OptionGroup var options: MeasureOptions

    var inputs: [(role: FileRole, paths: [String])] { [(.activations, [input.activations])] }

    func measure(_ engine: Engine) throws -> Measurement {
        let file = try ActivationsFile(readingFrom: input.activations)
        let sparsity = try ActivitySparsity(of: file)
        let log = sparsity.logActivations
        // Of either sign: ReLU's are positive.
        let counts = zip(log.positive.counts, log.negative.counts).map(+)
        let numbers = MeasuredNumbers(
            Self.kind,
            [
                "active_fraction": sparsity.meanFraction,
                "active_fraction_sd_over_images": sparsity.sdFraction,
                "active_fraction_maximum_over_images": sparsity.largestFraction,
                "mean_activation": sparsity.meanActivation,
                "mean_activation_magnitude": sparsity.meanMagnitude,
            ],
            curves: [
                "activation_magnitude": .init(
                    edges: log.positive.edges, counts: counts, of: sparsity.activeCount)
            ])
        let fractions = sparsity.fractionHistogram
        return Measurement(
            network: file.description, epoch: file.epoch, numbers: numbers,
            tables: [
                .init("active_fraction", edges: fractions.edges, counts: fractions.counts, unit: "image"),
                .init(
                    "activation", edges: sparsity.activations.edges, counts: sparsity.activations.counts,
                    unit: "activation"),
                MeasureTables.Table(
                    "nodes", [TableColumn("active_images", units: "image", .integers(sparsity.activeImages))]),
            ])
    }
}

struct MutualInformationCommand: MeasureCommand {
    static let kind = MeasureKind.mutualInformation
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "Mutual information between the activations of random pairs of nodes.",
        help: """
            The numbers of scikit-learn's mutual_info_regression (three neighbours), the mean over ten seeds of the noise that it adds \
            (random_state), for pairs of different nodes that the seed draws (paper, "Sparsely connected networks form distributed, robust \
            representations").

            EXAMPLE
              analyze mutual-information --activations activations-e1.h5 --pairs 10000 --output mi-e1.h5
            """)

    @OptionGroup var input: ActivationsInput
    @Option(help: "Pairs of nodes; the paper's number unless said.")
    var pairs = 10_000
    @Option(help: "Seed of the pairs.")
    var seed = 0
    @Option(
        parsing: .upToNextOption,
        help: "Seeds of the noise that scikit-learn adds, to take the mean over; 0 to 9 unless said.")
    var noiseSeeds: [Int] = []

    @OptionGroup var options: MeasureOptions

    func validate() throws {
        guard (1...100_000_000).contains(pairs) else {
            throw ValidationError("--pairs \(pairs) is outside 1 to 100000000; the paper has 10000")
        }
        guard (0...Int(UInt32.max)).contains(seed) else {
            throw ValidationError("--seed \(seed) is outside 0 to \(UInt32.max)")
        }
        for seed in noiseSeeds where !(0...Int(UInt32.max)).contains(seed) {
            throw ValidationError("--noise-seeds \(seed) is outside 0 to \(UInt32.max)")
        }
        guard Set(noiseSeeds).count == noiseSeeds.count else {
            throw ValidationError("a seed of --noise-seeds is there twice; give each once")
        }
    }

    private var noises: [UInt32] {
        noiseSeeds.isEmpty ? MutualInformation.usualSeeds : noiseSeeds.map { UInt32($0) }
    }

    var parameters: [String: CanonicalJSON] {
        [
            "pairs": .integer(pairs), "seed": .integer(seed),
            "noise_seeds": .array(noises.map { .integer(Int($0)) }),
        ]
    }
    var inputs: [(role: FileRole, paths: [String])] { [(.activations, [input.activations])] }

    func measure(_ engine: Engine) throws -> Measurement {
        let file = try ActivationsFile(readingFrom: input.activations)
        let drawn = try NodePair.random(pairs, of: file.nodes, seed: UInt32(seed))
        let estimator = try MutualInformation(images: file.images, seeds: noises)
        let information = try estimator.estimate(drawn, of: file, engine: engine)
        let numbers = MeasuredNumbers(
            Self.kind,
            [
                "mutual_information": information.mean,
                "mutual_information_sd_over_pairs": information.sampleStandardDeviation ?? .nan,
            ], curves: ["share_above_mutual_information": exceeding(information)])
        let table = MeasureTables.Table(
            "pairs",
            [
                TableColumn("feature", units: "node", .integers(drawn.map(\.first))),
                TableColumn("target", units: "node", .integers(drawn.map(\.second))),
                TableColumn("mutual_information", units: "nat", .numbers(information)),
            ])
        return Measurement(network: file.description, epoch: file.epoch, numbers: numbers, tables: [table])
    }

    /// Share of the pairs with more information than each of some thresholds, ten a decade.
    private func exceeding(_ information: [Double]) -> [MeasuredNumbers.Curve.Point] {
        let sorted = information.sorted()
        let thresholds = SignedLogHistogram(decades: -5...1).positive.edges
        return thresholds.map { threshold in
            var (low, high) = (0, sorted.count)
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle] > threshold { high = middle } else { low = middle + 1 }
            }
            return .init(
                threshold, threshold, Double(sorted.count - low) / Double(sorted.count))
        }
    }
}

struct CorrelationCommand: MeasureCommand {
    static let kind = MeasureKind.correlation
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "Pearson's correlations between the activations of all pairs of nodes.",
        help: """
            Writes their mean and their distribution (paper, figure 6D). Nodes that are the same for all images have none, and are \
            counted.

            EXAMPLE
              analyze correlation --activations activations-e0.h5 --output correlation-e0.h5
            """)

    @OptionGroup var input: ActivationsInput

    @OptionGroup var options: MeasureOptions

    var inputs: [(role: FileRole, paths: [String])] { [(.activations, [input.activations])] }

    func measure(_ engine: Engine) throws -> Measurement {
        let file = try ActivationsFile(readingFrom: input.activations)
        let correlation = try Correlation(of: file, bins: 100, engine: engine)
        let histogram = correlation.histogram
        let numbers = MeasuredNumbers(
            Self.kind,
            [
                "correlation": correlation.mean, "constant_nodes": Double(correlation.constantNodes),
                "pairs": Double(correlation.pairs),
            ],
            curves: [
                "share_of_correlation": .init(
                    edges: histogram.edges, counts: histogram.counts, of: correlation.pairs)
            ])
        return Measurement(network: file.description, epoch: file.epoch, numbers: numbers)
    }
}
