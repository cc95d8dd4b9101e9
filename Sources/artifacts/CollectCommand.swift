import ArgumentParser
import ArtifactStore
import StageKit

struct CollectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc", abstract: "Lists what no figure needs; with --delete, removes it.",
        discussion: """
            Needed is whatever lies behind the links that the figures' plans (plan/) name, behind links outside of the store, and \
            behind what is kept (artifacts keep). Where there is no plan, all links count. Left-over files of dead \
            processes go too.

            EXAMPLES
              artifacts gc
              artifacts gc --delete

            \(StageExit.help)
            """)

    @Flag(help: "Remove what is listed.")
    var delete = false
    @OptionGroup var options: StoreOptions

    func run() throws {
        try reportingErrors("artifacts") {
            try options.requireStore()
            let store = options.store
            let wanted = Plans(of: store).links
            let plan = try delete ? store.collect(wanted: wanted) : store.garbage(wanted: wanted)
            for item in plan.garbage { print("\(padded(item.bytes))  \(item.path): \(item.reason)") }
            let bytes = plan.garbage.reduce(0) { $0 + $1.bytes }
            let objects = plan.garbage.count { $0.kind == .object }
            print(
                "\(objects) objects, \(plan.garbage.count) files, \(readableSize(bytes)) "
                    + (delete ? "removed" : "could be removed (artifacts gc --delete)")
                    + "; \(plan.neededObjects) objects, \(readableSize(plan.neededBytes)) needed")
        }
    }

    private func padded(_ bytes: Int) -> String {
        let text = readableSize(bytes)
        return String(repeating: " ", count: max(0, 9 - text.count)) + text
    }
}

struct KeepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep",
        abstract: "Marks artifacts that gc never removes, with all that they were made from.",
        discussion: """
            EXAMPLES
              artifacts keep artifacts/runs/mnist/rnn-relu/n100-p0.1/s0/weights-e1.h5
              artifacts keep --undo 3f2a91

            \(StageExit.help)
            """)

    @Flag(help: "Take the mark away.")
    var undo = false
    @Argument(help: ArgumentHelp("Links, or (beginnings of) digests.", valueName: "link|digest"))
    var names: [String]
    @OptionGroup var options: StoreOptions

    func run() throws {
        try reportingErrors("artifacts") {
            let store = options.store
            for name in names {
                let output = try store.resolve(name)
                if undo {
                    print(
                        "\(output.digest.short)… \(try store.unkeep(output) ? "is no longer kept" : "was not kept")"
                    )
                } else {
                    try store.keep(output)
                    print("\(output.digest.short)… is kept")
                }
            }
        }
    }
}
