import ArgumentParser

@main
struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Measures trained networks.", version: codeDigest,
        subcommands: [AccuracyCommand.self])
}
