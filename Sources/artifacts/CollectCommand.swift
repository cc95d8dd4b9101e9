import ArgumentParser
import ArtifactStore
import StageKit

struct CollectCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "gc", abstract: "Lists what no figure needs; with --delete, removes it.",
        help: """
            What is needed is everything behind the links that the figures' plans (plan/) name, behind links outside the store, and \
            behind what is kept (artifacts keep). If there is no plan, all links count. Left-over files of dead \
            processes go too.

            With --max-size, needed objects go too, until the rest fits: first the optimiser states of finished \
            trainings, then what is computed again fastest for each byte (seconds of the run records). Raw data, what is kept or \
            archived, the inputs of unfinished jobs, and what the programs as built cannot compute again stay. What was \
            dropped is computed again, with the same digests, when a stage reads it; figures and pages by the next make. \
            artifacts restore does it at once.

            EXAMPLES
              artifacts gc
              artifacts gc --delete
              artifacts gc --max-size 20G --delete
            """, codeOne: "the store cannot be made as small as --max-size")

    @Flag(help: "Remove what is listed.")
    var delete = false
    @Option(
        help: ArgumentHelp(
            "Drop what can be computed again until all objects together have at most this many bytes (20G: 20,000,000,000).",
            valueName: "size"))
    var maxSize: ByteCount?
    @OptionGroup var programs: ProgramOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var options: StoreOptions

    func perform() throws {
        let store = try options.requireStore()
        let plans = Plans(of: store)
        let reduction = try maxSize.map { maximum in
            try Droppable(
                store: store, programs: programs, plans: plans, work: work.folder(for: store)
            ).reduction(to: maximum.bytes)
        }
        let plan =
            try delete
            ? store.collect(wanted: plans.links, reduction: reduction)
            : store.garbage(wanted: plans.links, reduction: reduction)
        for item in plan.garbage {
            print("\(padded(readableSize(item.bytes)))  \(item.path): \(item.reason)")
        }
        summarise(plan)
        if let maxSize, plan.neededBytes > maxSize.bytes {
            print(
                "that is more than \(readableSize(maxSize.bytes)): the rest is kept, raw, about to be read, or cannot be "
                    + "computed again by the programs as built")
            throw ExitCode(1)
        }
    }

    private func summarise(_ plan: GarbagePlan) {
        let bytes = plan.garbage.reduce(0) { $0 + $1.bytes }
        let objects = plan.garbage.count { $0.kind == .object || $0.kind == .dropped }
        let dropped = plan.garbage.filter { $0.kind == .dropped }
        let again =
            dropped.isEmpty
            ? ""
            : "; \(dropped.count) of these objects are needed, and take this long to compute again: "
                + StageProgress.time(plan.droppedSeconds)
        print(
            "\(objects) objects, \(plan.garbage.count) files, \(readableSize(bytes)) "
                + (delete ? "removed" : "could be removed (--delete removes them)") + again
                + "; \(plan.neededObjects) objects, \(readableSize(plan.neededBytes)) stay")
    }
}
