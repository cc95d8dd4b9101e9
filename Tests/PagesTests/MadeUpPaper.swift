import Foundation
import Specification

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// A made-up page of all figures: pictures that are not pictures, verdicts and cells as figures really have them.
enum MadeUpPaper {
    static let svg = Data(
        #"<?xml version="1.0"?><svg viewBox="0 0 1280 640" xmlns="http://www.w3.org/2000/svg"></svg>"#.utf8)

    /// Figures 2, 3 and S3 in a profile, and figure 6, which it does not cover.
    static func input(
        _ profile: String = "smoke", _ change: (inout PaperInput) throws -> Void = { _ in }
    ) throws -> PaperInput {
        let names = ["figure2", "figure3", "figureS3"]
        let claims = try Claim.read(path: ClaimTests.file.path)
        let figures = try names.map { try PipelineFiguresTests.figure($0, profile) }
        let references = try names.map { try PipelineFiguresTests.figure($0, "paper") }
        var planned = zip(figures, references).map { figure, reference in
            ResolvedPaper.Figure(
                figure: figure.figure, title: figure.title, source: figure.source,
                paperPanels: reference.panels)
        }
        planned.insert(
            .init(
                figure: "figure6", title: "Excitatory and inhibitory", source: "",
                uncovered: "not for \(profile)"),
            at: 2)
        var input = PaperInput(
            paper: ResolvedPaper(profile: profile, description: "few images", figures: planned),
            figures: try figures.map { try finished($0, claims: claims) }, claims: claims,
            differences: [difference()], provenance: [ProvenanceEntry(name: "claims", digest: "c1a1")])
        try change(&input)
        return input
    }

    /// A figure of made-up records, with other files where they are given.
    static func finished(
        _ figure: ResolvedFigure, claims: [Claim], svg: Data = svg, verdicts: [Verdict]? = nil,
        cells: Data? = nil
    ) throws -> FinishedFigure {
        let records = MadeUpRuns.records(of: figure)
        let results = try figure.panels.map { try PanelResults($0, records) }
        let judge = Judge(
            try RunResults(figure: figure, records: records, values: [], pairs: [], panels: results))
        let file = VerdictFile(
            figure: figure.figure, profile: figure.profile,
            verdicts: try verdicts ?? judge.verdicts(on: claims))
        return try FinishedFigure(
            figure: figure, svg: ("a.svg", svg), verdicts: ("a.verdicts.json", file.json()),
            cells: ("a.cells.tsv", cells ?? cellsTable(results)),
            provenance: [ProvenanceEntry(name: "picture", digest: "5ed1")])
    }

    /// Feedforward networks with masks of their own, and with the same ones.
    static func difference(
        text: Difference.Place = .init(figure: "figure3", panels: ["A1", "A2"]),
        notebook: Difference.Place = .init(figure: "figureS3", panels: ["A"]), apart: [String] = []
    ) -> Difference {
        Difference(
            id: "masks", title: "Masks", text: "each its own", notebook: "seed 42",
            evidence: .measured(text: text, notebook: notebook, apart: apart), note: "")
    }

    static func page(_ input: PaperInput) throws -> String {
        String(decoding: try renderPaper(input).html, as: UTF8.self)
    }

    static func verdict(_ claim: String, _ outcome: Outcome, ours: String = "", reason: String) -> Verdict {
        Verdict(
            claim: claim, figure: "2C", words: "in words", paper: "90.3 %", ours: ours, outcome: outcome,
            reason: reason, criterion: "", seen: "")
    }
}
