import ArgumentParser
import Planning
import StageKit

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Writes a figure's Make rules into the store's plan/ folder.",
        discussion: """
            EXAMPLE
              plan rules figure2 --profile smoke --pipeline pipeline --store artifacts

            \(StageExit.help)
            """)

    @OptionGroup var figure: FigureOptions

    @Option(help: ArgumentHelp("Folder of specifications.", valueName: "dir"))
    var pipeline = "pipeline"

    func run() throws {
        try reportingErrors("plan") {
            let availability = Availability(pipeline: pipeline, store: figure.storeOptions.path)
            let plan = try writePlan(
                figure: figure.figure, profile: figure.profile, pipelineFolder: pipeline,
                store: figure.storeOptions.path, unavailable: availability.reason)
            guard plan.hasChanged else { return }
            writeToStandardError(
                "plan: \(figure.figure) in profile \(figure.profile): \(plan.list.jobs.count) jobs\n")
        }
    }
}
