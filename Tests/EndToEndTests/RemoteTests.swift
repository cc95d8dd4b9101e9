import ArtifactStore
import Foundation
import Testing

/// `make push` and `make pull` through rclone: to a folder, and to a server that speaks S3 on this machine.
@Suite(.serialized) struct RemoteTests {
    private static let hasRclone = isThere("rclone", ["version"])
    private static let python = ProcessInfo.processInfo.environment["SPARSE_CORTEX_PYTHON"] ?? "python3"
    private static let hasS3 = hasRclone && isThere(python, ["-c", "import moto.server"])

    private static func isThere(_ program: String, _ arguments: [String]) -> Bool {
        (try? run("/usr/bin/env", [program] + arguments, in: "/"))?.status == 0
    }

    /// A finished figure, and a configuration of rclone with the remotes `folder` and `s3`.
    private func project(port: Int = 0) throws -> (project: Project, environment: [String: String]) {
        let project = try Project()
        try FileManager.default.copyItem(
            atPath: Project.repository + "/pipeline/sync.sh", toPath: project.folder + "/pipeline/sync.sh")
        try FileManager.default.copyItem(
            atPath: try FinishedFigure.shared().project.folder + "/artifacts",
            toPath: project.folder + "/artifacts")
        let configuration = """
            [folder]
            type = local
            [s3]
            type = s3
            provider = Other
            endpoint = http://127.0.0.1:\(port)
            access_key_id = test
            secret_access_key = test

            """
        let path = project.folder + "/rclone.conf"
        try configuration.write(toFile: path, atomically: true, encoding: .utf8)
        // The server on this machine is asked directly, whatever is set for others.
        return (
            project,
            [
                "RCLONE_CONFIG": path, "RCLONE_LOW_LEVEL_RETRIES": "1", "AWS_CA_BUNDLE": "",
                "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
            ]
        )
    }

    private func sync(
        _ project: Project, _ environment: [String: String], _ direction: String, _ remote: String,
        store: String = "artifacts"
    ) throws -> Outcome {
        try run(
            "/bin/bash", ["pipeline/sync.sh", direction, store, remote], in: project.folder,
            environment: environment)
    }

    /// Pulls into a new store, in which the figure then needs no computation.
    private func checkPull(
        _ project: Project, _ environment: [String: String], _ remote: String
    ) throws {
        let links = try project.links()
        try FileManager.default.moveItem(
            atPath: project.folder + "/artifacts", toPath: project.folder + "/before")
        let pulled = try sync(project, environment, "pull", remote)
        #expect(pulled.status == 0, "\(pulled.errors)")
        let store = Store(at: project.folder + "/artifacts")
        let report = store.verify()
        #expect(report.damages.isEmpty && report.unfinished == 0, "\(report.damages)")
        let object = try #require(store.records().first?.outputs.values.first)
        let mode = try FileManager.default.attributesOfItem(atPath: store.path(of: object))[.posixPermissions]
        #expect(mode as? Int == 0o444)
        let made = try project.make("figure2")
        #expect(made.status == 0 && made.computed.isEmpty, "\(made.errors)")
        #expect(try project.links().filter { links[$0.key] != nil } == links)
    }

