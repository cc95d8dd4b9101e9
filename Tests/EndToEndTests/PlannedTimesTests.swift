import ArtifactStore
import Foundation
import Testing

/// What plans say about times, where networks may be computed on a device.
@Suite(.serialized) struct PlannedTimesTests {
    /// Plans for the processor do not count on the times of a device.
    @Test(arguments: [nil, "a device"]) func timesOfADeviceTellNothingOfTheProcessor(device: String?) throws {
        let figure = try FinishedFigure.shared().project.folder
        let copy = try StoreCopy(of: "\(figure)/artifacts")
        for record in copy.store.records() where record.recipe.stage == "train" {
            let run: [String: CanonicalJSON] = ["seconds": 36_000, "threads": 1]
            let changed = RecipeRecord(
                recipe: record.recipe, outputs: record.outputs,
                run: run.merging(device.map { ["device": .string($0)] } ?? [:]) { $1 })
            let path = "\(copy.path)/recipes/\(record.recipe.digest.hex).json"
            // A copy's files are those of the original.
            try FileManager.default.removeItem(atPath: path)
            try changed.fileBytes.write(to: URL(fileURLWithPath: path))
        }
        func coreHours(on choice: String) throws -> Double {
            let outcome = try run(
                "\(Project.programs)/plan",
                [
                    "needs", "figure2", "--profile", "smoke", "--pipeline", "\(figure)/pipeline", "--store",
                    copy.path,
                ],
                in: figure, environment: ["SPARSE_CORTEX_DEVICE": choice])
            let words = outcome.output.split(separator: "\n").last?.split(separator: " ") ?? []
            return try #require(
                words.count > 2 ? Double(words[2]) : nil, "\(outcome.output)\(outcome.errors)")
        }
        #expect(try (coreHours(on: "cpu") > 10) == (device == nil))
        #expect(try coreHours(on: "opencl") > 10)
    }
}
