import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// What the page of all figures is made from.
@Suite struct PaperPartsTests {
    // MARK: - Claims that two figures judge

    private func judged(_ verdicts: [[Verdict]]) throws -> JudgedClaim {
        let claims = try Claim.claims(
            in: YAMLValue.parse("- {id: both, figure: 2C and S3, kind: shape, claim: x}", file: "x"))
        let names = ["figure2", "figureS3"]
        let figures = try zip(names, verdicts).map { name, verdicts in
            try MadeUpPaper.finished(
                PipelineFiguresTests.figure(name, "smoke"), claims: [], verdicts: verdicts)
        }
        let paper = ResolvedPaper(
            profile: "smoke", description: "",
            figures: names.map { .init(figure: $0, title: "", source: "") })
        return try #require(try JudgedClaim.all(claims, by: figures, in: paper).first)
    }

    @Test func aTestedVerdictGoesBeforeOneThatIsNot() throws {
        let untested = MadeUpPaper.verdict("both", .notTested, reason: "too small")
        let tested = MadeUpPaper.verdict("both", .refuted, ours: "80 %", reason: "too low")
        let claim = try judged([[untested], [tested]])
        #expect(claim.verdict == tested && claim.figures == ["figureS3", "figure2"])
        let neither = try judged([[untested], [untested]])
        #expect(neither.verdict == untested && neither.figures == ["figure2", "figureS3"])
        let one = try judged([[], [untested]])
        #expect(one.verdict == untested && one.figures == ["figureS3", "figure2"])
    }

    @Test func twoTestedVerdictsAreBothSaid() throws {
        let yes = MadeUpPaper.verdict("both", .confirmed, ours: "90 %", reason: "near enough")
        let no = MadeUpPaper.verdict("both", .refuted, ours: "80 %", reason: "too low")
        let claim = try judged([[yes], [no]])
        #expect(claim.verdict.outcome == .confirmed)
        #expect(claim.verdict.reason == "near enough. figureS3: refuted, too low")
    }

    // MARK: - Files that do not belong together

