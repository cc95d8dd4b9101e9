@testable import Model
import ArtifactStore
import Foundation
import Testing

/// FORMAT.md, guarantees 2 and 6: whatever goes wrong at whichever file operation, the store is sound, and the next run
/// gives what an undisturbed one gives.
@Suite(.serialized) struct FaultInjectionTests {
    @Test(arguments: ["build-mask", "train", "analyze", "report", "fetch-data"])
    func aStageSurvivesAFaultAtAnyOperation(stage: String) async throws {
        let figure = try stage == "fetch-data" ? FinishedFigure.sharedDataset() : FinishedFigure.shared()
        let job = try figure.job(of: stage)
        let calm = try countOperations(job, figure)
        #expect(calm > 10, "the library does not see what \(stage) writes")
        for mode in Fault.modes {
            let places = places(in: calm, stage: stage, mode: mode)
            FaultLibrary.report(mode, at: places, of: stage)
            try await FaultLibrary.forEach(places) { at in
                try strike(Fault(mode: mode, at: at), job, figure)
            }
        }
    }

    /// All, or a few spread over the run: the last ones publish, and so are most of interest.
    private func places(in count: Int, stage: String, mode: String) -> [Int] {
        if FaultLibrary.isThorough(stage) {
            return Array(1...count)
        }
        // HDF5 writes some datasets out only when they are closed, where a failure is easily lost.
        if stage == "analyze" && mode == "eio" { return Array(stride(from: 1, through: count, by: 3)) }
        // Other places for other modes, so that a run covers more.
        let shift = Fault.modes.firstIndex(of: mode) ?? 0
        return Array(Set([0, 5, count / 2].map { max(1, count - 2 * shift - $0) }))
    }

    private func countOperations(_ job: FinishedFigure.JobLine, _ figure: FinishedFigure) throws -> Int {
        let copy = try figure.storeWithout(job)
        let file = copy.folder + "/count"
        let environment = try FaultLibrary.environment(below: copy.path, count: file)
        let outcome = try figure.run(job, in: copy, environment: environment)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(copy.links() == (try figure.project.links()).filter { copy.links()[$0.key] != nil })
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    private func strike(_ fault: Fault, _ job: FinishedFigure.JobLine, _ figure: FinishedFigure) throws {
        let copy = try figure.storeWithout(job)
        let environment = try FaultLibrary.environment(below: copy.path, fault: fault)
        let struck = try figure.run(job, in: copy, environment: environment)
        let damages = copy.store.verify(threads: 1).damages
        #expect(damages.isEmpty, "\(job.stage), \(fault): \(damages); \(struck.errors)")
        if fault.mode == "enospc" || fault.mode == "eio", struck.status != 0 {
            #expect(
                struck.errors.contains("error:"),
                "\(job.stage), \(fault): ended without a message: \(struck.errors)")
        }
        let again = try figure.run(job, in: copy)
        #expect(again.status == 0, "\(job.stage), \(fault): \(again.errors)")
        let expected = try figure.project.links()
        for output in job.outputs {
            #expect(copy.links()[output.path] == expected[output.path], "\(job.stage), \(fault)")
        }
        #expect(copy.store.verify(threads: 1).damages.isEmpty, "\(job.stage), \(fault)")
    }
}
