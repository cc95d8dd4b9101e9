import ArtifactStore
import Foundation
import Testing

/// A Slurm cluster on this machine, as long as this lives (`fixtures/slurm.sh`).
final class SlurmCluster {
    let folder = NSTemporaryDirectory() + "slurm-\(UUID().uuidString.prefix(8))"
    private static let script = Project.repository + "/Tests/EndToEndTests/fixtures/slurm.sh"

    /// Whether Slurm and munge are here, and this user may start them.
    static let isAvailable =
        getuid() == 0
        && ["slurmctld", "slurmd", "munged"].allSatisfy { name in
            FileManager.default.isExecutableFile(atPath: "/usr/sbin/\(name)")
        }

    init(nodes: Int = 1) throws {
        let outcome = try EndToEndTests.run(Self.script, ["start", folder, "\(nodes)"], in: "/")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    deinit {
        _ = try? EndToEndTests.run(Self.script, ["stop", folder], in: "/")
        try? FileManager.default.removeItem(atPath: folder)
    }

    var environment: [String: String] {
        ["SLURM_CONF": "\(folder)/slurm.conf", "SPARSE_CORTEX_QUEUE_SECONDS": "5"]
    }

    /// One of Slurm's commands.
    func ask(_ command: String, _ arguments: String...) throws -> String {
        try EndToEndTests.run("/usr/bin/\(command)", arguments, in: "/", environment: environment).output
    }

    /// The process of a daemon: `slurmctld`, `slurmd-node1`.
    func process(of daemon: String) throws -> Int32 {
        let text = try String(contentsOfFile: "\(folder)/\(daemon).pid", encoding: .utf8)
        return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// Starts a daemon that was killed.
    func restart(_ daemon: String) throws {
        let outcome = try EndToEndTests.run(Self.script, ["restart", folder, daemon], in: "/")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}

extension Project {
    /// Settings of the executor.
    func configureSlurm(_ text: String) throws {
        try text.write(
            toFile: folder + "/pipeline/executors/slurm.yaml", atomically: true, encoding: .utf8)
    }

    func makeBySlurm(_ cluster: SlurmCluster, _ arguments: String...) throws -> StartedProgram {
        try StartedProgram(
            "/usr/bin/make",
            arguments + ["EXECUTOR=slurm", "PROFILE=smoke", "NO_BUILD=1", "BIN=\(Self.programs)"], in: folder,
            environment: cluster.environment)
    }
}

@Suite(.serialized, .enabled(if: SlurmCluster.isAvailable, "Slurm is not installed, or this is not root"))
struct SlurmTests {
    /// What every link of a store leads to.
    private func links(_ project: Project) -> [String: String] {
        let store = Store(at: project.folder + "/artifacts")
        return Dictionary(
            uniqueKeysWithValues: store.links().compactMap { link in
                store.object(linkedBy: "\(store.root)/\(link)").map { (link, $0.digest.hex) }
            })
    }

    @Test func aFigureHasTheDigestsOfALocalOne() throws {
        let cluster = try SlurmCluster(nodes: 2)
        let project = try Project()
        let made = try project.makeBySlurm(cluster, "figure2", "-j8").wait()
        #expect(made.status == 0, "\(made.errors)")
        let local = try FinishedFigure.shared()
        #expect(links(project) == links(local.project))
        // Several of the short commands in one job.
        let jobs = try cluster.ask("scontrol", "--oneliner", "show", "job")
        #expect(jobs.split(separator: "\n").count < 9, "\(jobs)")
        let again = try project.makeBySlurm(cluster, "figure2", "-j8").wait()
        #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")
    }

    @Test(arguments: [
        ("partiton: long", ":1: unknown key \"partiton\" in the settings; did you mean \"partition\"?"),
        ("longest: 3\nshortest: 9", ":1: shortest (9) is above longest (3)"),
        ("stages: {trian: {longest: 9}}", "unknown key \"trian\" in stages; did you mean \"train\"?"),
        ("memory-factor: 0.5", "memory-factor 0.5 is outside"),
        ("options: [mail]", "the option \"mail\" must begin with -"),
    ])
    func wrongSettingsAreRefused(text: String, says: String) throws {
        let project = try Project()
        try project.configureSlurm(text)
        let made = try project.startMake(["figure2", "EXECUTOR=slurm"]).wait()
        #expect(
            made.status != 0 && made.errors.contains("slurm.yaml") && made.errors.contains(says),
            "\(made.errors)")
    }

    /// A command that the scheduler does not run fails with its own exit code and message.
    @Test func failuresComeBackWithTheirMessage() throws {
        let cluster = try SlurmCluster()
        let project = try Project()
        try project.configureSlurm("partition: nowhere")
        let made = try project.makeBySlurm(cluster, "figure2", "-j8").wait()
        #expect(made.status != 0 && made.errors.contains("invalid partition specified"), "\(made.errors)")
        #expect(Store(at: project.folder + "/artifacts").verify().damages.isEmpty)
    }
}
