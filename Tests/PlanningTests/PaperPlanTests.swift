import Foundation
import Model
@testable import Planning
import Specification
import Testing

/// The plan of the page of all figures, and what GNU Make does with it.
struct PaperPlanTests {
    private static let laptopOnly = gridFigure("three").replacing("smoke", with: "laptop")

    private func pipeline() throws -> TemporaryPipeline {
        try TemporaryPipeline(figures: [
            "one": gridFigure("one"), "two": gridFigure("two", densities: "[0.1, 0.5]"),
            "three": Self.laptopOnly,
        ])
    }

    @Test func thePageComesAfterTheJobsOfAllFiguresEachOnce() throws {
        let pipeline = try pipeline()
        let jobs = try pipeline.planPaper().list.jobs
        let figures = try ["one", "two"].map { try pipeline.plan($0).list.jobs }
        #expect(Set(jobs.dropLast()) == Set(figures.joined()) && Set(jobs).count == jobs.count)
        var made: Set<String> = ["one", "two", "paper"].reduce(into: []) {
            $0.insert(PlanFiles(figure: $1, profile: "smoke").figure)
        }
        for job in jobs {
            for input in job.inputs where input.isInStore {
                #expect(made.contains(input.path), "\(input.path)")
            }
            made.formUnion(job.outputs.map(\.path))
        }
        let page = try #require(jobs.last)
        #expect(
            page.outputs.map(\.path) == [
                "report/smoke.html", "report/index.html", "report/smoke.verdicts.json",
            ])
        let line = page.commandLine(store: "S", threads: 1).joined(separator: " ")
        let expected = """
            paper --paper S/plan/paper-smoke.json --specification S/plan/one-smoke.json S/plan/two-smoke.json \
            --svg S/figures/smoke/one/one.svg S/figures/smoke/two/two.svg --verdicts \
            S/figures/smoke/one/one.verdicts.json S/figures/smoke/two/two.verdicts.json --cells \
            S/figures/smoke/one/one.cells.tsv S/figures/smoke/two/two.cells.tsv --claims P/claims.yaml \
            --differences P/differences.yaml --templates P/pages/paper-rows.mustache P/pages/paper.mustache \
            P/pages/style.mustache --page S/report/smoke.html --index S/report/index.html \
            --all-verdicts S/report/smoke.verdicts.json --store S
            """
        #expect(line.replacing("\(pipeline.root)/pipeline", with: "P") == expected)
    }

    /// Each page is made of its own templates and of those that it shares with the other one.
    @Test func figuresAreMadeByTheirOwnTemplates() throws {
        let jobs = try pipeline().plan("one").list.jobs
        let templates = try #require(jobs.last).inputs.filter { $0.role == .templates }
        #expect(
            templates.map { ($0.path as NSString).lastPathComponent } == [
                "figure.mustache", "style.mustache",
            ])
        #expect(templates.allSatisfy { !$0.isInStore })
    }

    /// Beside all pages but that of the profile which they are of, once there are any.
    @Test func publishedVerdictsAreAnInputWhereTheyAreThere() throws {
        let pipeline = try pipeline()
        try pipeline.write(
            TemporaryPipeline.profiles.replacing("laptop", with: "workstation"), to: "pipeline/profiles.yaml")
        for name in ["one", "three"] {
            try pipeline.write(
                gridFigure(name) + "\n      workstation: {sizes: [64], densities: [1], seeds: 1, epochs: 1}",
                to: "pipeline/figures/\(name).yaml")
        }
        func published(_ profile: String) throws -> [Job.File] {
            try #require(try pipeline.planPaper(profile).list.jobs.last).inputs.filter {
                $0.role == .published
            }
        }
        #expect(try published("smoke").isEmpty)
        let folder = "\(pipeline.root)/docs/results/workstation"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try pipeline.write("{}", to: "docs/results/workstation/verdicts.json")
        #expect(try published("smoke").map(\.path) == ["\(folder)/verdicts.json"])
        // Rules with one input fewer make nothing again; what the plan says does.
        #expect(try pipeline.planPaper("smoke").planned.published == "workstation")
        try FileManager.default.removeItem(atPath: folder)
        let gone = try pipeline.planPaper("smoke")
        #expect(gone.planned.published == nil && gone.hasChanged)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try pipeline.write("{}", to: "docs/results/workstation/verdicts.json")
        #expect(try published("workstation").isEmpty)
        #expect(try published("workstation-finished").isEmpty)
        #expect(try !published("smoke-finished").isEmpty)
    }

    @Test func figuresThatTheProfileDoesNotCoverHaveTheReason() throws {
        let paper = try pipeline().planPaper().planned
        #expect(paper.figures.map(\.figure) == ["one", "three", "two"])
        #expect(
            paper.figures.map(\.uncovered) == [
                nil, "three.yaml is not for profile smoke: its panel C does not say what to run there", nil,
            ])
        #expect(paper.profile == "smoke" && paper.description == "few")
        #expect(paper.figures.allSatisfy { $0.paperPanels == nil }, "there is no profile paper")
    }

    @Test func thePapersSizesStandBesideThoseOfTheProfile() throws {
        let sizes = "\n      paper: {sizes: [20000], densities: [1], seeds: 10, epochs: 1}"
        let pipeline = try TemporaryPipeline(figures: [
            "one": gridFigure("one") + sizes, "two": gridFigure("two"),
        ])
        try pipeline.write(
            TemporaryPipeline.profiles + "\npaper: {description: as published, time: days}",
            to: "pipeline/profiles.yaml")
        let figures = try pipeline.planPaper().planned.figures
        #expect(figures[0].paperPanels?.last?.grid?.sizes == [20_000] && figures[1].paperPanels == nil)
        let read = try ResolvedPaper(readingFrom: "\(pipeline.root)/artifacts/plan/paper-smoke.json")
        #expect(read.figures == figures)
        #expect(throws: JSONFileError.self) {
            try ResolvedPaper(readingFrom: "\(pipeline.root)/artifacts/plan/one-smoke.json")
        }
    }

    @Test func aProfileThatIsNotThereIsNamed() throws {
        let error = try #require(throws: UnknownName.self) { try pipeline().planPaper("smok") }
        #expect(error.description.contains("did you mean \"smoke\"?"))
    }

    @Test func aSecondRunDoesNothingAndAChangeOnlyWhatDependsOnIt() throws {
        let pipeline = try pipeline()
        try pipeline.planPaper()
        let (text, status) = try pipeline.make(
            ["paper"], "paper-files", options: ["-j4", "--warn-undefined-variables"])
        #expect(status == 0 && !text.contains("warning"), "\(text)")
        #expect(try pipeline.takeLog().count { $0.hasPrefix("report paper ") } == 1)
        #expect(try !pipeline.planPaper().hasChanged)
        #expect(try pipeline.make(["paper"], "paper-files").status == 0)
        #expect(try pipeline.takeLog().isEmpty)

        try pipeline.write(gridFigure("two", densities: "[0.1]"), to: "pipeline/figures/two.yaml")
        #expect(try pipeline.planPaper().hasChanged)
        #expect(try pipeline.make(["paper"], "paper-files").status == 0)
        let log = try pipeline.takeLog()
        #expect(log.map { $0.prefix { $0 != " " } } == ["analyze", "report", "report"], "\(log)")

        try FileManager.default.removeItem(atPath: "\(pipeline.root)/artifacts/figures/smoke/one/one.pdf")
        #expect(try pipeline.make(["paper"], "paper-files").status == 0)
        let links = try pipeline.takeLog()
        #expect(links.contains { $0.hasPrefix("report --specification") }, "the page links to it: \(links)")
    }

    @Test func thePageAndAFigureCanBeAskedForAtOnce() throws {
        let pipeline = try pipeline()
        try pipeline.planPaper()
        let (text, status) = try pipeline.make(
            ["paper", "one"], "paper-files", options: ["one-files", "-j4"])
        #expect(status == 0 && !text.contains("warning"), "\(text)")
        let log = try pipeline.takeLog()
        #expect(Set(log).count == log.count)
    }

    /// With `make -k` all other figures are made, but no page without the one that failed.
    @Test func aFigureThatFailsLeavesNoPage() throws {
        let pipeline = try pipeline()
        try pipeline.planPaper()
        let analyze = try pipeline.text("bin/analyze")
        try pipeline.write("#!/bin/sh\ncase $* in */two/*) exit 65;; esac\n" + analyze, to: "bin/analyze")
        #expect(try pipeline.make(["paper"], "paper-files", options: ["-k"]).status != 0)
        let made = { (path: String) in
            FileManager.default.fileExists(atPath: "\(pipeline.root)/artifacts/\(path)")
        }
        #expect(made("figures/smoke/one/one.svg") && !made("figures/smoke/two/two.svg"))
        #expect(!made("report/smoke.html") && !made("report/index.html"))
    }
}
