import ArtifactStore
import Foundation
@testable import Planning
import Testing

extension SlurmCluster {
    /// Whether to run tests that take minutes.
    fileprivate static let hasTimeForFaults =
        ProcessInfo.processInfo.environment["SPARSE_CORTEX_FAULTS"] != nil
}

/// Whatever dies in the middle of a grid that Slurm runs, `make` again completes it, and nothing is computed twice.
@Suite(.serialized, .enabled(if: SlurmCluster.isAvailable, "Slurm is not installed, or this is not root"))
struct SlurmFaultTests {
    /// Networks that take some seconds each, one a job, so that there is a middle.
    private func project(epochs: Int = 6, size: Int = 400, settings: String = "retries: 2") throws -> Project
    {
        let project = try Project()
        let text = """
            figure: figure2
            title: A figure that takes a while
            layout: panels.gp
            networks: {dataset: mnist}
            panels:
              - name: B
                shows: accuracy-by-epoch
                title: Epochs
                profiles:
                  smoke: {sizes: [\(size)], densities: [0.1, 1], seeds: 2, epochs: \(epochs), train-limit: 10000}

            """
        try text.write(
            toFile: project.folder + "/pipeline/figures/figure2.yaml", atomically: true, encoding: .utf8)
        try project.configureSlurm(settings + "\nbatch: {shorter-than: 0}\n")
        return project
    }

    private func training(_ project: Project) -> [RecipeRecord] {
        Store(at: project.folder + "/artifacts").records().filter { $0.recipe.stage == "train" }
    }

