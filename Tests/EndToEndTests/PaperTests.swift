import Foundation
import Testing

/// The page of all figures: made, made again, made in another profile, and used in a browser.
@Suite(.serialized) struct PaperTests {
    private static let grid = """
        figure: NAME
        title: Another figure
        layout: panels.gp
        networks: {dataset: mnist, batch: 20}
        panels:
          - name: A
            shows: accuracy-grid
            title: Grid
            profiles:
              PROFILE: {sizes: [16], densities: [0.1, 1], seeds: 2, epochs: 1}

        """

    /// Figures 2 and 3, and figure 4 in another profile, which asks for the same networks as figure 2.
    private func project() throws -> Project {
        let project = try Project()
        for (name, profile) in [("figure3", "smoke"), ("figure4", "laptop")] {
            let text = Self.grid.replacing("NAME", with: name).replacing("PROFILE", with: profile)
            try text.write(
                toFile: "\(project.folder)/pipeline/figures/\(name).yaml", atomically: true, encoding: .utf8)
        }
        try project.nameOtherFigures()
        return project
    }

    private func text(_ project: Project, _ path: String) throws -> String {
        try String(contentsOfFile: "\(project.folder)/artifacts/\(path)", encoding: .utf8)
    }

    /// Page, verdicts, tables and digests for version control, and an archive from which others see the same.
    @Test(.enabled(if: ImportTests.has("xz"), "there is no xz")) func whatIsPublishedIsSeenByOthers() throws {
        let project = try project()
        let files = FileManager.default
        try files.copyItem(
            atPath: Project.repository + "/pipeline/publish.sh",
            toPath: project.folder + "/pipeline/publish.sh")
        let clone = """
            printf 'artifacts\n' >.gitignore; git init -q; git add .
            git -c user.name=a -c user.email=a@b commit -qm first
            """
        #expect(try run("/bin/bash", ["-ec", clone], in: project.folder).status == 0)
        #expect(try project.make("figure2").status == 0)
        let ledger = project.folder + "/pipeline/ledger/smoke.tsv"
        try files.createDirectory(
            atPath: project.folder + "/pipeline/ledger", withIntermediateDirectories: true)
        let digest = String(repeating: "a", count: 64)
        let other = "runs/elsewhere/metrics-e0-e1.h5\tmetrics\t\(digest)\n"
        try "path\tkind\tlogical digest\nfigures/mine/accuracy.h5\taccuracy\t\(digest)\n\(other)".write(
            toFile: ledger, atomically: true, encoding: .utf8)
        let published = try project.make("publish", "PROFILE=smoke")
        #expect(published.status == 0, "\(published.errors)")
        let folder = project.folder + "/docs/results/smoke"
        let names = Set(try files.contentsOfDirectory(atPath: folder))
        #expect(
            names.isSuperset(of: [
                "README.md", "index.html", "verdicts.json", "results.tar.xz", "figure2.tsv",
            ]))
        #expect(!names.contains("figure4.tsv"), "nothing of it was run")
        let told = try String(contentsOfFile: folder + "/README.md", encoding: .utf8)
        #expect(told.contains(/Computed from \d{4}-\d\d-\d\d to .* on .+: \d+\.\d core-hours\./), "\(told)")
        let rows = try String(contentsOfFile: ledger, encoding: .utf8)
        #expect(rows.contains(other) && rows.contains("figures/mine/") && rows.contains("\nruns/mnist"))
        #expect(!rows.contains("figures/smoke"), "they depend on how far the profile is")

