import Drawing
import Judging
import Results
import Analysis
import Foundation
import Specification

/// What the page of a figure shows: picture, verdicts, what was run, tables, provenance; for the template `figure`.
package struct FigurePage {
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

    /// The same for the same figure.
    package var data: PageValue {
        [
            "title": .text(figure.title), "figure": .text(figure.figure), "profile": .text(figure.profile),
            "source": .text(figure.source),
            "caption": .text(figure.caption.isEmpty ? figure.title : figure.caption),
            "picture": .text(inlined(svg)), "claims": .list(verdicts.map(claim)),
            "counts": PageParts.counts(verdicts.map(\.outcome), \.rawValue), "seen": seen,
            "criteria": criteria, "least": .number(RunResults.leastNetworks),
            "errors": .text(verdicts.errorText), "rates": rates, "run": run, "values": values,
            "comparisons": againstDense, "files": PageParts.files(provenance),
        ]
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
