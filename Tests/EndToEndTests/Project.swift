import Foundation
import Testing

/// What a finished program said.
struct Outcome {
    let status: Int32
    let output: String
    let errors: String
}

/// No error of Foundation's, and no failed assertion, reaches a person as it comes.
private func requireWords(_ text: String) {
    for raw in ["Error Domain=", "NSCocoaErrorDomain", "CodingKeys(", "Fatal error", "_NSSwift"] {
        #expect(!text.contains(raw), "an error as it comes: \(text.suffix(2000))")
    }
}

/// Runs a program to its end.
func run(
    _ program: String, _ arguments: [String], in folder: String, environment: [String: String] = [:]
) throws -> Outcome {
    let started = try StartedProgram(program, arguments, in: folder, environment: environment)
    return started.wait()
}

/// A running program; its output goes to files, so that it never waits for a reader.
final class StartedProgram {
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let logs: [String]

    init(
        _ program: String, _ arguments: [String], in folder: String, environment: [String: String] = [:]
    ) throws {
        logs = ["out", "err"].map { NSTemporaryDirectory() + "\(UUID().uuidString).\($0)" }
        for log in logs { _ = FileManager.default.createFile(atPath: log, contents: nil) }
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // A make above this test must not be taken for that of the project in the test.
        for name in ["MAKEFLAGS", "MFLAGS", "MAKELEVEL", "SPARSE_CORTEX_STORE"] {
            variables[name] = environment[name]
        }
        process.environment = variables
        process.standardInput = FileHandle.nullDevice
        let handles = try logs.map { try FileHandle(forWritingTo: URL(fileURLWithPath: $0)) }
        // Processes are never freed, and so would hold the files open: thousands of them in long loops.
        defer { for handle in handles { try? handle.close() } }
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        // Not waitUntilExit, which needs a run loop and can hang on a thread of a pool.
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
    }

    deinit { for log in logs { try? FileManager.default.removeItem(atPath: log) } }

    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    func terminate() { Foundation.kill(process.processIdentifier, SIGTERM) }

    func interrupt() { Foundation.kill(process.processIdentifier, SIGINT) }

    var isRunning: Bool { process.isRunning }
    var identifier: Int32 { process.processIdentifier }

    /// Waits until standard error has what is looked for: two minutes at most, since programs start slowly on a busy machine.
    func said<Found>(_ find: (String) -> Found?) -> Found? {
        for _ in 0..<2400 {
            let text = (try? String(contentsOfFile: logs[1], encoding: .utf8)) ?? ""
            if let found = find(text) { return found }
            usleep(50_000)
        }
        return nil
    }

    func wait() -> Outcome {
        ended.wait()
        let texts = logs.map { (try? String(contentsOfFile: $0, encoding: .utf8)) ?? "" }
        for text in texts { requireWords(text) }
        return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }
}

/// A copy of the project's Makefile and pipeline in a folder of its own, with the programs as built.
final class Project: Sendable {
    let folder: String

    /// The repository.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The folder of the built programs: that of the running test bundle.
    static let programs: String = {
        let built = ProcessInfo.processInfo.environment["SPARSE_CORTEX_BIN"]
        return built ?? repository + "/.build/release"
    }()

    /// A project with a small specification: sizes 16 and 24, 200 images, batches of 20.
    init(densities: String = "0.1, 1", seeds: String = "2") throws {
        folder = NSTemporaryDirectory() + "project-\(UUID().uuidString)"
        let files = FileManager.default
        try files.createDirectory(atPath: folder + "/pipeline/figures", withIntermediateDirectories: true)
        try files.copyItem(atPath: Self.repository + "/Makefile", toPath: folder + "/Makefile")
        for name in [
            "plots", "pages", "executors", "claims.yaml", "differences.yaml", "profiles.yaml",
            "control-group.sh",
            "cores.sh", "shared-mode.sh",
        ] {
            try files.copyItem(
                atPath: "\(Self.repository)/pipeline/\(name)", toPath: "\(folder)/pipeline/\(name)")
        }
        try files.createSymbolicLink(
            atPath: folder + "/pipeline/data", withDestinationPath: Self.repository + "/pipeline/data")
        try files.createDirectory(atPath: folder + "/Sources", withIntermediateDirectories: true)
        try specify(densities: densities, seeds: seeds)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Writes the figure's specification anew.
    func specify(densities: String, seeds: String, seedsOfGrid: String? = nil, epochs: Int = 2) throws {
        let text = """
            figure: figure2
            title: A small figure
            layout: panels.gp
            networks: {dataset: mnist, network: rnn, nonlinearity: relu, learning-rate: 0.001, batch: 20}
            panels:
              - {name: A, shows: dataset-examples, title: Examples}
              - name: B
                shows: accuracy-by-epoch
                title: Epochs
                profiles:
                  smoke: {sizes: [16], densities: [0.1, 1], seeds: \(seeds), epochs: \(epochs)}
              - name: C
                shows: accuracy-grid
                title: Grid
                profiles:
                  smoke: {sizes: [16, 24], densities: [\(densities)], seeds: \(seedsOfGrid ?? seeds), epochs: 1}

            """
        try text.write(toFile: folder + "/pipeline/figures/figure2.yaml", atomically: true, encoding: .utf8)
    }

    /// `make` with the built programs, two jobs at a time.
    func make(_ arguments: String...) throws -> Outcome {
        try startMake(arguments).wait()
    }

    func startMake(_ arguments: [String]) throws -> StartedProgram {
        try StartedProgram(
            "/usr/bin/make", ["PROFILE=smoke", "NO_BUILD=1", "BIN=\(Self.programs)"] + arguments, in: folder)
    }

    /// The templates of pages, as Make names them.
    static let templates: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: repository + "/pipeline/pages")) ?? [])
        .filter { $0.hasSuffix(".mustache") }.sorted().map { "pipeline/pages/\($0)" }

    func program(_ name: String, _ arguments: String...) throws -> Outcome {
        try run("\(Self.programs)/\(name)", arguments, in: folder)
    }

    /// Digests of all links of the store, by link.
    func links() throws -> [String: String] {
        let files = FileManager.default
        var found: [String: String] = [:]
        for case let name as String in files.enumerator(atPath: folder + "/artifacts") ?? .init() {
            let path = "\(folder)/artifacts/\(name)"
            guard let destination = try? files.destinationOfSymbolicLink(atPath: path) else { continue }
            found[name] = ((destination as NSString).lastPathComponent as NSString).deletingPathExtension
        }
        return found
    }
}

extension Outcome {
    /// Lines in which a stage says that it computed something, as opposed to finding it.
    var computed: [String] {
        errors.split(separator: "\n").map(String.init).filter { line in
            line.range(
                of: #"^(fetch-data|build-mask|train|analyze|report): .* in [0-9.]+ (s|min|h)"#,
                options: .regularExpression) != nil
        }
    }

    /// Computed lines of one stage.
    func computed(by stage: String) -> [String] { computed.filter { $0.hasPrefix(stage + ":") } }
}
