import ArgumentParser
import StageKit

@main
struct Artifacts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "artifacts", abstract: "Looks into the artifact store.",
        discussion: """
            EXAMPLES
              artifacts ls
              artifacts show artifacts/runs/mnist/rnn-relu/n100-p0.1/s0/weights-e1.h5
              artifacts show 3f2a
              artifacts verify

            \(StageExit.help)
              1   verify found something missing or damaged
            """,
        subcommands: [ListCommand.self, ShowCommand.self, VerifyCommand.self])
}
