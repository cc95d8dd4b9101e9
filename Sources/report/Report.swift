import ArgumentParser

@main
struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Draws figures, and judges the paper's claims by them.",
        version: codeDigest, subcommands: [FigureCommand.self, ShowCommand.self],
        defaultSubcommand: FigureCommand.self)
}
