import ArtifactStore
import Foundation
import Processes
import StageKit

/// Runs planned jobs, or asks what they would do.
struct PlannedRun {
    let store: Store
    /// Folder of the programs.
    let programs: String

    /// What the stage answers to `--why --json`; nil if it cannot.
    func answer(_ job: PlannedJob) -> CanonicalJSON? {
        guard RecordedCommand.isStage(job.stage),
            let asked = try? runProgram(
                "\(programs)/\(job.stage)", arguments(job) + ["--store", store.root, "--why", "--json"],
                errors: .dropped), asked.status == 0
        else { return nil }
        return try? CanonicalJSON(parsing: asked.output)
    }

    /// Runs the job on the store itself: if its recipe is known, this sets links and computes nothing.
    func setLinks(_ job: PlannedJob) -> Bool {
        let arguments = arguments(job) + ["--store", store.root]
        let run = try? runProgram("\(programs)/\(job.stage)", arguments, errors: .dropped)
        return run?.status == 0
    }

    /// Computes the job in a store of its own, which is passed to `body` with the record.
    /// - Throws: `StageFailure` if it fails; what `body` throws.
    func compute(_ job: PlannedJob, _ body: (RecipeRecord, Store) throws -> Void) throws {
        let folder = try store.makeScratchFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let links = Dictionary(
            job.outputs.enumerated().map { ("$(STORE)/\($1)", "\(folder)/link-\($0)") },
            uniquingKeysWith: { $1 })
        let arguments = job.arguments.map { links[$0] ?? placed($0) } + ["--store", folder]
        let run = try runBuiltProgram(
            "\(programs)/\(job.stage)", arguments, input: .dropped, output: .dropped, errors: .kept)
        let scratch = Store(at: folder)
        try body(recordMade(by: job.stage, run, in: scratch), scratch)
    }

    private func arguments(_ job: PlannedJob) -> [String] { job.arguments.map(placed) }

    private func placed(_ argument: String) -> String {
        argument.hasPrefix("$(STORE)") ? store.root + argument.dropFirst("$(STORE)".count) : argument
    }
}
