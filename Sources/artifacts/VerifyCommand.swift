import ArgumentParser
import ArtifactStore
import Foundation
import StageKit

/// Where the programs and the project's files are, for commands that run stages.
struct ProgramOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Folder of the programs.", valueName: "dir"))
    var bin = Programs.folder

    @Option(
        help: ArgumentHelp("Folder of specifications and raw data, to look for inputs in.", valueName: "dir"))
    var pipeline = "pipeline"

    func reexecution(in store: Store) -> Reexecution {
        Reexecution(store: store, programs: bin, pipeline: pipeline)
    }
}

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Hashes every object again; names what is missing or damaged.",
        discussion: """
            With --deep, snapshots of weights are read, too: their connections must be those of their masks, and under Dale's \
            principle every weight must have the sign of its node. With --repair, damaged and missing objects are computed again from their recipes, and the digests compared; damaged \
            recipes and links are restored where that can be proven, and moved to damaged/, never deleted.

            EXAMPLES
              artifacts verify --store artifacts
              artifacts verify --deep
              artifacts verify --repair

            \(StageExit.help)
              1   something is missing or damaged
            """)

    @Flag(help: "Compute what is damaged or missing again.")
    var repair = false

    @Flag(help: "Read every snapshot of weights, and compare it with what it says.")
    var deep = false

    @Option(help: ArgumentHelp("Objects to hash at a time.", valueName: "n"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @OptionGroup var programs: ProgramOptions
    @OptionGroup var options: StoreOptions

    func run() throws {
        try reportingErrors("artifacts") {
            try options.requireStore()
            var report = options.store.verify(threads: threads)
            if repair, !report.damages.isEmpty {
                for damage in report.damages { print(damage) }
                let plans = Plans(of: options.store)
                // Recipes first: objects are computed again from them.
                let recipes = RecipeRepair(store: options.store, programs: programs, plans: plans)
                for damage in report.damages where damage.subject == .recipe { recipes.repair(damage.path) }
                repairObjects(options.store.verify(threads: threads))
                let links = LinkRepair(store: options.store, programs: programs, plans: plans)
                for case .link(let link) in options.store.verify(threads: threads).damages.map(\.subject) {
                    links.repair(link)
                }
                report = options.store.verify(threads: threads)
            }
            summarise(report)
            let problems = deep ? readSnapshots() : []
            if !report.damages.isEmpty || !problems.isEmpty { throw ExitCode(1) }
        }
    }

    private func repairObjects(_ report: VerificationReport) {
        var repair = Repair(store: options.store, programs: programs)
        for damage in report.damages {
            guard case .object(let digest) = damage.subject else { continue }
            do {
                try repair.repair(digest)
            } catch {
                print("not repaired: \(digest.short)…: \(error)")
            }
        }
    }

    private func readSnapshots() -> [String] {
        let report = DeepVerification(store: options.store).run()
        for problem in report.problems { print(problem) }
        let verdict =
            report.problems.isEmpty
            ? "connections, values and signs as they must be" : "\(report.problems.count) problems"
        print("\(report.snapshots) snapshots of weights read: \(verdict)")
        return report.problems
    }

    private func summarise(_ report: VerificationReport) {
        for damage in report.damages { print(damage) }
        let dropped = report.dropped == 0 ? "" : ", \(report.dropped) dropped to save space"
        let unfinished = report.unfinished == 0 ? "" : ", \(report.unfinished) unfinished in tmp/"
        let disputes = report.disputes == 0 ? "" : ", \(report.disputes) disputes (same recipe, other bytes)"
        let unchecked =
            report.unchecked == 0 ? "" : " (\(report.unchecked) of format 1, without a digest of their own)"
        print(
            "\(report.objects) objects (\(readableSize(report.bytes))), \(report.recipes) recipes\(unchecked), "
                + "\(report.links) links\(dropped)\(disputes)\(unfinished): "
                + (report.damages.isEmpty
                    ? "all as they must be" : "\(report.damages.count) missing or damaged"))
    }
}
