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

    /// - Parameter work: a folder to work in, if that is not to be in the store.
    func reexecution(in store: Store, work: String? = nil) -> Reexecution {
        Reexecution(store: store, programs: bin, pipeline: pipeline, work: work)
    }
}

/// Where commands that compute, but change nothing in the store, do their work.
struct WorkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder to compute in (default: in the store, or in TMPDIR if the store cannot be written to).",
            valueName: "dir"))
    var work: String?

    /// Nil: in the store.
    func folder(for store: Store) -> String? {
        if work != nil || !store.isReadOnly { return work }
        let folder = NSTemporaryDirectory()
        writeToStandardError(
            "artifacts: \(store.root) cannot be written to, so work is done in \(folder) (--work names another)\n"
        )
        return folder
    }
}

struct VerifyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Hashes every object again and names what is missing or damaged.",
        help: """
            With --deep, snapshots of weights are read, too: their connections must be those of their masks, and under Dale's \
            principle every weight must have the sign of its node. With --repair, damaged and missing objects are computed again from their recipes, and the digests compared; damaged \
            recipes and links are restored if that can be proven correct; the damaged ones go to damaged/ and are never deleted.

            EXAMPLES
              artifacts verify --store artifacts
              artifacts verify --deep
              artifacts verify --repair
            """, codeOne: "something is missing or damaged")

    @Flag(help: "Recompute what is damaged or missing.")
    var repair = false

    @Flag(help: "Read every snapshot of weights, and check it against what it says of itself.")
    var deep = false

    @Option(help: ArgumentHelp("Objects to hash at a time.", valueName: "n"))
    var threads = usableProcessors

    @OptionGroup var programs: ProgramOptions
    @OptionGroup var options: StoreOptions

    func perform() throws {
        try options.requireStore()
        var report = options.store.verify(threads: threads)
        if repair, !report.damages.isEmpty {
            for damage in report.damages { print(damage) }
            let plans = Plans(of: options.store)
            // Recipes first, because objects are computed again from them.
            let recipes = RecipeRepair(store: options.store, programs: programs, plans: plans)
            for damage in report.damages where damage.subject == .recipe { recipes.repair(damage.path) }
            repairObjects(options.store.verify(threads: threads))
            repairCopies(report)
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

    private func repairObjects(_ report: VerificationReport) {
        var repair = Repair(store: options.store, programs: programs)
        for damage in report.damages {
            guard case .object(let digest) = damage.subject else { continue }
            repairing("\(digest.short)…") {
                try repair.repair(digest)
            }
        }
    }

    /// Files in the place of links.
    private func repairCopies(_ report: VerificationReport) {
        for case .copy(let path) in report.damages.map(\.subject) {
            repairing(path) {
                try options.store.restoreLink(inPlaceOfCopyAt: path)
                print("repaired \(path): there was a file where a link belongs")
            }
        }
    }

    private func readSnapshots() -> [String] {
        let report = DeepVerification(store: options.store).run()
        for problem in report.problems { print(problem) }
        let verdict =
            report.problems.isEmpty
            ? "connections, values and signs are right" : "\(report.problems.count) problems"
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
        if let first = report.closedToGroup.first {
            let others =
                report.closedToGroup.count == 1 ? "" : " and \(report.closedToGroup.count - 1) others"
            print(
                "\(first)\(others) cannot be written to by the group that shares this store; their owner can fix that "
                    + "(docs/shared-store.md)")
        }
        print(
            "\(report.objects) objects (\(readableSize(report.bytes))), \(report.recipes) recipes\(unchecked), "
                + "\(report.links) links\(dropped)\(disputes)\(unfinished): "
                + (report.damages.isEmpty
                    ? "all sound" : "\(report.damages.count) missing or damaged"))
    }
}
