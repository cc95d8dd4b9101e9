import Analysis
import Foundation
import Specification

/// The self-contained page of a figure: picture, verdicts, what was run, tables, provenance. No script, no request.
struct FigurePage {
    let figure: ResolvedFigure
    let provenance: [ProvenanceEntry]
    let datasets: [DatasetExamples]
    let summaries: [AccuracySummary]
    let comparisons: [DensityComparison]
    let verdicts: [Verdict]
    let svg: Data

    /// - Throws: `AnalysisError`, which summaries of records do not cause.
    init(input: FigureInput, summaries: [AccuracySummary], verdicts: [Verdict], svg: Data) throws {
        self.figure = input.figure
        self.provenance = input.provenance
        self.datasets = input.datasets
        self.summaries = summaries
        self.comparisons = try DensityComparison.againstDense(summaries.filter { $0.condition.epoch > 0 })
        self.verdicts = verdicts
        self.svg = svg
    }

    /// The page; the same bytes for the same figure.
    func html() -> Data {
        let sections = [
            header, picture, verdictSection, runSection, cellSection, comparisonSection, provenanceSection,
        ]
        let page = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>\(escaped("\(figure.title), profile \(figure.profile)"))</title>
            <style>
            \(pageStyle)
            </style>
            </head>
            <body>
            <main>
            \(sections.filter { !$0.isEmpty }.joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
        return Data(page.utf8)
    }

    private var header: String {
        let source = figure.source.isEmpty ? "" : "\n<p class=\"source\">\(escaped(figure.source))</p>"
        return """
            <header>
            <h1>\(escaped(figure.title))</h1>
            <p class="source">\(escaped(figure.figure)), profile <strong>\(escaped(figure.profile))</strong></p>\(source)
            </header>
            """
    }

    private var picture: String {
        let caption = figure.caption.isEmpty ? figure.title : figure.caption
        return """
            <figure>
            \(inlined(svg))
            <figcaption>\(escaped(caption))</figcaption>
            </figure>
            """
    }

    /// The SVG as part of the page: without the XML declaration and namespaces, which HTML knows by itself.
    private func inlined(_ svg: Data) -> String {
        var text = String(decoding: svg, as: UTF8.self)
        if let start = text.range(of: "<svg") { text.removeSubrange(..<start.lowerBound) }
        text = text.replacing(/\s+xmlns(:xlink)?="[^"]*"/, with: "")
        text = text.replacing("xlink:href=", with: "href=")
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
