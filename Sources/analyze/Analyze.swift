import ArgumentParser
import StageKit

@main
struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Measures trained networks.",
        discussion: """
            EXAMPLE
              analyze accuracy --metrics a/metrics-e0-e1.h5 b/metrics-e0-e1.h5 --output accuracy.h5

            \(StageExit.help)
            """,
        version: codeDigest,
        subcommands: [AccuracyCommand.self])
}