    /// How many trainings the figure needs.
    private func planned(_ project: Project) throws -> Int {
        let path = "\(project.folder)/artifacts/plan/figure2-smoke.jobs.json"
        let list = try JSONDecoder().decode(JobList.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        return list.jobs.filter { $0.stage == .train }.count
    }

    /// Process numbers of programs whose command line has a text, and that run in the project's folder: those of tests beside
    /// this one do not.
    private func processes(_ text: String, of project: Project) throws -> [Int32] {
        let folder = URL(fileURLWithPath: project.folder).resolvingSymlinksInPath().path
        return try run("/usr/bin/pgrep", ["-f", "--", text], in: "/").output.split(separator: "\n")
            .compactMap { Int32($0) }.filter { process in
                let link = "/proc/\(process)/cwd"
                return (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == folder
            }
    }

    /// Waits until some segments are trained and a long one is being trained.
    private func waitForTheMiddle(_ project: Project, _ make: StartedProgram) throws {
        for _ in 0..<600 where make.isRunning {
            let running = try processes(
                "^\(Project.programs)/train .*--to-epoch 6 .*--store artifacts", of: project)
            if !training(project).isEmpty && !running.isEmpty { return }
            usleep(100_000)
        }
        Issue.record("there was no middle")
    }

    /// What can die.
    enum Victim: String, CaseIterable, Sendable {
        case srun, stage, node, controller, stateOfController, preemption, job

        /// One of them in every run, all in `make test-faults`.
        static let tried = SlurmCluster.hasTimeForFaults ? allCases : [.stage]
    }

    private func kill(_ victim: Victim, of project: Project, _ cluster: SlurmCluster) throws {
        switch victim {
        case .srun, .stage:
            let text = victim == .srun ? "^srun --job-name" : "^\(Project.programs)/train "
            let processes = try processes(text, of: project)
            #expect(!processes.isEmpty)
            for process in processes { Foundation.kill(process, SIGKILL) }
        case .node: Foundation.kill(try cluster.process(of: "slurmd-node1"), SIGKILL)
        case .controller:
            Foundation.kill(try cluster.process(of: "slurmctld"), SIGKILL)
            usleep(500_000)
            try cluster.restart("slurmctld")
        case .stateOfController:
            Foundation.kill(try cluster.process(of: "slurmctld"), SIGKILL)
            usleep(500_000)
            try cluster.restart("slurmctld-new")
        case .preemption:
            // On all cores of both nodes, which what runs has to leave.
            let urgent = try cluster.ask(
                "srun", "--partition=urgent", "--nodes=2", "--cpus-per-task=2", "--mem=100M", "true")
            #expect(urgent.isEmpty)
        case .job:
            let jobs = try cluster.ask("squeue", "--noheader", "--format=%i").split(separator: "\n")
            for job in jobs { _ = try cluster.ask("scancel", String(job)) }
        }
    }

    /// What the executor says of it; a job that saves what it has when it is preempted just goes on.
    private static let said: [Victim: [String]] = [
        .stateOfController: ["job ended with LOST; submitted again"],
        .preemption: ["continues in another job", "job ended with PREEMPTED; submitted again"],
    ]

    @Test(arguments: Victim.tried)
    func makeAgainCompletesTheGrid(victim: Victim) throws {
        let cluster = try SlurmCluster(nodes: 2)
        let project = try project()
        let first = try project.makeBySlurm(cluster, "figure2", "-k", "-j2")
        try waitForTheMiddle(project, first)
        let before = training(project)
        try kill(victim, of: project, cluster)
        let outcome = first.wait()
        if victim == .node { try cluster.restart("slurmd-node1") }
        // What was finished stays, whatever became of the rest; scancel and a killed stage are failures.
        if victim == .job || victim == .stage {
            #expect(outcome.status != 0 && outcome.errors.contains("slurm: "), "\(outcome.errors)")
        }
        let again = try project.makeBySlurm(cluster, "figure2", "-j2").wait()
        #expect(again.status == 0, "\(again.errors)")
        if let said = Self.said[victim] {
            #expect(said.contains { outcome.errors.contains($0) }, "\(outcome.errors)")
        }
        let after = training(project)
        #expect(after.count == (try planned(project)))
        for record in before {
            let same = after.first { $0.recipe.digest == record.recipe.digest }
            #expect(same?.run["started"] == record.run["started"], "computed twice")
        }
        let found = Store(at: project.folder + "/artifacts").verify()
        #expect(found.damages.isEmpty && found.unfinished == 0, "\(found)")
    }

    /// A minute is the shortest limit that Slurm knows; so these epochs take more than one together.
    @Test(.enabled(if: SlurmCluster.hasTimeForFaults, "make test-faults runs this"))
    func whatTakesLongerThanItsLimitGoesOnInTheNextJob() throws {
        let cluster = try SlurmCluster()
        let project = try project(
            epochs: 40, size: 200, settings: "shortest: 1\nlongest: 1\ntime-factor: 1\nretries: 0")
        let made = try project.makeBySlurm(cluster, "figure2", "-j2").wait()
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.errors.contains("continues in another job"), "\(made.errors)")
        let logs = try run(
            "/usr/bin/grep", ["-rhE", "goes on after epoch|stopped after epoch", "artifacts/logs"],
            in: project.folder)
        #expect(logs.output.contains("goes on after epoch") && logs.output.contains("stopped after epoch"))
        #expect(training(project).count == (try planned(project)))
        #expect(Store(at: project.folder + "/artifacts").verify().damages.isEmpty)
    }

    @Test(.enabled(if: SlurmCluster.hasTimeForFaults, "make test-faults runs this"))
    func anInterruptCancelsWhatWasStarted() throws {
        let cluster = try SlurmCluster(nodes: 2)
        let project = try project(epochs: 40)
        let make = try project.makeBySlurm(cluster, "figure2", "-j4")
        for _ in 0..<600 {
            if try cluster.ask(
                "squeue", "--noheader",
                "--name=runs/mnist-train10000-test200/rnn-relu/n400-p1/s0/weights-e40.h5"
            ).isEmpty == false {
                break
            }
            usleep(100_000)
        }
        make.interrupt()
        #expect(make.wait().status != 0)
        for _ in 0..<100 {
            if try cluster.ask("squeue", "--noheader").isEmpty { break }
            usleep(100_000)
        }
        #expect(try cluster.ask("squeue", "--noheader") == "")
        #expect(try processes("^\(Project.programs)/train ", of: project) == [])
    }
}
