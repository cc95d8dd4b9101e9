import Analysis
import ArgumentParser
import Compute
import Formats
import Model
import StageKit

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
