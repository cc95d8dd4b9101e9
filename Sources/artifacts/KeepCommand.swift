import ArgumentParser
import ArtifactStore
import StageKit

struct KeepCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "keep",
        abstract: "Marks artifacts so that gc never removes them, or anything they were made from.",
        help: """
            EXAMPLES
              artifacts keep artifacts/runs/mnist/rnn-relu/n100-p0.1/s0/weights-e1.h5
              artifacts keep --undo 3f2a91
            """)

    @Flag(help: "Remove the mark.")
    var undo = false
    @Argument(help: ArgumentHelp("Links, or (beginnings of) digests.", valueName: "link|digest"))
    var names: [String]
    @OptionGroup var options: StoreOptions

    func perform() throws {
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
