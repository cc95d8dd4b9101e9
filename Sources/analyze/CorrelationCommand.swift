import Analysis
import ArgumentParser
import Compute
import Formats
import Model
import StageKit

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
