import ArtifactStore
import Formats
import Model

/// Reads the contents of weight snapshots, and compares them with what the snapshots say of themselves: `artifacts
/// verify --deep`.
///
/// Digests show that the bytes are those that were published; this shows that they are what they should be. Damaged
/// objects are not opened.
struct DeepVerification {
    let store: Store

    /// What was found: how many snapshots were read, and a line for each that is wrong.
    struct Report {
        var snapshots = 0
        var problems: [String] = []
    }

    /// Checks every snapshot made by a recipe in the store, each one once.
    func run() -> Report {
        var report = Report()
        var seen: Set<Digest> = []
        for record in store.records() {
            guard record.recipe.stage == Stage.train.rawValue, let weights = record.outputs[.weights],
                seen.insert(weights.digest).inserted, store.isSound(weights.digest),
                let file = store.file(ofObject: weights.digest)
            else { continue }
            report.snapshots += 1
            do {
                let snapshot = try WeightSnapshot(readingFrom: file)
                let check = SnapshotCheck(
                    snapshot, mask: try mask(.mask, of: record), start: try mask(.startMask, of: record))
                let name = "\(weights.digest.short)… (\(snapshot.description.title), epoch \(snapshot.epoch))"
                report.problems += check.problems.map { "\(name): \($0)" }
            } catch {
                report.problems.append("\(error)")
            }
        }
        return report
    }

    /// The mask that a network was trained on, if it is still there.
    private func mask(_ role: FileRole, of record: RecipeRecord) throws -> ConnectivityMask? {
        guard let digest = record.recipe.inputs[role]?.digests.first, store.isSound(digest),
            let file = store.file(ofObject: digest)
        else { return nil }
        return try ConnectivityMask(readingFrom: file)
    }
}
