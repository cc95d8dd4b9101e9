import ArtifactStore
import Foundation
import StageKit

/// Restores damaged recipes (FORMAT.md, "Repair"): finds the bit that changed; failing that, computes again what the
/// file or a plan says. Nothing is accepted without proof, and nothing is deleted.
struct RecipeRepair {
    private let store: Store
    private let plans: Plans
    private let planned: PlannedRun
    private let reexecution: Reexecution

    init(store: Store, programs: ProgramOptions, plans: Plans) {
        self.store = store
        self.plans = plans
        planned = PlannedRun(store: store, programs: programs.bin)
        reexecution = programs.reexecution(in: store)
    }

    /// Restores the recipe at `path` (relative to the store), or says why not.
    func repair(_ path: String) {
        repairing(path) {
            if let record = store.correctedRecord(at: path) {
                try store.replace(path, by: record)
                return print("repaired \(path): one bit had changed; its own digest proves what it was")
            }
            guard path.hasPrefix("recipes/"),
                let digest = Digest(hex: (path as NSString).lastPathComponent.prefix(64))
            else { return try putAside(path) }
            if try computeAgain(digest, path) { return }
            try putAside(path)
        }
    }

    private func putAside(_ path: String) throws {
        let aside = try store.moveAside(path)
        print(
            "moved \(path) to \(aside): neither it nor a plan says what it was; make recomputes what it made if a "
                + "figure needs it and its objects are gone")
    }

    /// Uses the command that the file or a plan still gives; the name of the file proves that it is the same recipe.
    private func computeAgain(_ digest: Digest, _ path: String) throws -> Bool {
        if let record = remains(of: path), record.recipe.digest == digest {
            let result = try reexecution.run(record)
            try accept(
                result.record, from: result.scratch, instead: path, known: record.outputs.values.map(\.digest)
            )
            return true
        }
        let makers = Set(store.records().flatMap { $0.outputs.values.map(\.digest) })
        for job in plans.jobs {
            let linked = store.digests(ofLinks: job.outputs)
            guard !linked.allSatisfy(makers.contains),
                planned.answer(job)?["recipe"]?.string == digest.hex
            else { continue }
            try planned.compute(job) { try accept($0, from: $1, instead: path, known: linked) }
            return true
        }
        return false
    }

    /// What can still be read of a damaged file, if that includes its recipe and command.
    private func remains(of path: String) -> RecipeRecord? {
        guard let data = FileManager.default.contents(atPath: "\(store.root)/\(path)"),
            let json = try? CanonicalJSON(parsing: data)
        else { return nil }
        return RecipeRecord(remainsIn: json)
    }

    private func accept(
        _ record: RecipeRecord, from scratch: Store, instead path: String, known: [Digest]
    ) throws {
        let made = Set(record.outputs.values.map(\.digest))
        if let other = known.first(where: { !made.contains($0) }) {
            throw StageFailure.failed(
                "computed again, its recipe gave different objects than \(other.short)…, which the store has from it; compare them "
                    + "(artifacts diff), and delete the recipe to take the new ones")
        }
        try store.whileNothingIsCollected { try store.publish(outputsOf: record, from: scratch) }
        try store.replace(path, by: record)
        print("repaired \(path): \(record.recipe.stage) computed it again, with the same objects")
    }
}
