import Foundation
import Testing

/// Time stamps decide nothing, those of the future neither.
@Suite(.serialized) struct TimeStampTests {
    private func touch(_ path: String, _ hours: Int) throws {
        let sign = hours < 0 ? "-" : "+"
        let outcome = try run("/usr/bin/touch", ["-h", "-d", "\(sign)\(abs(hours)) hours", path], in: "/")
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    private func make(_ project: Project) throws -> Outcome {
        let script = "exec timeout 100 make PROFILE=smoke NO_BUILD=1 BIN='\(Project.programs)' figure2"
        return try run("/bin/sh", ["-c", script], in: project.folder)
    }

    private static let ofTheProject = [
        "pipeline/figures/figure2.yaml", "pipeline/claims.yaml", "pipeline/plots/panels.gp", "pipeline/data",
    ]
    private static let ofTheStore = [
        "artifacts/data/mnist.h5", "artifacts/masks/bernoulli/n16-p0.1-s0.h5", "artifacts/code/train",
        "artifacts/plan/figure2-smoke.mk", "artifacts/plan/figure2-smoke.json", "artifacts/data", "artifacts",
    ]

    @Test func timesOfTheFutureComputeNothing() throws {
        let project = try Project()
        #expect(try make(project).status == 0)
        for path in Self.ofTheProject + Self.ofTheStore {
            try touch("\(project.folder)/\(path)", 1)
            let again = try make(project)
            #expect(again.status == 0 && again.computed.isEmpty, "\(path): \(again.errors)")
            // Stages behind a link of the store look once whether it is newer than what they made.
            if Self.ofTheProject.contains(path) { #expect(again.errors.isEmpty, "\(path): \(again.errors)") }
            let more = try make(project)
            #expect(more.status == 0 && more.errors.isEmpty, "\(path): \(more.errors)")
        }
    }

    @Test func oneLineSaysWhatIsOdd() throws {
        let project = try Project()
        #expect(try make(project).status == 0)
        try touch(project.folder + "/artifacts/data/mnist.h5", 2)
        try touch(project.folder + "/artifacts/code/train", 1)
        let again = try make(project)
        let odd = again.errors.split(separator: "\n").filter { $0.hasPrefix("plan:") }
        #expect(odd.count == 1, "\(again.errors)")
        #expect(again.errors.contains("2 files and links in artifacts had times in the future, by up to"))
        #expect(try make(project).errors.isEmpty)
    }

    /// What has changed is seen, however old it claims to be.
    @Test func changedContentsWithOldTimesCount() throws {
        let project = try Project()
        #expect(try make(project).status == 0)
        try project.specify(densities: "0.1, 0.3, 1", seeds: "2")
        try touch(project.folder + "/pipeline/figures/figure2.yaml", -30)
        #expect(try make(project).computed(by: "train").count == 4)
        let claims = project.folder + "/pipeline/claims.yaml"
        try (String(contentsOfFile: claims, encoding: .utf8) + "\n# changed\n").write(
            toFile: claims, atomically: true, encoding: .utf8)
        try touch(claims, -30)
        let again = try make(project)
        #expect(again.computed(by: "report").count == 1 && again.computed.count == 1, "\(again.errors)")
    }

    @Test func askedWhetherThereIsAnythingToDo() throws {
        let project = try Project()
        #expect(try project.make("-q", "figure2").status == 1)
        #expect(try make(project).status == 0)
        let done = try project.make("-q", "figure2")
        #expect(
            done.status == 0 && done.output.isEmpty && done.errors.isEmpty, "\(done.output)\(done.errors)")
        try project.specify(densities: "0.1, 0.3, 1", seeds: "2")
        #expect(try project.make("-q", "figure2").status == 1)
    }
}
