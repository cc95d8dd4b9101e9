import ArgumentParser
import StageKit

@main
struct Analyze: Program {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Measures trained networks.",
        help: """
            docs/measures.md says what each measure is, to the digit.

            EXAMPLES
              analyze accuracy --metrics a/metrics-e0-e1.h5 b/metrics-e0-e1.h5 --output accuracy.h5
              analyze activations --weights weights-e1.h5 --data artifacts/data/mnist.h5 --output activations-e1.h5
              analyze sparsity --activations activations-e1.h5 --output sparsity-e1.h5
            """,
        version: codeDigest,
        subcommands: [AccuracyCommand.self, ActivationsCommand.self] + OfActivations.commands
            + OfNetworks.commands + OfWeights.commands + OfWiring.commands + OfMetrics.commands)
}
