import ArtifactStore
import Foundation
import Testing

/// FORMAT.md, guarantee 6: a loss of power at any moment leaves a sound store. Operations of a stage are recorded, and replayed
/// up to each of them on a disk that loses what was not made durable.
@Suite(.serialized) struct PowerLossTests {
    @Test(arguments: ["build-mask", "train", "analyze"])
    func aLossOfPowerAtAnyMomentLeavesASoundStore(stage: String) throws {
        let figure = try FinishedFigure.shared()
        let job = try figure.job(of: stage)
        let copy = try figure.storeWithout(job)
        let log = copy.folder + "/log"
        let environment = try FaultLibrary.environment(below: copy.path, log: log)
        let outcome = try figure.run(job, in: copy, environment: environment)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let operations = try RecordedOperation.read(log)
        #expect(operations.contains { $0.kind == "sync" } && operations.contains { $0.kind == "rename" })
        for (round, end) in moments(operations, stage).enumerated() {
            for loss in RecordedDisk.Loss.allCases
            where FaultLibrary.isThorough(stage) || isDue(loss, round) {
                try lose(loss, after: operations[..<end], job, figure, from: copy.path)
            }
        }
    }

    /// Those commands whose files are all written by `artifacts` itself, since only its operations are recorded.
    @Test(arguments: StoreCommand.all.filter { !["repair", "restore", "archive"].contains($0.name) })
    func aLossOfPowerDuringACommandLeavesASoundStore(command: StoreCommand) throws {
        let copy = try command.copy()
        let log = copy.folder + "/log"
        let environment = try FaultLibrary.environment(below: copy.path, in: "artifacts", log: log)
        let outcome = try command.run(on: copy, environment: environment)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let operations = try RecordedOperation.read(log)
        #expect(!operations.isEmpty)
        for (round, end) in moments(operations, command.name).enumerated() {
            for loss in RecordedDisk.Loss.allCases
            where FaultLibrary.isThorough(command.name) || isDue(loss, round) {
                let disk = RecordedDisk(root: copy.path)
                for operation in operations[..<end] { disk.perform(operation) }
                let left = try command.copy()
                try disk.writeRemains(loss, seed: UInt64(end), to: left.path)
                let damages = left.store.verify(threads: 1).damages
                #expect(damages.isEmpty, "\(command), \(loss) lost after \(end) operations: \(damages)")
            }
        }
    }

    /// After each operation that is not a write, since a write alone leaves what a lost one leaves.
    private func moments(_ operations: [RecordedOperation], _ stage: String) -> [Int] {
        let all = operations.indices.filter { operations[$0].kind != "write" }.map { $0 + 1 }
        if FaultLibrary.isThorough(stage) { return all }
        // The last ones publish objects, the recipe and the links.
        return Array(all.suffix(24))
    }

    private func isDue(_ loss: RecordedDisk.Loss, _ round: Int) -> Bool {
        loss == .contents || loss == RecordedDisk.Loss.allCases[round % RecordedDisk.Loss.allCases.count]
    }

    private func lose(
        _ loss: RecordedDisk.Loss, after operations: ArraySlice<RecordedOperation>,
        _ job: FinishedFigure.JobLine, _ figure: FinishedFigure, from original: String
    ) throws {
        let disk = RecordedDisk(root: original)
        for operation in operations { disk.perform(operation) }
        let copy = try figure.storeWithout(job)
        try disk.writeRemains(loss, seed: UInt64(operations.count), to: copy.path)
        let moment = "\(job.stage), \(loss) lost after \(operations.count) operations"
        let damages = copy.store.verify(threads: 1).damages
        #expect(damages.isEmpty, "\(moment): \(damages)")
        guard FaultLibrary.isThorough(job.stage) || operations.count % 5 == 0 else { return }
        let again = try figure.run(job, in: copy)
        #expect(again.status == 0, "\(moment): \(again.errors)")
        let expected = try figure.project.links()
        for output in job.outputs { #expect(copy.links()[output.path] == expected[output.path], "\(moment)") }
    }
}
