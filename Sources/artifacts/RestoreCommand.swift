import ArgumentParser
import ArtifactStore
import StageKit

struct RestoreCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Recomputes objects that gc --max-size dropped, with the same digests.",
        help: """
            EXAMPLES
              artifacts restore figure2
              artifacts restore artifacts/runs/mnist/rnn-relu/n100-p0.1/s0/state-e1.h5
            """)

    @Argument(
        help: ArgumentHelp("Figures (all that is behind them), links, or digests.", valueName: "name"))
    var names: [String]
    @OptionGroup var programs: ProgramOptions
    @OptionGroup var options: StoreOptions

    func perform() throws {
        let store = try options.requireStore()
        let plans = Plans(of: store)
        var repair = Repair(store: store, programs: programs, verb: "restored")
        for name in names {
            for digest in try objects(name, plans, store) { try repair.repair(digest) }
        }
        print(
            "\(repair.computed) recipes were computed again; all of \(names.joined(separator: ", ")) is in the store"
        )
    }

    private func objects(_ name: String, _ plans: Plans, _ store: Store) throws -> [Digest] {
        guard let links = plans.links(of: name) else {
            if let digest = Digest(hex: name) { return [digest] }
            return [try store.resolve(name).digest]
        }
        let roots = store.digests(ofLinks: links)
        let outputs = try store.closure(of: Set(roots)).recipes.flatMap(\.outputs.values)
        return outputs.filter { store.isDropped($0) }.map(\.digest)
    }
}
