import ArgumentParser
import StageKit

@main
struct Report: Program {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Draws figures, and judges the paper's claims by them.",
        discussion: """
            EXAMPLE
              report show artifacts/figures/laptop/figure2

            \(StageExit.help)
            """,
        version: codeDigest, subcommands: [FigureCommand.self, PaperCommand.self, ShowCommand.self],
        defaultSubcommand: FigureCommand.self)
}
