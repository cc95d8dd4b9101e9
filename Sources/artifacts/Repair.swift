import ArtifactStore
import Foundation
import StageKit

/// Computes damaged and missing objects again from their recipes, inputs first.
struct Repair {
    let store: Store
    let reexecution: Reexecution
    private var makers: [Digest: RecipeRecord] = [:]
    private var done: Set<Digest> = []

    init(store: Store, reexecution: Reexecution) {
        self.store = store
        self.reexecution = reexecution
        for record in store.records() {
            for output in record.outputs.values where makers[output.digest] == nil {
                makers[output.digest] = record
            }
        }
    }

    /// Puts an object in its place again; nothing if it is sound.
    /// - Throws: `StageFailure` if no recipe makes it, an input cannot be had, or other bytes come out.
    mutating func repair(_ digest: Digest) throws {
        guard done.insert(digest).inserted, !store.isSound(digest) else { return }
        guard let record = makers[digest] else {
            throw StageFailure(
                StageExit.noInput, "no recipe makes object \(digest.short)…, so it cannot be computed again")
        }
        for input in record.recipe.inputs.sorted(by: { $0.key < $1.key }).flatMap(\.value.digests)
        where makers[input] != nil {
            try repair(input)
        }
        let result = try reexecution.run(record)
        for (role, output) in record.outputs.sorted(by: { $0.key < $1.key }) {
            guard let made = result.record.outputs[role], made.digest == output.digest else {
                throw StoreError.notReproducible(
                    role: role, recorded: output.digest,
                    computed: result.record.outputs[role]?.digest ?? output.digest,
                    recipe: record.recipe.digest)
            }
        }
        for output in record.outputs.values {
            _ = try store.publish(fileAt: result.scratch.path(of: output), extension: output.extension)
            done.insert(output.digest)
        }
        let seconds = StageProgress.time(result.record.run["seconds"]?.number ?? 0)
        print(
            "repaired \(digest.short)…: \(record.recipe.stage) computed it again in \(seconds), with the same digest"
        )
    }
}
