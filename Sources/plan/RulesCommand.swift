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
        help: """
            With --cluster, it also writes NAME-PROFILE.cluster.mk, rules for that scheduler.

            EXAMPLES
              plan rules figure2 --profile smoke --pipeline pipeline --store artifacts
              plan rules paper --profile smoke
              plan rules paper --profile workstation-finished     # of profile workstation, networks that are trained
              plan rules figure2 --profile smoke --cluster pipeline/executors/slurm.yaml
            """)

    @OptionGroup var figure: FigureOptions

    @OptionGroup var sources: PlanSources

    @Option(help: ArgumentHelp("Folder of the programs.", valueName: "dir"))
    var bin = Programs.folder

    func perform() throws {
        let store = figure.storeOptions.path
        try figure.storeOptions.store.makeFolder("\(store)/plan")
        let pipeline = sources.pipeline
        let digest = try sources.digest(store: figure.storeOptions.store, profile: figure.profile)
        let states = JobStates(programs: bin, store: store)
        let done: DoneJobs = { jobs in Set(try states.linkingKnown(of: jobs).map { $0.outputs[0].path }) }
        let availability = Availability(pipeline: pipeline, store: store)
        if figure.figure == ResolvedPaper.name {
            return try finish(
                writePaperPlan(
                    profile: figure.profile, pipelineFolder: pipeline, store: store,
                    unavailable: availability.reason, done: done), digest)
        }
        try finish(
            writePlan(
                figure: figure.figure, profile: figure.profile, pipelineFolder: pipeline, store: store,
                unavailable: availability.reason, done: done), digest)
    }

    private func finish(_ plan: WrittenPlan<some Sendable>, _ digest: Digest) throws {
        if let cluster = sources.cluster {
            try writeClusterRules(MakeRules(list: plan.list, files: plan.results), to: plan.files, cluster)
        }
        try sources.take(digest, for: plan.files, store: figure.storeOptions.store)
        guard plan.hasChanged else { return }
        let list = plan.list
        writeToStandardError("plan: \(list.figure) in profile \(list.profile): \(list.jobs.count) jobs\n")
    }

    private func writeClusterRules(_ rules: MakeRules, to files: PlanFiles, _ cluster: String) throws {
        let rules = ClusterRules(
            rules, settings: try ClusterSettings.read(path: cluster),
            times: RunTimes(recordedIn: figure.storeOptions.store))
        try files.write(rules, store: figure.storeOptions.path)
        if let long = rules.tooLong() {
            writeToStandardError(
                "plan: an epoch of one core may take \(StageProgress.time(long.seconds)) (\(long.job.title)), more than "
                    + "the \(long.limit) minutes of longest in \(cluster): give such networks more cores (THREADS=16)\n"
            )
        }
    }
}
