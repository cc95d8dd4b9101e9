import Foundation
import Testing

/// Errors of Foundation's in our words. That none comes as it is, `StartedProgram` looks at in whatever the tests run.
@Suite struct ErrorWordsTests {
    private func expect(_ outcome: Outcome, _ status: Int32, _ words: String...) {
        #expect(outcome.status == status, "\(outcome.errors)")
        for part in words { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    }

    @Test func aFolderWhereAFileIsToBeWritten() throws {
        let project = try Project()
        let path = project.folder + "/artifacts/plan/figure2-smoke.json"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        expect(
            try project.program("plan", "rules", "figure2", "--profile", "smoke"), 74,
            "plan/figure2-smoke.json cannot be written: ", "make its folder writable, or choose another place"
        )
    }

    @Test func aDamagedPlan() throws {
        let project = try Project()
        #expect(try project.program("plan", "rules", "figure2", "--profile", "smoke").status == 0)
        let path = project.folder + "/artifacts/plan/figure2-smoke.jobs.json"
        try Data("{\"figure\": 3}".utf8).write(to: URL(fileURLWithPath: path))
        for command in [["status", "figure2", "--profile", "smoke"], ["run", path, "masks/m.h5"]] {
            let outcome = try run("\(Project.programs)/plan", command, in: project.folder)
            expect(outcome, 65, "figure2-smoke.jobs.json: figure is not text; run plan rules")
        }
    }

    @Test func aDamagedFileOfVerdicts() throws {
        let project = try Project()
        let folder = project.folder + "/f"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        expect(
            try project.program("report", "show", "f"), 66,
            "f/f.verdicts.json does not exist; make the figure")
        try Data("no JSON".utf8).write(to: URL(fileURLWithPath: folder + "/f.verdicts.json"))
        expect(
            try project.program("report", "show", "f"), 65, "f/f.verdicts.json is not JSON; make the figure")
    }

    /// What git says is shown as it is.
    @Test func gitsOwnWords() throws {
        let project = try FinishedFigure.shared().project
        let outcome = try project.program(
            "artifacts", "archive", "figure2", "--output", project.folder + "/x.tar", "--source", "/")
        expect(outcome, 66, "fatal: not a git repository", "git rev-parse failed in /", "--source")
    }
}
