import Foundation
@testable import Planning
import Testing

/// The text of the rules, and what GNU Make does with them.
struct MakeRulesTests {
    @Test func textOfASmallFigure() throws {
        let pipeline = try TemporaryPipeline(figures: [
            "one": gridFigure("one", densities: "[0.1]", seeds: "1")
        ])
        try pipeline.plan("one")
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("fixtures/one-smoke.mk")
        let text = try pipeline.text("artifacts/plan/one-smoke.mk").replacing("\(pipeline.root)/", with: "")
            .replacing(pipeline.root.replacing("/", with: "_") + "_", with: "")
        // RECORD_FIXTURES=1 accepts a change of the rules; read the difference before it is committed.
        if ProcessInfo.processInfo.environment["RECORD_FIXTURES"] == "1" {
            try Data(text.utf8).write(to: fixture)
        }
        #expect(try String(contentsOf: fixture, encoding: .utf8) == text)
    }

    @Test func makeParsesTheRulesWithoutAWarning() throws {
        let pipeline = try TemporaryPipeline(figures: ["one": gridFigure("one")])
        try pipeline.plan("one")
        let (text, status) = try pipeline.make(
            ["one"], "one-files", options: ["-n", "--warn-undefined-variables"])
        #expect(status == 0, "\(text)")
        #expect(!text.contains("warning"))
        // 1 dataset, 2 + 1 masks, 4 networks, 1 analysis, 1 report.
        #expect(text.split(separator: "\n").count == 10)
        #expect(
            text.contains(
                "bin/build-mask full --size 32 --output artifacts/masks/full/n32.h5 --store artifacts\n"))
    }

    @Test func aSecondRunDoesNothingAndAChangeOnlyWhatDependsOnIt() throws {
        let pipeline = try TemporaryPipeline(figures: ["one": gridFigure("one")])
        try pipeline.plan("one")
        #expect(try pipeline.make(["one"], "one-files", options: ["-j4"]).status == 0)
        #expect(try pipeline.takeLog().count == 10)
        try pipeline.plan("one")
        #expect(try pipeline.make(["one"], "one-files").status == 0)
        #expect(try pipeline.takeLog().isEmpty)

        try pipeline.write(gridFigure("one", densities: "[0.1, 0.5, 1]"), to: "pipeline/figures/one.yaml")
        try pipeline.plan("one")
        #expect(try pipeline.make(["one"], "one-files", options: ["-j4"]).status == 0)
        let stages = try pipeline.takeLog().map { $0.prefix { $0 != " " } }
        #expect(stages.sorted() == ["analyze", "build-mask", "build-mask", "report", "train", "train"])

        try pipeline.write(gridFigure("one", densities: "[1]"), to: "pipeline/figures/one.yaml")
        try pipeline.plan("one")
        #expect(try pipeline.make(["one"], "one-files").status == 0)
        #expect(try pipeline.takeLog().map { $0.prefix { $0 != " " } } == ["analyze", "report"])
    }

    @Test func newCodeOfAStageRunsItAndWhatFollows() throws {
        let pipeline = try TemporaryPipeline(figures: ["one": gridFigure("one")])
        try pipeline.plan("one")
        _ = try pipeline.make(["one"], "one-files")
        _ = try pipeline.takeLog()
        try pipeline.write("new digest", to: "artifacts/code/analyze")
        _ = try pipeline.make(["one"], "one-files")
        #expect(try pipeline.takeLog().map { $0.prefix { $0 != " " } } == ["analyze", "report"])
    }

    @Test func oneMakeReadsTheRulesOfSeveralFigures() throws {
        let pipeline = try TemporaryPipeline(figures: ["one": gridFigure("one"), "two": gridFigure("two")])
        try pipeline.plan("one")
        try pipeline.plan("two")
        let (text, status) = try pipeline.make(["one", "two"], "one-files", options: ["two-files", "-j4"])
        #expect(status == 0 && !text.contains("warning"), "\(text)")
        // 8 jobs are shared; each figure has its own analysis and report.
        #expect(try pipeline.takeLog().count == 12)
    }

    /// What stages tell progress by: each job with the numbers of those that make its inputs.
    @Test func jobsAreListedForProgress() throws {
        let pipeline = try TemporaryPipeline(figures: [
            "one": gridFigure("one", densities: "[0.1]", seeds: "1")
        ])
        let jobs = try pipeline.plan("one").list.jobs
        let lines = try pipeline.text("artifacts/plan/one-smoke.progress").split(separator: "\n").map(
            String.init)
        #expect(lines.first == "one" && lines.count == jobs.count + 1)
        for (job, line) in zip(jobs, lines.dropFirst()) {
            #expect(line.hasPrefix("\(job.stage)\t\(job.cost)\t\(job.outputs[0].path)\t"), "\(line)")
        }
        let training = try #require(lines.first { $0.hasPrefix("train\t") })
        #expect(training.hasSuffix("\t0 1"), "data and mask: \(training)")
        #expect(lines.last?.hasSuffix("\t0 \(jobs.count - 2)") == true, "the report reads data and analysis")
    }

    @Test func planningAgainKeepsTimeStamps() throws {
        let pipeline = try TemporaryPipeline(figures: ["one": gridFigure("one")])
        #expect(try pipeline.plan("one").hasChanged)
        let names = ["json", "jobs.json", "progress", "mk"].map { "artifacts/plan/one-smoke.\($0)" }
        let before = names.map(pipeline.modified)
        Thread.sleep(forTimeInterval: 0.02)
        #expect(try !pipeline.plan("one").hasChanged)
        #expect(!before.contains(nil) && names.map(pipeline.modified) == before)
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(pipeline.root)/artifacts/plan")
        #expect(files.count == 4 + 1)
    }

    @Test func anotherProfilesChangeLeavesThisOneAlone() throws {
        let laptop = "\n      laptop: {sizes: [100], densities: [1], seeds: 1, epochs: 1}"
        let pipeline = try TemporaryPipeline(figures: ["one": gridFigure("one") + laptop])
        try pipeline.plan("one")
        try pipeline.write(
            gridFigure("one") + laptop.replacing("[100]", with: "[200]"), to: "pipeline/figures/one.yaml")
        #expect(try !pipeline.plan("one").hasChanged)
        #expect(try pipeline.plan("one", "laptop").list.jobs.count == 5)
    }

    @Test func oddPathsAreEscapedOrRefused() throws {
        func rules(_ folder: String) throws -> String {
            let input = Job.File(role: .claims, path: "\(folder)/claims.yaml", isInStore: false)
            let output = Job.File(role: .page, path: "figures/a.html")
            let job = Job(
                stage: .report, title: "", outputs: [output], inputs: [input],
                arguments: ["--claims", input.argument, "--page", output.argument], cost: 0)
            return try MakeRules(list: JobList(figure: "a", profile: "smoke", jobs: [job]), files: [output])
                .text()
        }
        let text = try rules("my $pipe#1")
        #expect(
            text.contains(
                "$(STORE)/figures/a.html: $(STORE)/plan/seen/my\\ $$pipe\\#1_claims.yaml $(STORE)/code/report\n"
            ))
        #expect(
            text.contains(
                "\t$(QUIET)$(call execute,figures/a.html,1,64)$(BIN)/report --claims 'my $$pipe#1/claims.yaml' --page $(STORE)/figures/a.html"
            )
        )
        let error = try #require(throws: UnsuitablePath.self) { try rules("a:b") }
        #expect(error.description.contains("contains \":\", which Make cannot handle"))
    }

    @Test func makeTakesEscapedPaths() throws {
        let pipeline = try TemporaryPipeline(figures: [:])
        let folder = "my $pipe#1"
        let file = Job.File(role: .claims, path: "\(folder)/claims.yaml", isInStore: false)
        let output = Job.File(role: .page, path: "figures/a.html")
        let job = Job(
            stage: .report, title: "", outputs: [output], inputs: [file],
            arguments: ["--claims", file.argument, "--page", output.argument], cost: 0)
        try FileManager.default.createDirectory(
            atPath: "\(pipeline.root)/\(folder)", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: "\(pipeline.root)/artifacts/plan", withIntermediateDirectories: true)
        try pipeline.write("", to: "\(folder)/claims.yaml")
        let rules = MakeRules(list: JobList(figure: "a", profile: "smoke", jobs: [job]), files: [output])
        try pipeline.note(rules.list)
        try pipeline.write(try rules.text(), to: "artifacts/plan/a-smoke.mk")
        let (text, status) = try pipeline.make(["a"], "a-files")
        #expect(status == 0, "\(text)")
        #expect(
            try pipeline.takeLog() == [
                "report --claims my $pipe#1/claims.yaml --page artifacts/figures/a.html --store artifacts"
            ])
    }
}