        try files.moveItem(atPath: project.folder + "/artifacts", toPath: project.folder + "/before")
        #expect(try project.make("import", "BAG=docs/results/smoke/results.tar.xz").status == 0)
        let seen = try project.make("paper", "PROFILE=smoke-finished")
        #expect(seen.status == 0 && seen.computed(by: "train").isEmpty, "\(seen.errors)")
        // Links lead to what is published, not to the store.
        func lines(_ path: String) throws -> [Substring] {
            try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter {
                !$0.contains(/href="[^"#]*(\.\.\/figures|\.tsv|verdicts\.json)/)
            }
        }
        let page = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
        #expect(
            !page.contains("../figures/") && page.contains("href=\"figure2.tsv\"")
                && !page.contains("figure4.tsv"))
        let here = try lines(project.folder + "/artifacts/report/smoke-finished.html")
        #expect(try here == lines(folder + "/index.html"))
    }

    @Test func thePageIsMadeOnceAndThenNothing() throws {
        let project = try project()
        let outcome = try project.make("paper")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("artifacts/report/smoke.html, and artifacts/report/index.html"))
        #expect(outcome.output.contains("paper, profile smoke: 70 claims: 0 confirmed"), "\(outcome.output)")
        let links = try project.links()
        #expect(links["report/smoke.html"] == links["report/index.html"] && links["report/smoke.html"] != nil)
        let page = try text(project, "report/index.html")
        #expect(
            page.contains("figure4.yaml is not for profile smoke: its panel A does not say what to run there")
        )
        #expect(page.contains(try #require(links["figures/smoke/figure3/figure3.svg"])), "digests")

        let again = try project.make("paper")
        #expect(again.status == 0 && again.errors.isEmpty, "nothing may run: \(again.errors)")
        let both = try project.make("paper", "figure2")
        #expect(both.status == 0 && both.errors.isEmpty, "\(both.errors)")
        let status = try project.make("status", "FIGURE=paper")
        #expect(status.output.contains("nothing to compute"), "\(status.output)\(status.errors)")
        let why = try project.make("why", "FIGURE=paper", "TARGET=artifacts/report/smoke.html")
        #expect(why.output.contains("up to date"), "\(why.output)\(why.errors)")
        #expect(try project.program("artifacts", "verify").status == 0)
        let garbage = try project.program("artifacts", "gc")
        #expect(garbage.output.hasPrefix("0 objects, 0 files"), "\(garbage.output)")
        let reproduced = try project.program("artifacts", "reproduce", "report/smoke.html")
        #expect(reproduced.output.contains("1 of 1 recipes gave the same digests"), "\(reproduced.errors)")
        #expect(try project.links() == links)
    }

    @Test func onlyWhatDependsOnAChangeRunsAgain() throws {
        let project = try project()
        #expect(try project.make("paper").status == 0)
        let claims = "\(project.folder)/pipeline/differences.yaml"
        let before = try String(contentsOfFile: claims, encoding: .utf8)
        try (before + "\n- {id: new, title: A new one, text: x, notebook: y, unmeasured: z}\n").write(
            toFile: claims, atomically: true, encoding: .utf8)
        let outcome = try project.make("paper")
        #expect(outcome.computed.count == 1 && outcome.computed(by: "report").count == 1, "\(outcome.errors)")
        #expect(try text(project, "report/index.html").contains("A new one"))
        try project.specify(densities: "0.1, 0.3, 1", seeds: "2")
        let wider = try project.make("paper")
        #expect(
            wider.computed(by: "train").count == 4 && wider.computed(by: "report").count == 2,
            "\(wider.errors)")
    }

    /// A template makes the pages again that it is of; published verdicts make the page of all figures again. Nothing else is.
    @Test func templatesAndPublishedVerdictsAreInputsOfPagesAlone() throws {
        let project = try project()
        #expect(try project.make("paper").status == 0)
        let links = try project.links()
        func edit(_ name: String, _ old: String, _ new: String) throws -> Outcome {
            let path = "\(project.folder)/pipeline/pages/\(name).mustache"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try #require(text.contains(old))
            try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
            return try project.make("paper")
        }
        #expect(try edit("paper", "re-computed", "computed anew").computed.count == 1)
        #expect(try text(project, "report/index.html").contains("(2025), computed anew</h1>"))
        let figures = try edit("figure", "<h2>Values</h2>", "<h2>All values</h2>")
        #expect(figures.computed.count == 2 && figures.computed(by: "report").count == 2, "\(figures.errors)")
        #expect(try text(project, "figures/smoke/figure2/figure2.html").contains("<h2>All values</h2>"))
        let changed = try project.links().filter { links[$0] != $1 }.map(\.key)
        #expect(
            Set(changed) == [
                "report/smoke.html", "report/index.html", "figures/smoke/figure2/figure2.html",
                "figures/smoke/figure3/figure3.html",
            ])

        let broken = try edit("paper-answer", "{{errors}}", "{{erors}}")
        #expect(
            broken.status != 0
                && broken.errors.contains("the page has nothing called erors; did you mean errors?"),
            "\(broken.errors)")
        #expect(broken.errors.contains("pipeline/pages/paper-answer.mustache:"))
        #expect(try edit("paper-answer", "{{erors}}", "{{errors}}").computed.isEmpty)

        let folder = "\(project.folder)/docs/results/workstation"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try text(project, "report/smoke.verdicts.json").replacing("\"smoke\"", with: "\"workstation\"")
            .write(toFile: folder + "/verdicts.json", atomically: true, encoding: .utf8)
        let published = try project.make("paper")
        #expect(
            published.computed.count == 1 && published.computed(by: "report").count == 1,
            "\(published.errors)")
        let sentence = "In the published results of profile <strong>workstation</strong>"
        #expect(try text(project, "report/index.html").contains(sentence))
        #expect(try project.make("paper").errors.isEmpty)
        try FileManager.default.removeItem(atPath: folder + "/verdicts.json")
        #expect(try project.make("paper").computed.isEmpty)
        #expect(try !text(project, "report/index.html").contains(sentence))
    }

    @Test func claimsOfFiguresThatThereAreNotMakeNoPage() throws {
        let project = try project()
        let claims = "\(project.folder)/pipeline/claims.yaml"
        let text = try String(contentsOfFile: claims, encoding: .utf8)
        try (text + "\n- {id: F9-x, figure: 99Z, kind: shape, claim: x}\n").write(
            toFile: claims, atomically: true, encoding: .utf8)
        let page = try project.make("paper")
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).count + 1
        let error = "pipeline/claims.yaml:\(line): figure \"99Z\" is not known; known: 1, 2"
        #expect(page.status != 0 && page.errors.contains(error), "\(page.errors)")
        let figure = try project.make("figure2")
        #expect(figure.status == 0, "the page of a figure knows no others: \(figure.errors)")
    }

    /// The index is the page of the profile that was asked for last, although the other one is newer.
    @Test func theIndexFollowsTheProfile() throws {
        let project = try project()
        try project.specify(densities: "1", seeds: "1")
        #expect(try project.make("paper").status == 0)
        let profiles = "\(project.folder)/pipeline/profiles.yaml"
        let other =
            try String(contentsOfFile: profiles, encoding: .utf8)
            + "\nother: {description: another, time: none, extends: smoke, train-limit: 100}\n"
        try other.write(toFile: profiles, atomically: true, encoding: .utf8)
        let made = try project.make("paper", "PROFILE=other")
        #expect(made.status == 0, "\(made.errors)")
        #expect(try text(project, "report/index.html").contains("Profile <strong>other</strong>"))
        let back = try project.make("paper")
        #expect(back.status == 0 && back.computed.isEmpty, "\(back.errors)")
        #expect(try text(project, "report/index.html").contains("Profile <strong>smoke</strong>"))
        #expect(try text(project, "report/other.html").contains("Profile <strong>other</strong>"))
        #expect(try project.make("paper").errors.isEmpty)
    }

    @Test func filesThatDoNotBelongTogetherMakeNoPage() throws {
        let project = try project()
        #expect(try project.make("paper").status == 0)
        let base = "artifacts/figures/smoke"
        func page(_ verdicts: String) throws -> Outcome {
            let names = [
                "paper", "--paper", "artifacts/plan/paper-smoke.json", "--specification",
                "artifacts/plan/figure2-smoke.json", "--svg", "\(base)/figure2/figure2.svg", "--verdicts",
                verdicts,
                "--cells", "\(base)/figure2/figure2.cells.tsv", "--claims", "pipeline/claims.yaml",
                "--differences",
                "pipeline/differences.yaml", "--templates",
            ]
            return try run(
                Project.programs + "/report", names + Project.templates + ["--page", "wrong.html"],
                in: project.folder)
        }
        let wrong = try page("\(base)/figure3/figure3.verdicts.json")
        #expect(
            wrong.status == 65 && wrong.errors.contains("figure3.verdicts.json: figure is figure3, but"),
            "\(wrong.errors)")
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/wrong.html"))
        let less = try page("\(base)/figure2/figure2.verdicts.json")
        #expect(less.status == 0, "\(less.errors)")
        let text = try String(contentsOfFile: project.folder + "/wrong.html", encoding: .utf8)
        #expect(text.contains("figure3 was not made"), "a place with the reason")
    }
}
