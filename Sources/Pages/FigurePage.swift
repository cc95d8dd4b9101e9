import Drawing
import Judging
import Results
import Analysis
import Foundation
import Specification

/// The self-contained page of a figure: picture, verdicts, what was run, tables, provenance. No script, no request.
package struct FigurePage: PageElements {
    package let figure: ResolvedFigure
    package let provenance: [ProvenanceEntry]
    package let results: [PanelResults]
    /// Sparse against dense networks, by panel.
    package let comparisons: [(panel: String, comparison: DensityComparison)]
    package let verdicts: [Verdict]
    package let svg: Data

    /// - Throws: `AnalysisError`, which summaries of records do not cause.
    package init(input: FigureInput, results: [PanelResults], verdicts: [Verdict], svg: Data) throws {
        figure = input.figure
        provenance = input.provenance
        self.results = results
        comparisons = try results.filter { $0.kind.measure != .gradient }.flatMap {
            result -> [(panel: String, comparison: DensityComparison)] in
            let trained = result.summaries.filter { $0.condition.epoch > 0 }
            return try DensityComparison.againstDense(trained).map { (result.panel.name, $0) }
        }
        self.verdicts = verdicts
        self.svg = svg
    }

    /// The page; the same bytes for the same figure.
    package func html() -> Data {
        let sections = [
            header, picture, verdictSection, learningRateSection, runSection, valueSection, comparisonSection,
            provenanceSection,
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
