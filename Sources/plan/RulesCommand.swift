import ArgumentParser
import ArtifactStore
import Planning
import Specification
import StageKit

struct RulesCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract:
            "Writes the Make rules of a figure, or of the page of all figures, into the store's plan/ folder.",
        discussion: """
            EXAMPLES
              plan rules figure2 --profile smoke --pipeline pipeline --store artifacts
              plan rules paper --profile smoke
              plan rules figure2 --profile smoke --cluster pipeline/executors/slurm.yaml

            \(StageExit.help)
            """)

    @OptionGroup var figure: FigureOptions

    @OptionGroup var sources: PlanSources

    func perform() throws {
        let store = figure.storeOptions.path
        try figure.storeOptions.store.makeFolder("\(store)/plan")
        let pipeline = sources.pipeline
        let digest = try sources.digest(store: figure.storeOptions.store)
        let availability = Availability(pipeline: pipeline, store: store)
        if figure.figure == ResolvedPaper.name {
            let plan = try writePaperPlan(
                profile: figure.profile, pipelineFolder: pipeline, store: store,
                unavailable: availability.reason)
            try finish(plan.list, plan.files, plan.results, digest)
            return say(plan.list, plan.hasChanged)
        }
        let plan = try writePlan(
            figure: figure.figure, profile: figure.profile, pipelineFolder: pipeline, store: store,
            unavailable: availability.reason)
        try finish(plan.list, plan.files, plan.results, digest)
        say(plan.list, plan.hasChanged)
    }

    private func finish(
        _ list: JobList, _ files: PlanFiles, _ results: [Job.File], _ digest: Digest
    ) throws {
        try writeClusterRules(list, files, results)
        try sources.take(digest, for: files, store: figure.storeOptions.store)
    }

    private func writeClusterRules(_ list: JobList, _ files: PlanFiles, _ results: [Job.File]) throws {
        guard let cluster = sources.cluster else { return }
        let store = figure.storeOptions.store
        let rules = ClusterRules(
            MakeRules(list: list, files: results), settings: try ClusterSettings.read(path: cluster),
            times: RecordedTimes(store).times)
        try files.write(rules, store: figure.storeOptions.path)
        if let long = rules.tooLong() {
            writeToStandardError(
                "plan: an epoch of one core may take \(StageProgress.time(long.seconds)) (\(long.job.title)), more than "
                    + "the \(long.limit) minutes of longest in \(cluster): give such networks more cores (THREADS=16)\n"
            )
        }
    }

    private func say(_ list: JobList, _ hasChanged: Bool) {
        guard hasChanged else { return }
        writeToStandardError("plan: \(list.figure) in profile \(list.profile): \(list.jobs.count) jobs\n")
    }
}
