import ArgumentParser
import StageKit

@main
struct Plan: Program {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Turns figure specifications into Make rules, and says how far a figure is.",
        help: """
            EXAMPLES
              plan rules figure2 --profile laptop --store artifacts
              plan status figure2 --profile laptop
              plan why figure2 artifacts/figures/laptop/figure2/figure2.svg
            """,
        version: codeDigest,
        subcommands: [
            NeedsCommand.self, RulesCommand.self, RunCommand.self, StaleCommand.self, StatusCommand.self,
            WhyCommand.self,
        ])
}

/// The figure and profile that a command is about.
struct FigureOptions: ParsableArguments {
    @Argument(
        help: "Name of the figure, a file in figures/ of the pipeline; or paper, the page of all figures.")
    var figure: String

    @Option(help: "Profile: how much of the figure is computed.")
    var profile = "laptop"

    @OptionGroup var storeOptions: StoreOptions
}
