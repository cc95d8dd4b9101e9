import ArtifactStore
import Foundation
import Testing

/// A project in whose store every command of every stage was computed.
final class AskedProject: Sendable {
    /// A command as a recipe has it.
    struct Command: Sendable {
        let stage: String
        let arguments: [String]

        /// The stage, with its subcommand if it has some.
        var name: String {
            let first = arguments.first ?? "-"
            guard ["analyze", "report"].contains(stage) else { return stage }
            return "\(stage) \(first.hasPrefix("-") ? "figure" : first)"
        }
    }

    let commands: [Command]
    private let project: Project
    private let listener: Listener

    var folder: String { project.folder }

    init() throws {
        project = try Project(seeds: "1")
        listener = try Listener()
        Leftovers.removeAtExit(project.folder)
        try project.nameOtherFigures()
        let outcome = try project.make("paper")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let links = try project.links().keys.map { "artifacts/\($0)" }.sorted()
        let weights = links.filter { $0.contains("/weights-") }
        let metrics = links.filter { $0.contains("/metrics-") }
        let snapshot = ["--weights", weights[0], "--data", "artifacts/data/mnist.h5"]
        let activations = ["--activations", "artifacts/by-hand/activations.h5"]
        for (measure, arguments) in [
            ("activations", snapshot), ("gradients", snapshot), ("sparsity", activations),
            ("correlation", activations), ("mutual-information", activations + ["--pairs", "5"]),
            ("dropout", ["--weights", weights[0]] + activations),
            ("weight-change", ["--weights", weights[0], "--later", weights[0]]),
            ("spectral-radius", ["--weights", weights[0]]), ("wiring", ["--weights", weights[0]]),
            ("delay", ["--metrics", metrics[0], "--data", "artifacts/data/mnist.h5"]),
            ("early-loss", ["--metrics", metrics[0]]),
        ] {
            let made = try run(
                "\(Project.programs)/analyze",
                [measure] + arguments + ["--output", "artifacts/by-hand/\(measure).h5"], in: project.folder)
            try #require(made.status == 0, "\(measure): \(made.errors)")
        }
        // Every file settled: a change of one would show in its times.
        usleep(50_000)
        commands = Store(at: project.folder + "/artifacts").records().map { record in
            let line = (record.run["command"]?.values ?? []).compactMap(\.string)
            return Command(stage: record.recipe.stage, arguments: Array(line.dropFirst()))
        }
    }

    /// Asks a command twice, for people and for programs, and compares all files and folders before and after.
    ///
    /// - Parameters:
    ///   - store: asked about; paths in the project's own store become paths in this one if it is a copy.
    ///   - launcher: a program with its arguments that starts the stage.
    /// - Returns: the state that the stage says.
    func state(_ command: Command, in store: String, by launcher: [String] = []) throws -> String {
        var arguments = command.arguments
        if let place = arguments.firstIndex(of: "--store") { arguments.removeSubrange(place...place + 1) }
        if store.hasPrefix("/") {
            arguments = arguments.map { $0.hasPrefix("artifacts/") ? "\(store)/\($0.dropFirst(10))" : $0 }
        }
        arguments += ["--store", store, "--why"]
        let call = launcher + ["\(Project.programs)/\(command.stage)"]
        let folders = [folder] + (store.hasPrefix("/") ? [(store as NSString).deletingLastPathComponent] : [])
        let before = try folders.map(FileState.all)
        let environment = listener.environment.merging(["HOME": folder]) { $1 }
        let outcomes = try [[], ["--json"]].map { more in
            try run(call[0], call.dropFirst() + arguments + more, in: folder, environment: environment)
        }
        for outcome in outcomes { #expect(outcome.status == 0, "\(command.name): \(outcome.errors)") }
        #expect(!outcomes[0].output.isEmpty, "\(command.name) says nothing")
        #expect(try folders.map(FileState.all) == before, "\(command.name) changed something in \(store)")
        #expect(!listener.wasCalled, "\(command.name) called somebody")
        let json = try CanonicalJSON(parsing: Array(outcomes[1].output.utf8))
        return json["state"]?.string ?? "none"
    }
}

/// What shows that a file or folder was touched.
enum FileState {
    /// Of everything below a folder and of itself: kind, rights, size, place on the disk, times of change, where a link leads.
    static func all(below folder: String) throws -> [String: String] {
        var found = ["": try of(folder)]
        for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
            found[name] = try of("\(folder)/\(name)")
        }
        return found
    }

    private static func of(_ path: String) throws -> String {
        var information = stat()
        try #require(lstat(path, &information) == 0, "\(path)")
        let times = [information.st_mtim, information.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
        let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? ""
        return "\(information.st_mode) \(information.st_size) \(information.st_ino) \(times) \(link)"
    }
}

/// Stands where a proxy would, so that it is seen if a program calls anybody; hangs up on all.
final class Listener: Sendable {
    private let descriptor: Int32
    private let calls = Calls()
    /// For programs that should call here instead of anything else.
    let environment: [String: String]

    struct NotStarted: Error {}

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isBound else { throw NotStarted() }
        let proxy = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        var variables = ["no_proxy": "", "NO_PROXY": ""]
        for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            variables[name] = proxy
        }
        environment = variables
        let calls = calls
        Thread.detachNewThread { calls.answer(at: descriptor) }
    }

    deinit {
        // Ends the thread, too.
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// Whether somebody called.
    var wasCalled: Bool { calls.count > 0 }

    private final class Calls: @unchecked Sendable {
        private let lock = NSLock()
        private var number = 0

        var count: Int { lock.withLock { number } }

        func answer(at descriptor: Int32) {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                lock.withLock { number += 1 }
                close(connection)
            }
        }
    }
}
