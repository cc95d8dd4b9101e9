@testable import Model
import ArtifactStore
import Foundation
import Testing

/// What goes wrong, at which operation (fixtures/faults.c).
struct Fault: CustomStringConvertible {
    /// `kill`, `torn`, `enospc` or `eio`.
    let mode: String
    /// Counted from 1.
    let at: Int

    static let modes = ["kill", "torn", "enospc", "eio"]

    var description: String { "\(mode) at operation \(at)" }
}

/// The preloaded library, compiled once a run.
enum FaultLibrary {
    /// Stages of which all operations are tried instead of a sample: `make test-faults`.
    private static let thoroughStages: Set<String> = {
        let names = ProcessInfo.processInfo.environment["SPARSE_CORTEX_FAULTS"] ?? ""
        return Set(names.split(separator: ",").map(String.init))
    }()

    static func isThorough(_ stage: String) -> Bool {
        thoroughStages.contains(stage) || thoroughStages.contains("all")
    }

    /// Says what is being tried where that takes long.
    static func report(_ mode: String, at places: [Int], of name: String) {
        guard isThorough(name) else { return }
        print("\(Date().formatted(.iso8601)) \(name): \(mode) at each of \(places.count) operations")
        fflush(nil)
    }

    /// Tries as many places at a time as there are cores.
    static func forEach(_ places: [Int], _ body: @escaping @Sendable (Int) throws -> Void) async throws {
        let atATime = ProcessInfo.processInfo.activeProcessorCount
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, place) in places.enumerated() {
                if number >= atATime { try await group.next() }
                group.addTask { try body(place) }
            }
            try await group.waitForAll()
        }
    }

    private static let compiled = Result<String, any Error> {
        let library = NSTemporaryDirectory() + "faults-\(UUID().uuidString).so"
        Leftovers.removeAtExit(library)
        let source = Project.repository + "/Tests/EndToEndTests/fixtures/faults.c"
        let outcome = try run(
            "/usr/bin/env", ["cc", "-shared", "-fPIC", "-O1", "-o", library, source], in: "/")
        try #require(outcome.status == 0, "\(outcome.errors)")
        return library
    }

    /// Variables that make the operations below `folder` be counted, and go wrong or be logged.
    static func environment(
        below folder: String, in program: String? = nil, fault: Fault? = nil, log: String? = nil,
        count: String? = nil
    ) throws -> [String: String] {
        var variables = ["LD_PRELOAD": try compiled.get(), "FAULT_ROOT": folder]
        if let program { variables["FAULT_PROGRAM"] = program }
        if let fault {
            variables["FAULT_MODE"] = fault.mode
            variables["FAULT_AT"] = "\(fault.at)"
        }
        if let log { variables["FAULT_LOG"] = log }
        if let count { variables["FAULT_COUNT"] = count }
        return variables
    }
}

/// A finished small figure, from which stores are copied in which one job is still to be done.
final class FinishedFigure: Sendable {
    let project: Project
    let jobs: [JobLine]

    /// One command of the figure.
    struct JobLine: Decodable {
        struct File: Decodable {
            let path: String
        }
        let stage: String
        let outputs: [File]
        let arguments: [String]
        let execution: [String]
    }

    private struct JobLines: Decodable {
        let jobs: [JobLine]
    }

    private static let made = Result<FinishedFigure, any Error> { try FinishedFigure() }

    /// Made once a run.
    static func shared() throws -> FinishedFigure { try made.get() }

    private init() throws {
        project = try Project()
        Leftovers.removeAtExit(project.folder)
        let outcome = try project.make("figure2")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let plan = URL(fileURLWithPath: project.folder + "/artifacts/plan/figure2-smoke.jobs.json")
        jobs = try JSONDecoder().decode(JobLines.self, from: try Data(contentsOf: plan)).jobs
    }

    // MARK: A dataset

    private static let fetched = Result<FinishedFigure, any Error> { try FinishedFigure(images: [300, 100]) }

