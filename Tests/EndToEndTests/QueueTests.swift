import Foundation
import Testing

/// `plan status` with the queue of a scheduler, which a file stands in for.
struct QueueTests {
    private func status(_ project: Project, queue: String) throws -> Outcome {
        try run(
            "\(Project.programs)/plan",
            ["status", "figure2", "--profile", "smoke", "--queue", queue], in: project.folder)
    }

    private func planned() throws -> Project {
        let project = try Project()
        let plan = try run(
            "\(Project.programs)/plan", ["rules", "figure2", "--profile", "smoke"], in: project.folder)
        #expect(plan.status == 0, "\(plan.errors)")
        return project
    }

    @Test func queuedAndRunningCommandsAreSaid() throws {
        let project = try planned()
        let jobs = try String(
            contentsOfFile: project.folder + "/artifacts/plan/figure2-smoke.jobs.json", encoding: .utf8)
        let outputs = jobs.matches(of: /"path" : "(runs\/[^"]*weights-e1\.h5)"/).map { String($0.output.1) }
        let (alone, first, second) = (outputs[0], outputs[1], outputs[2])
        let logs = project.folder + "/artifacts/logs"
        try FileManager.default.createDirectory(
            atPath: "\(logs)/figure2-smoke", withIntermediateDirectories: true)
        let text = """
            == 2026-01-01T00:00:00Z plan run old.json data/mnist.h5
            == 2026-01-01T00:00:01Z .build/release/plan run artifacts/plan/x.jobs.json \(first) \(second) --threads 1
            train: artifacts/\(first) (and 2 more): 417/600 steps, 4.62 steps/s, 40 s left, loss 0.9

            """
        try text.write(toFile: "\(logs)/figure2-smoke/1-3.log", atomically: true, encoding: .utf8)
        try "PENDING \(alone)\nRUNNING figure2-smoke/1-3\nRUNNING another\n".write(
            toFile: project.folder + "/queue", atomically: true, encoding: .utf8)
        let said = try status(project, queue: "cat queue")
        #expect(said.status == 0, "\(said.errors)")
        let lines = said.output.split(separator: "\n").map(String.init)
        #expect(lines.filter { $0.hasPrefix("  queued: ") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("  running: ") }.count == 2, "not what an older run had")
        #expect(said.output.contains("417/600 steps, 4.62 steps/s, 40 s left"))
        #expect(lines[1].contains("running") && lines[1].contains("queued"))
    }

    @Test func aSchedulerThatDoesNotAnswerIsNamed() throws {
        let said = try status(planned(), queue: "exit 3")
        #expect(said.status == 69 && said.errors.contains("\"exit 3\" ended with 3"), "\(said.errors)")
    }
}