    @Test func filesOfOtherFiguresAndProfilesAreRefused() throws {
        let figure = try PipelineFiguresTests.figure("figure2", "smoke")
        func message(
            svg: Data = MadeUpPaper.svg, figure file: String = "figure2", profile: String = "smoke",
            cells: String? = nil
        )
            throws -> String
        {
            let verdicts = try VerdictFile(figure: file, profile: profile, verdicts: []).json()
            let table = cells ?? "panel\tmeasure\thidden_nodes\tdensity\tepochs\tn\tmean\tsd\n"
            let error = try #require(throws: FigureError.self) {
                try FinishedFigure(
                    figure: figure, svg: ("a.svg", svg), verdicts: ("a.verdicts.json", verdicts),
                    cells: ("a.cells.tsv", Data(table.utf8)), provenance: [])
            }
            return error.description
        }
        #expect(try message(figure: "figure3").contains("a.verdicts.json: figure is figure3"))
        #expect(try message(profile: "laptop").contains("a.verdicts.json: profile is laptop"))
        #expect(try message(svg: MadeUpPaper.svg.dropLast(3)).contains("a.svg is not a complete SVG"))
        #expect(try message(svg: Data("<svg></svg>".utf8)).contains("viewBox"))
        #expect(try message(cells: "panel\tmean\n").contains("a.cells.tsv has no column \"measure\""))
        let head = "panel\tmeasure\thidden_nodes\tdensity\tepochs\tn\tmean\tsd\n"
        #expect(try message(cells: head + "B\tx\n").contains("a.cells.tsv:2: 2 fields in place of 8"))
        #expect(
            try message(cells: head + "B\tx\t1\t1\t1\t3\thigh\t\n").contains(
                "a.cells.tsv:2: mean is \"high\""))
    }

    @Test func figuresMustBeThoseOfThePlan() throws {
        func message(_ change: (inout PaperInput) throws -> Void) throws -> String {
            let input = try MadeUpPaper.input("smoke", change)
            return try #require(throws: FigureError.self) { try renderPaper(input) }.description
        }
        #expect(try message { $0.figures.append($0.figures[0]) }.contains("figure2 is given twice"))
        #expect(
            try message { $0.paper.figures.removeFirst() }.contains("figure2 is not a figure of the plan"))
        #expect(try message { $0.paper.profile = "laptop" }.contains("figure2 is given in profile smoke"))
        #expect(
            try message { $0.claims.removeFirst() }.contains("judges the claim F2C-sparse, which is none"))
    }

    // MARK: - Differences

    @Test func bothSidesOfADifferenceStandInOneRow() throws {
        let input = try MadeUpPaper.input()
        let page = try MadeUpPaper.page(input).replacing("\u{a0}", with: " ")
        #expect(page.contains("Text: <a href=\"#figure3\">Figure 3</a>, panels A1 and A2. "))
        let text = input.figures[1].cells.rows(ofPanels: ["A1"]).first {
            $0["network"] == "feedforward" && $0["epochs"] == "1" && $0["density"] == "0.1"
        }
        let notebook = input.figures[2].cells.rows(ofPanels: ["A"]).first {
            $0["hidden_nodes"] == "32" && $0["density"] == "0.1"
        }
        let cells = [text, notebook].map {
            "<td class=\"number\" data-label=\"as in the" + ($0 == text ? " text" : " notebook")
                + "\">\($0?.text ?? "?")</td>"
        }
        #expect(page.contains(cells.joined()), "\(cells)")
    }

    private typealias Place = Difference.Place

    @Test func whatCannotBeComparedIsAHole() throws {
        func reason(_ text: Place, _ notebook: Place) throws -> String {
            let page = try MadeUpPaper.page(
                MadeUpPaper.input { input in
                    input.paper.figures[2].uncovered = "NOT COVERED"
                    var third = input.figures[1].figure
                    third.panels[3].unavailable = "NOT FETCHED"
                    input.figures[1] = try MadeUpPaper.finished(third, claims: input.claims)
                    input.differences = [MadeUpPaper.difference(text: text, notebook: notebook)]
                })
            let section = try #require(page.components(separatedBy: "id=\"differences\"").last)
            return try #require(
                section.firstMatch(of: /Not available:<\/strong> (.*)\.<\/p>/).map { "\($0.1)" })
        }
        let here = Place(figure: "figure3", panels: ["A1"])
        #expect(
            try reason(here, Place(figure: "figure9", panels: ["A"]))
                == "figure9 is not a figure of the pipeline")
        #expect(try reason(Place(figure: "figure6", panels: ["B"]), here) == "NOT COVERED")
        #expect(try reason(here, Place(figure: "figure3", panels: ["C"])) == "NOT FETCHED")
        #expect(try reason(here, Place(figure: "figure3", panels: ["Z"])) == "figure3 has no panel Z")
        #expect(
            try reason(here, Place(figure: "figure2", panels: ["A"]))
                == "figure2.cells.tsv has no numbers of panel A")
        #expect(
            try reason(here, Place(figure: "figure3", panels: ["B"]))
                == "the panels have no networks in common")
    }

    /// A column that is added tells conditions apart, unless the difference is about it.
    @Test func columnsAreReadByName() throws {
        func rows(_ value: String) throws -> CellRows {
            let head = "panel\tnew\tmeasure\thidden_nodes\tdensity\tepochs\tn\tmean\tsd\tlate\n"
            let lines = (1...3).map {
                "B\t\(value)\ttest_accuracy_fraction\t1000\t0.1\t\($0)\t3\t0.9\t0.01\t7\n"
            }
            return try CellRows(Data((head + lines.joined()).utf8), name: "x")
        }
        let (one, other) = (try rows("1"), try rows("2"))
        #expect(one.conditions == ["panel", "new", "measure", "hidden_nodes", "density", "epochs"])
        #expect(throws: NotMeasured.self) {
            try MeasuredDifference(
                text: one.rows, notebook: other.rows, conditions: one.conditions, apart: [])
        }
        let measured = try MeasuredDifference(
            text: one.rows, notebook: other.rows, conditions: one.conditions, apart: ["new"])
        #expect(measured.all == 3 && measured.pairs.map { $0.text["epochs"] } == ["1", "3"])
        #expect(measured.varied == ["hidden_nodes", "density", "epochs"])
        #expect(measured.pairs[0].text.text == "90.0 ± 1.0 % (n = 3)")
    }

    @Test(arguments: [
        ("- {id: a, title: t, text: x, notebook: y}", 1, "needs either \"measured\""),
        (
            "- {id: a, title: t, text: x, notebook: y, unmeasured: z, measured: {}}", 1,
            "needs either \"measured\""
        ),
        ("- {id: a, title: t, text: x, unmeasured: z}", 1, "\"notebook\" is missing"),
        (
            "- {id: a, title: t, text: x, notebook: y, unmeasured: z}\n- {id: a, title: t, text: x, notebook: y, unmeasured: z}",
            2, "there twice (first on line 1)"
        ),
        ("- {id: a, titel: t, text: x, notebook: y, unmeasured: z}", 1, "did you mean \"title\"?"),
        (
            "- id: a\n  title: t\n  text: x\n  notebook: y\n  measured:\n    text: {figure: f, panels: [B]}\n"
                + "    notebook: {figure: f, panels: [G]}\n    apart: [dael]",
            8, "did you mean \"dale\"?"
        ),
        (
            "- id: a\n  title: t\n  text: x\n  notebook: y\n  measured:\n    text: {figure: f}\n"
                + "    notebook: {figure: f, panels: [G]}", 6, "\"panels\" is missing"
        ),
    ])
    func wrongDifferencesAreRefusedWithTheirLine(text: String, line: Int, words: String) throws {
        let error = try #require(throws: YAMLError.self) {
            try Difference.differences(in: YAMLValue.parse(text, file: "differences.yaml"))
        }
        #expect(error.line == line && error.description.contains(words), "\(error)")
    }

    /// The project's own differences name panels that there are.
    @Test func theProjectsDifferencesAreRead() throws {
        let folder = RenderTests.root.path + "/pipeline"
        let differences = try Difference.read(path: folder + "/differences.yaml")
        #expect(
            differences.map(\.id) == [
                "dale-signs", "dale-nodes", "feedforward-masks", "self-connections", "sleep-loops",
                "printed-loss",
                "early-stopping", "best-epoch", "limited-examples", "dropout-draws", "feedforward-colours",
            ])
        for case .measured(let text, let notebook, _) in differences.map(\.evidence) {
            for place in [text, notebook]
            where FileManager.default.fileExists(atPath: "\(folder)/figures/\(place.figure).yaml") {
                let panels = try PipelineFiguresTests.figure(place.figure, "smoke").panels.map(\.name)
                #expect(Set(panels).isSuperset(of: place.panels), "\(place)")
            }
        }
    }

    @Test func seedsAreCounted() {
        #expect(PanelWords.seeds(Array(0..<10)) == "10 (0 to 9)" && PanelWords.seeds([0, 5]) == "2 (0, 5)")
        #expect(PanelWords.seeds([7]) == "1 (7)" && PanelWords.seeds([0, 1, 5]) == "3 (0, 1, 5)")
    }
}
