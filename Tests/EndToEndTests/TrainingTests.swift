import Formats
@testable import Model
import Foundation
import Testing

/// The built `train`: threads, kills, continuation, refusals.
@Suite(.serialized) struct TrainingProgramTests {
    /// A project with a dataset and two masks.
    private func prepared() throws -> Project {
        try .withMNIST(
            masks: ["bernoulli", "--density", "0.2", "--seed", "3", "--output", "sparse.h5"],
            ["full", "--output", "full.h5"])
    }

    private func arguments(_ mask: String, store: String, _ more: [String]) -> [String] {
        [
            "--data", "data.h5", "--mask", mask, "--seed", "1", "--train-limit", "2000", "--test-limit",
            "500",
            "--batch", "50", "--weights", "w-\(store).h5", "--state", "s-\(store).h5", "--metrics",
            "m-\(store).h5",
            "--store", store,
        ] + more
    }

    private func train(_ project: Project, _ mask: String, store: String, _ more: String...) throws -> Outcome
    {
        try run("\(Project.programs)/train", arguments(mask, store: store, more), in: project.folder)
    }

    /// Digests of weights, state and metrics.
    private func digests(_ project: Project, store: String) throws -> [String] {
        try ["w", "s", "m"].map { name in
            let link = "\(project.folder)/\(name)-\(store).h5"
            return (try FileManager.default.destinationOfSymbolicLink(atPath: link) as NSString)
                .lastPathComponent
        }
    }

    @Test(arguments: ["sparse.h5", "full.h5"])
    func anyNumberOfThreadsGivesTheSameDigests(mask: String) throws {
        let project = try prepared()
        var found: [[String]] = []
        for threads in ["1", "2", "3"] {
            let outcome = try train(project, mask, store: "t\(threads)", "--threads", threads)
            #expect(outcome.status == 0, "\(outcome.errors)")
            found.append(try digests(project, store: "t\(threads)"))
        }
        #expect(found[0] == found[1] && found[1] == found[2])
    }

    @Test(arguments: ["sparse.h5", "full.h5"])
    func aKilledTrainingEndsWithTheSameDigests(mask: String) throws {
        let project = try prepared()
        #expect(try train(project, mask, store: "calm", "--to-epoch", "90").status == 0)
        let arguments = arguments(mask, store: "killed", ["--to-epoch", "90", "--threads", "1"])
        var continued = 0
        for round in 0..<5 {
            let started = try StartedProgram(
                "\(Project.programs)/train", arguments, in: project.folder)
            // The first kill comes at any time, the others some time after another checkpoint.
            if round > 0 { waitForCheckpoint(project, after: savedStep(project)) }
            Thread.sleep(forTimeInterval: Double.random(in: 0...0.15))
            started.kill()
            let outcome = started.wait()
            #expect(outcome.status == SIGKILL, "killed too late: \(outcome.errors)")
            if outcome.errors.contains("goes on after epoch") { continued += 1 }
        }
        let last = try train(project, mask, store: "killed", "--to-epoch", "90")
        #expect(last.status == 0 && last.errors.contains("goes on after epoch"), "\(last.errors)")
        #expect(continued >= 3)
        #expect(try digests(project, store: "calm") == digests(project, store: "killed"))
        let unfinished = try FileManager.default.contentsOfDirectory(atPath: project.folder + "/killed/tmp")
        #expect(unfinished.isEmpty)
    }

    /// Killed at any step, and asked to end (SIGTERM) at any step: it goes on within the epoch, with the same bytes.
    @Test(arguments: ["sparse.h5", "full.h5"])
    func aTrainingStoppedWithinAnEpochEndsWithTheSameDigests(mask: String) throws {
        let project = try prepared()
        let calm = try train(project, mask, store: "calm", "--to-epoch", "80")
        #expect(calm.status == 0, "\(calm.errors)")
        let arguments = arguments(mask, store: "killed", ["--to-epoch", "80", "--threads", "1"])
        var within = 0
        for round in 0..<8 {
            let started = try StartedProgram(
                "\(Project.programs)/train", arguments + ["--save-every", "0"], in: project.folder)
            waitForCheckpoint(project, after: savedStep(project))
            if round % 2 == 0 { started.kill() } else { started.terminate() }
            let outcome = started.wait()
            try #require(outcome.status == (round % 2 == 0 ? SIGKILL : 75), "too late: \(outcome.errors)")
            if outcome.errors.contains(/goes on after epoch \d+ and \d+ of \d+ steps/) { within += 1 }
        }
        #expect(within >= 4)
        let last = try run("\(Project.programs)/train", arguments, in: project.folder)
        #expect(last.status == 0, "\(last.errors)")
        #expect(try digests(project, store: "calm") == digests(project, store: "killed"))
    }

    /// The last step after which the unfinished training in a store keeps a checkpoint; 0 for none.
    private func savedStep(_ project: Project, store: String = "killed") -> Int {
        let folder = "\(project.folder)/\(store)/tmp"
        // Not deeper, where folders go while they are looked at.
        let names = list(folder).flatMap { list("\(folder)/\($0)") }
        let steps = names.compactMap { name -> Int? in
            let parts = name.split(separator: "-")
            return parts.count == 4 && parts[0] == "step" ? Int(parts[1]) : nil
        }
        return steps.max() ?? 0
    }

