import ArtifactStore
import StageKit

/// Has `body` repair something, or says why that failed; other repairs go on.
func repairing(_ name: String, _ body: () throws -> Void) {
    do {
        try body()
    } catch {
        print("not repaired: \(name): \(inOurWords(error))")
    }
}

/// Computes damaged, missing and dropped objects again from their recipes, inputs first.
struct Repair {
    let store: Store
    let reexecution: Reexecution
    /// How many recipes were computed again.
    private(set) var computed = 0
    private let verb: String
    private var makers: [Digest: RecipeRecord] = [:]
    private var done: Set<Digest> = []

    /// - Parameter verb: what a line says about an object that was computed again.
    init(store: Store, programs: ProgramOptions, verb: String = "repaired") {
        self.store = store
        self.verb = verb
        reexecution = programs.reexecution(in: store)
        let codes = StageCodes(folder: programs.bin)
        for record in store.records() {
            for output in record.outputs.values {
                if let known = makers[output.digest], !codes.prefers(record, to: known) { continue }
                makers[output.digest] = record
            }
        }
    }

    /// Puts an object back in its place; does nothing if it is sound.
    /// - Throws: `StageFailure` if no recipe makes it, an input is unavailable, or different bytes come out.
    mutating func repair(_ digest: Digest) throws {
        guard done.insert(digest).inserted, !store.isSound(digest) else { return }
        guard let record = makers[digest] else {
            throw StageFailure.noInput(
                "no recipe makes object \(digest.short)…, so it cannot be computed again")
        }
        for input in record.recipe.inputs.sorted(by: { $0.key < $1.key }).flatMap(\.value.digests)
        where makers[input] != nil {
            try repair(input)
        }
        // A stage or another repair may be computing it.
        let seconds = try store.whileLocked(record.recipe.digest, waiting: {}) {
            store.isSound(digest) ? nil : try compute(record)
        }
        done.formUnion(record.outputs.values.map(\.digest).filter(store.isSound))
        guard let seconds else { return }
        computed += 1
        print(
            "\(verb) \(digest.short)…: \(record.recipe.stage) computed it again in \(StageProgress.time(seconds)), "
                + "with the same digest")
    }

    /// Publishes what comes out, if it is what the record says.
    private func compute(_ record: RecipeRecord) throws -> Double {
        let result = try reexecution.run(record)
        for (role, output) in record.outputs.sorted(by: { $0.key < $1.key }) {
            guard let made = result.record.outputs[role], made.digest == output.digest else {
                throw StoreError.notReproducible(
                    role: role, recorded: output.digest,
                    computed: result.record.outputs[role]?.digest ?? output.digest,
                    recipe: record.recipe.digest)
            }
        }
        try store.whileNothingIsCollected { try store.publish(outputsOf: record, from: result.scratch) }
        return result.record.seconds ?? 0
    }
}