    @Test(.enabled(if: hasRclone, "there is no rclone"))
    func aFolderIsARemoteOfRclone() throws {
        let (project, environment) = try project()
        let remote = "folder:\(project.folder)/remote"
        // Slowed down, and killed with all that it started.
        let slow = environment.merging(["RCLONE_BWLIMIT": "150k", "RCLONE_TRANSFERS": "2"]) { $1 }
        let killed = try run(
            "/usr/bin/timeout", ["-s", "KILL", "3", "bash", "pipeline/sync.sh", "push", "artifacts", remote],
            in: project.folder, environment: slow)
        #expect(killed.status != 0)
        let there = Store(at: project.folder + "/remote")
        // What a push leaves that is killed within a file, whichever rclone does it.
        let object = try #require(
            Store(at: project.folder + "/artifacts").records().compactMap { $0.outputs["weights"] }.first)
        let path = there.path(of: object)
        let whole = try Data(
            contentsOf: URL(
                fileURLWithPath: Store(at: project.folder + "/artifacts").path(of: object)))
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try whole.prefix(1000).write(to: URL(fileURLWithPath: path))
        #expect(!there.verify().damages.isEmpty)
        let pushed = try sync(project, environment, "push", remote)
        #expect(
            pushed.status == 0 && pushed.errors.contains("cut off after 1000 bytes"), "\(pushed.errors)")
        #expect(there.verify().damages.isEmpty)
        // An object that is another one there is left, and said.
        try FileManager.default.removeItem(atPath: path)
        try Data("other".utf8).write(to: URL(fileURLWithPath: path))
        let refused = try sync(project, environment, "push", remote)
        #expect(
            refused.status == 74 && refused.errors.contains("immutable file modified"), "\(refused.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("other".utf8))
        try FileManager.default.removeItem(atPath: path)
        #expect(try sync(project, environment, "push", remote).status == 0)
        try checkPull(project, environment, remote)
    }

    @Test(.enabled(if: hasS3, "there is no rclone, or no moto[server] in SPARSE_CORTEX_PYTHON"))
    func aBucketIsARemoteOfRclone() throws {
        // At any free port, which it says.
        let server = try StartedProgram(
            "/usr/bin/env", [Self.python, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], in: "/tmp"
        )
        defer { server.kill() }
        let port = server.said { text in
            text.firstMatch(of: /Running on http:\/\/127\.0\.0\.1:([0-9]+)/).flatMap { Int($0.output.1) }
        }
        let (project, environment) = try project(port: #require(port))
        let made = try run(
            "/usr/bin/env", ["rclone", "mkdir", "s3:results"], in: project.folder, environment: environment)
        try #require(made.status == 0, "\(made.errors)")
        let slow = environment.merging(["RCLONE_BWLIMIT": "150k"]) { $1 }
        let killed = try run(
            "/usr/bin/timeout",
            ["-s", "KILL", "3", "bash", "pipeline/sync.sh", "push", "artifacts", "s3:results/store"],
            in: project.folder, environment: slow)
        #expect(killed.status != 0)
        let pushed = try sync(project, environment, "push", "s3:results/store")
        #expect(pushed.status == 0, "\(pushed.errors)")
        let again = try sync(project, environment, "push", "s3:results/store")
        #expect(again.status == 0, "\(again.errors)")
        try checkPull(project, environment, "s3:results/store")
    }

    /// A remote that does not answer is not one without the folder.
    @Test(.enabled(if: hasRclone, "there is no rclone"))
    func aRemoteThatDoesNotAnswerEndsAPush() throws {
        // Nothing listens there.
        let (project, environment) = try project(port: 9)
        let refused = try sync(project, environment, "push", "s3:results/store")
        #expect(
            refused.status == 74 && refused.errors.contains("does not say whether it has the folder objects"),
            "\(refused.errors)")
    }

    /// Through rsync: a folder that is missing is left out, and any other answer ends the pull.
    @Test func aFailureIsNoAbsence() throws {
        let (project, environment) = try project()
        let remote = project.folder + "/remote"
        let pushed = try sync(project, environment, "push", remote)
        #expect(pushed.status == 0, "\(pushed.errors)")
        #expect(!FileManager.default.fileExists(atPath: remote + "/dropped"))
        #expect(try sync(project, environment, "pull", remote, store: "first").status == 0)
        // An rsync whose connection breaks, or that lacks a right, when it is asked what is there.
        for (code, words) in [(12, "connection unexpectedly closed"), (23, "Permission denied (13)")] {
            let script = """
                #!/bin/sh
                case " $* " in *" --list-only "*) echo "rsync: \(words)" >&2; exit \(code) ;; esac
                exec /usr/bin/rsync "$@"
                """
            try FileManager.default.createDirectory(
                atPath: project.folder + "/bin", withIntermediateDirectories: true)
            try script.write(toFile: project.folder + "/bin/rsync", atomically: true, encoding: .utf8)
            chmod(project.folder + "/bin/rsync", 0o755)
            let path =
                "\(project.folder)/bin:\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
            let pulled = try sync(
                project, environment.merging(["PATH": path]) { $1 }, "pull", remote, store: "store\(code)")
            #expect(pulled.status == 74, "\(pulled.errors)")
            #expect(
                pulled.errors.contains(words)
                    && pulled.errors.contains(
                        "does not say whether it has the folder dropped (exit code \(code))"),
                "\(pulled.errors)")
            #expect(Store(at: "\(project.folder)/store\(code)").records().isEmpty)
        }
    }
}