    private func list(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private func waitForCheckpoint(_ project: Project, after step: Int, store: String = "killed") {
        let end = Date(timeIntervalSinceNow: 30)
        while savedStep(project, store: store) <= step && Date() < end { usleep(2000) }
    }

    @Test func twoSegmentsGiveTheWeightsOfOne() throws {
        let project = try prepared()
        #expect(try train(project, "sparse.h5", store: "one", "--to-epoch", "3").status == 0)
        #expect(try train(project, "sparse.h5", store: "first", "--to-epoch", "1").status == 0)
        let second = try train(
            project, "sparse.h5", store: "second", "--from-epoch", "1", "--to-epoch", "3", "--state-in",
            "s-first.h5")
        #expect(second.status == 0, "\(second.errors)")
        let one = try digests(project, store: "one")
        let two = try digests(project, store: "second")
        #expect(one[0] == two[0] && one[1] == two[1])
        #expect(one[2] != two[2], "the second segment's metrics hold its own epochs only")
    }

    @Test func anInputThatChangesMeanwhileIsNotPublished() throws {
        let project = try prepared()
        let started = try StartedProgram(
            "\(Project.programs)/train", arguments("sparse.h5", store: "x", ["--to-epoch", "40"]),
            in: project.folder)
        waitForCheckpoint(project, after: 0, store: "x")
        let link = project.folder + "/sparse.h5"
        let other = try FileManager.default.destinationOfSymbolicLink(atPath: project.folder + "/full.h5")
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: other)
        let outcome = started.wait()
        #expect(
            outcome.status == 70 && outcome.errors.contains("mask: the input changed"), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/w-x.h5"))
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/x/recipes"))
        #expect(savedStep(project, store: "x") == 0, "what it saved must not be gone on from")
    }

    /// Its files are published, it goes on, and all that is measured of it says so.
    @Test func aTrainingThatDivergesIsAnOutcome() throws {
        let project = try prepared()
        let rate = ["--learning-rate", "1e30"]
        func done(_ program: String, _ arguments: [String]) throws -> Outcome {
            let outcome = try run("\(Project.programs)/\(program)", arguments, in: project.folder)
            #expect(outcome.status == 0, "\(program) \(arguments): \(outcome.errors)")
            return outcome
        }
        func analyze(_ command: String, _ inputs: String...) throws {
            _ = try done("analyze", [command] + inputs + ["--output", "\(command).h5", "--store", "x"])
        }
        let first = try done("train", arguments("sparse.h5", store: "x", ["--to-epoch", "1"] + rate))
        #expect(first.errors.contains("diverged at step 2"), "\(first.errors)")
        let more = ["--from-epoch", "1", "--to-epoch", "3", "--state-in", "s-x.h5", "--metrics", "m3.h5"]
        let next = ["--data", "data.h5", "--mask", "sparse.h5", "--seed", "1", "--train-limit", "2000"]
        let limits = ["--test-limit", "500", "--batch", "50", "--store", "x", "--weights", "w3.h5"]
        _ = try done("train", next + limits + more + rate)
        try analyze("accuracy", "--metrics", "m-x.h5", "m3.h5")
        let records = try AccuracyTable.readRecords(from: project.folder + "/accuracy.h5")
        #expect(records.map(\.epoch) == [0, 1, 2, 3])
        #expect(records.map(\.divergedStep) == [nil, 2, 2, 2])
        let labels = try Dataset(readingFrom: project.folder + "/data.h5").test.labels.prefix(500)
        let share = Double(labels.count { $0 == 0 }) / 500
        #expect(records.dropFirst().allSatisfy { $0.testAccuracy == share && $0.testLoss.isNaN })
        try analyze("activations", "--weights", "w3.h5", "--data", "data.h5")
        try analyze("sparsity", "--activations", "activations.h5")
        try analyze("dropout", "--weights", "w3.h5", "--activations", "activations.h5")
        try analyze("spectral-radius", "--weights", "w3.h5")
        try analyze("delay", "--metrics", "m-x.h5", "m3.h5", "--data", "data.h5")
        for name in ["sparsity", "dropout", "spectral-radius"] {
            let path = "\(project.folder)/\(name).h5"
            let numbers = try MeasureTables(readingFrom: path).numbers(path: path)
            #expect(numbers.values.allSatisfy { $0.number.isNaN })
            #expect(numbers.curves.flatMap(\.points).allSatisfy { $0.number.isNaN })
        }
        let deep = try done("artifacts", ["verify", "--deep", "--store", "x"])
        #expect(!deep.output.contains("is not a finite number"), "\(deep.output)")
    }

    @Test func limitedStepsStopEarly() throws {
        let project = try prepared()
        let outcome = try train(project, "sparse.h5", store: "few", "--max-steps", "7")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let shown = try project.program("artifacts", "show", "m-few.h5", "--store", "few")
        #expect(shown.output.contains("/train/loss float32 [7]"), "\(shown.output)")
        #expect(shown.output.contains("/test/epoch int64 [1]"))
    }

    @Test func wrongInputsAreNamed() throws {
        let project = try prepared()
        let missing = try train(project, "nowhere.h5", store: "x")
        #expect(missing.status == 66 && missing.errors.contains("nowhere.h5 (mask) does not exist"))
        let kind = try train(project, "data.h5", store: "x")
        #expect(
            kind.status == 65 && kind.errors.contains("a file of kind “mask” was expected"), "\(kind.errors)")
        let option = try train(project, "sparse.h5", store: "x", "--learning-rate", "0")
        #expect(option.status == 64 && option.errors.contains("--learning-rate 0.0 is not a positive number"))
        let noState = try train(project, "sparse.h5", store: "x", "--from-epoch", "1", "--to-epoch", "2")
        #expect(noState.status == 64 && noState.errors.contains("needs the state after it"))
        #expect(try train(project, "sparse.h5", store: "a", "--to-epoch", "1").status == 0)
        let other = try train(
            project, "full.h5", store: "x", "--from-epoch", "1", "--to-epoch", "2", "--state-in", "s-a.h5")
        #expect(other.status == 65 && other.errors.contains("s-a.h5: network"), "\(other.errors)")
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/w-x.h5"))
    }
}