    /// Instead of a figure, a dataset of few images, made once a run: all of MNIST takes 761 operations, most of them alike.
    static func sharedDataset() throws -> FinishedFigure { try fetched.get() }

    private init(images counts: [Int]) throws {
        project = try Project()
        Leftovers.removeAtExit(project.folder)
        try Self.writeFirstImages(counts, of: project)
        jobs = [
            JobLine(
                stage: "fetch-data", outputs: [.init(path: "data/mnist-few.h5")],
                arguments: [
                    "mnist", "--variant", "few", "--from", "few", "--output", "$(STORE)/data/mnist-few.h5",
                ], execution: ["--store", "$(STORE)"])
        ]
        let made = try StartedProgram(
            "\(Project.programs)/fetch-data",
            (jobs[0].arguments + jobs[0].execution).map {
                $0.replacingOccurrences(of: "$(STORE)", with: "artifacts")
            }, in: project.folder
        ).wait()
        try #require(made.status == 0, "\(made.errors)")
    }

    /// Files like MNIST's in `few/`, with its first training and test images.
    static func writeFirstImages(_ counts: [Int], of project: Project) throws {
        let script = """
            import gzip, os
            os.mkdir("few")
            for part, count in zip(["train", "t10k"], \(counts)):
                for kind, head, size in [("images-idx3", 16, 784), ("labels-idx1", 8, 1)]:
                    name = f"{part}-{kind}-ubyte.gz"
                    data = gzip.open("pipeline/data/mnist/" + name).read(head + count * size)
                    gzip.open("few/" + name, "w").write(data[:4] + count.to_bytes(4, "big") + data[8:])
            """
        let outcome = try EndToEndTests.run("/usr/bin/env", ["python3", "-c", script], in: project.folder)
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    /// The last job of a stage: for `train` a second segment, which reads a state.
    func job(of stage: String) throws -> JobLine {
        try #require(
            jobs.last { job in
                job.stage == stage && (stage != "train" || job.arguments.contains("--state-in"))
            })
    }

    /// A copy of the store in which `job` has never run. Objects are shared with the original: they are never changed.
    func storeWithout(_ job: JobLine) throws -> StoreCopy {
        let copy = try StoreCopy(of: project.folder + "/artifacts")
        for link in job.outputs.map({ "\(copy.path)/\($0.path)" }) {
            let object = try #require(copy.store.object(linkedBy: link))
            for record in copy.store.records(making: object.digest) {
                try? FileManager.default.removeItem(
                    atPath: "\(copy.path)/recipes/\(record.recipe.digest.hex).json")
                for output in record.outputs.values {
                    try? FileManager.default.removeItem(atPath: copy.store.path(of: output))
                }
            }
            try FileManager.default.removeItem(atPath: link)
        }
        return copy
    }

    /// Runs a job's command line in a copy.
    func run(_ job: JobLine, in copy: StoreCopy, environment: [String: String] = [:]) throws -> Outcome {
        let arguments = (job.arguments + job.execution).map {
            $0.replacingOccurrences(of: "$(STORE)", with: copy.path)
                .replacingOccurrences(of: "$(THREADS)", with: "1")
        }
        return try EndToEndTests.run(
            "\(Project.programs)/\(job.stage)", arguments, in: project.folder, environment: environment)
    }
}

/// A copy of a store, removed at the end.
final class StoreCopy {
    let folder: String
    var path: String { folder + "/artifacts" }
    var store: Store { Store(at: path) }

    init(of original: String) throws {
        let temporary = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
        folder = temporary + "/copy-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let outcome = try run("/bin/cp", ["-al", original, folder + "/artifacts"], in: "/")
        try #require(outcome.status == 0, "\(outcome.errors)")
        // Locks of copies must not be those of the original.
        try? FileManager.default.removeItem(atPath: path + "/locks")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Digests of all links, by link.
    func links() -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: store.links().map { link in
                (link, store.object(linkedBy: "\(path)/\(link)")?.digest.hex ?? "")
            })
    }

    /// Files that an interrupted command may leave.
    func unfinished() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path + "/tmp")) ?? []
    }
}
