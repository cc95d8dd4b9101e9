import ArtifactStore
import Formats
import Model
import Foundation
import StageKit

/// States of an unfinished segment, in the segment's work folder.
///
/// Each is a folder `step-S-STATE-METRICS` named by the digests of its two files, so that a damaged one is
/// recognised and passed over. The folder gets that name when both files are complete.
struct Checkpoints {
    let workspace: Workspace
    let network: Conditions
    let mask: String

    private var folder: String { workspace.folder }

    private struct Found {
        let name: String
        let step: Int
        let digests: [String]
    }

    /// Saves the state and the metrics so far; earlier ones go.
    /// - Throws: an error of the file system.
    func save(_ state: TrainingState, _ metrics: MetricsRecord) throws {
        let earlier = found()
        try? FileManager.default.removeItem(atPath: folder + "/unfinished")
        let unfinished = try workspace.makeFolder("unfinished")
        let files = [unfinished + "/state.h5", unfinished + "/metrics.h5"]
        try state.write(to: files[0], description: network, mask: mask)
        try metrics.write(to: files[1])
        let digests = try files.map { try Digest(ofFileAt: $0).hex }
        let name = "\(folder)/step-\(state.step)-\(digests.joined(separator: "-"))"
        try? FileManager.default.removeItem(atPath: name)
        try FileManager.default.moveItem(atPath: unfinished, toPath: name)
        for old in earlier where old.step < state.step {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(old.name)")
        }
    }

    /// The latest state that is whole, or nil.
    /// - Throws: `FormatError` or `HDF5Error` if a whole one is of another network.
    func latest() throws -> (state: TrainingState, metrics: MetricsRecord)? {
        for candidate in found() {
            let files = ["state.h5", "metrics.h5"].map { "\(folder)/\(candidate.name)/\($0)" }
            guard files.map({ try? Digest(ofFileAt: $0).hex }) == candidate.digests else { continue }
            let state = try TrainingState(readingFrom: files[0], of: network, mask: mask, withinEpoch: true)
            return (state, try MetricsRecord(readingFrom: files[1]))
        }
        return nil
    }

    /// All complete checkpoints, latest first.
    private func found() -> [Found] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name in
            let parts = name.split(separator: "-").map(String.init)
            guard parts.count == 4, parts[0] == "step", let step = Int(parts[1]) else { return nil }
            return Found(name: name, step: step, digests: [parts[2], parts[3]])
        }.sorted { $0.step > $1.step }
    }
}
