import Foundation
import Testing

/// What `bench` measures is the real training, and what it prints can be read. How long anything takes is not tested.
@Suite struct BenchTests {
    static let hasPython = (try? run("/usr/bin/env", ["python3", "--version"], in: "/").status) == 0
    static let script = Project.repository + "/pipeline/bench/run.py"

    /// The object that `bench` prints, run where the repository keeps MNIST.
    private func bench(_ arguments: String...) throws -> [String: Any] {
        let outcome = try run("\(Project.programs)/bench", arguments, in: Project.repository)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    }

    @Test(arguments: [["bench"], ["bench", "step"], ["bench", "machine"]])
    func helpHasExamplesAndExitCodes(command: [String]) throws {
        let outcome = try run("\(Project.programs)/bench", command.dropFirst() + ["--help"], in: "/")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("EXAMPLE") && outcome.output.contains("EXIT CODES"))
    }

    @Test func stepsAreThoseThatPyTorchTrains() throws {
        let fixture = "Tests/TrainingTests/fixtures/rnn-relu-n64-p0.1-s0.json"
        let path = URL(fileURLWithPath: "\(Project.repository)/\(fixture)")
        let reference = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
        let expected = try #require(reference["loss"] as? [Double]).prefix(5)
        let report = try bench("step", "--hidden", "64", "--density", "0.1", "--steps", "5", "--threads", "2")
        let losses = try #require(report["losses"] as? [Double])
        #expect(losses.count == 5)
        #expect(zip(losses, expected).allSatisfy { abs($0 - $1) < 1e-4 }, "\(losses)")
        let times = try #require(report["steps_ms"] as? [Double])
        #expect(times.count == 5 && times.allSatisfy { $0 > 0 })
        #expect(report["connections"] as? Int == 402)
        #expect(report["threads"] as? Int == 2)
        for member in ["peak_rss_mb", "data_rss_mb", "setup_s", "data_s", "mask_s", "network_s"] {
            #expect(try #require(report[member] as? Double) > 0, "\(member)")
        }
        #expect(report["epoch_s"] == nil)
    }

    @Test func stepsGoOnInTheNextEpoch() throws {
        let report = try bench(
            "step", "--hidden", "8", "--density", "1", "--batch", "20000", "--steps", "5", "--no-data")
        #expect((report["steps_ms"] as? [Double])?.count == 5)
        #expect(report["data"] as? String == "random")
        #expect(report["connections"] as? Int == 64)
    }

    @Test func anEpochIsTrainedAndTested() throws {
        let report = try bench("step", "--hidden", "16", "--density", "0.5", "--batch", "1000", "--epoch")
        let times = try #require(report["steps_ms"] as? [Double])
        #expect(times.count == 60)
        #expect(try #require(report["epoch_s"] as? Double) * 1000 >= times.reduce(0, +) - 1)
        #expect(try #require(report["test_s"] as? Double) > 0)
        #expect((0.05...1).contains(try #require(report["test_accuracy"] as? Double)))
    }

    @Test func theMachineHasRates() throws {
        let report = try bench("machine", "--threads", "2", "--seconds", "0.003")
        let rates = try #require(report["rates"] as? [[String: Any]])
        #expect(rates.map { $0["threads"] as? Int } == [1, 2])
        for rate in rates {
            #expect(try #require(rate["fma_gflops"] as? Double) > 0)
            let reads = try #require(rate["read_gbs"] as? [String: Double])
            #expect(reads.keys.contains("L1") && reads.keys.contains("memory"))
            #expect(reads.values.allSatisfy { $0 > 0 })
        }
    }

    @Test(arguments: [
        (["step", "--hidden", "8"], "--density"),
        (["step", "--hidden", "0", "--density", "0.1"], "--hidden 0"),
        (["step", "--hidden", "8", "--density", "1.5"], "larger than 0 and at most 1"),
        (["step", "--hidden", "8", "--density", "1", "--steps", "0"], "--steps 0 is not at least 1"),
        (["step", "--hidden", "8", "--density", "1", "--steps", "2", "--epoch"], "give one"),
        (["step", "--hidden", "8", "--density", "1", "--threads", "0"], "--threads 0 is outside 1 to 1024"),
        (["step", "--hidden", "8", "--density", "1", "--data", "x", "--no-data"], "give one"),
        (["machine", "--seconds", "0"], "--seconds 0.0 is not above 0"),
    ])
    func wrongOptionsAreRefusedWithAdvice(arguments: [String], message: String) throws {
        let outcome = try run("\(Project.programs)/bench", arguments, in: "/")
        #expect(outcome.status == 64 && outcome.errors.contains(message), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func aFolderWithoutImagesIsNamed() throws {
        let arguments = ["step", "--hidden", "8", "--density", "1", "--data", "/nowhere"]
        let outcome = try run("\(Project.programs)/bench", arguments, in: "/")
        #expect(outcome.status == 66 && outcome.errors.contains("--data /nowhere"), "\(outcome.errors)")
    }

    @Test(.enabled(if: hasPython, "there is no python3"))
    func theDriverMeasuresAndWritesResults() throws {
        let out = NSTemporaryDirectory() + "bench-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: out) }
        let outcome = try run(
            "/usr/bin/env",
            ["python3", Self.script, "--profile", "tiny", "--without-peers", "--threads", "2"]
                + ["--bench", "\(Project.programs)/bench", "--out", out, "--date", "2000-01-01"],
            in: "/", environment: ["PYTHONDONTWRITEBYTECODE": "1"])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let data = try Data(contentsOf: URL(fileURLWithPath: out + "/results.json"))
        let results = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(results["date"] as? String == "2000-01-01")
        let rows = try #require(results["rows"] as? [[String: Any]])
        let sections = Set(rows.compactMap { $0["section"] as? String })
        #expect(sections.isSuperset(of: ["machine", "training step", "peak memory", "threads", "scaling"]))
        #expect(rows.allSatisfy { ($0["median"] as? Double ?? 0) > 0 })
        let scaling = try String(contentsOfFile: out + "/scaling.tsv", encoding: .utf8)
        #expect(scaling.split(separator: "\n").count == 5)
        #expect(FileManager.default.fileExists(atPath: out + "/scaling.svg"))
        let table = try String(contentsOfFile: out + "/table.md", encoding: .utf8)
        #expect(table == outcome.output && table.contains("PyTorch") && table.contains("--without-peers"))
    }

    @Test(.enabled(if: hasPython, "there is no python3"))
    func theDriverNamesWrongOptions() throws {
        for (arguments, message) in [
            (["--bench", "/nowhere/bench", "--without-peers"], "--bench /nowhere/bench"),
            (["--rounds", "0"], "--rounds 0 is not at least 1"),
            (["--profile", "huge"], "--profile"),
        ] {
            let outcome = try run(
                "/usr/bin/env", ["python3", Self.script, "--out", "/nowhere"] + arguments, in: "/",
                environment: ["PYTHONDONTWRITEBYTECODE": "1"])
            #expect(outcome.status != 0 && outcome.errors.contains(message), "\(outcome.errors)")
        }
    }
}
