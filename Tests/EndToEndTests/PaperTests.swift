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
        return project
    }

    private func text(_ project: Project, _ path: String) throws -> String {
        try String(contentsOfFile: "\(project.folder)/artifacts/\(path)", encoding: .utf8)
    }

    @Test func thePageIsMadeOnceAndThenNothing() throws {
        let project = try project()
        let outcome = try project.make("paper")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("artifacts/report/smoke.html, and artifacts/report/index.html"))
        #expect(outcome.output.contains("paper, profile smoke: 71 claims: 0 confirmed"), "\(outcome.output)")
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
            try project.program(
                "report", "paper", "--paper", "artifacts/plan/paper-smoke.json", "--specification",
                "artifacts/plan/figure2-smoke.json", "--svg", "\(base)/figure2/figure2.svg", "--verdicts",
                verdicts,
                "--cells", "\(base)/figure2/figure2.cells.tsv", "--claims", "pipeline/claims.yaml",
                "--differences",
                "pipeline/differences.yaml", "--page", "wrong.html")
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
