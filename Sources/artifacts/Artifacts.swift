import ArgumentParser
import StageKit

@main
struct Artifacts: Program {
    static let configuration = CommandConfiguration(
        commandName: "artifacts",
        abstract: "Inspects the artifact store, checks it, repairs it, cleans it up.",
        help: """
            EXAMPLES
              artifacts ls
              artifacts show artifacts/runs/mnist/rnn-relu/n100-p0.1/s0/weights-e1.h5
              artifacts show 3f2a
              artifacts verify --repair
              artifacts gc
              artifacts reproduce figure2 --sample 3
            """, codeOne: "something is missing, damaged or different",
        subcommands: [
            ListCommand.self, ShowCommand.self, VerifyCommand.self, DiffCommand.self, ReproduceCommand.self,
            AdoptCommand.self, KeepCommand.self, CollectCommand.self, ArchiveCommand.self, ImportCommand.self,
            RestoreCommand.self, LedgerCommand.self, ExportCommand.self, ReadThroughCommand.self,
        ])
}
