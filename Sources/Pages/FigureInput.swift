import Drawing
import Judging
import Results
import Analysis
import Model
import Foundation
import Specification

/// A file that the figure was made of or by: a row of the page's provenance.
package struct ProvenanceEntry: Equatable, Sendable {
    /// What it is, for instance `dataset` or `metrics, 300 hidden nodes, density 0.1, seed 0`.
    package var name: String
    /// SHA-256 of the file, in hexadecimal.
    package var digest: String

    /// A row; see the properties.
    package init(name: String, digest: String) {
        self.name = name
        self.digest = digest
    }
}

/// Everything that a figure and its page are made of.
package struct FigureInput: Sendable {
    /// The figure, decided for one profile.
    package var figure: ResolvedFigure
    /// Accuracies of all networks that were run; those of no panel are ignored.
    package var records: [AccuracyRecord]
    /// Other measures of networks; those of no panel are ignored.
    package var measured: [MeasuredValue]
    /// Mutual information of each pair of nodes, where it was measured.
    package var pairs: [PairInformation]
    /// Datasets of which panels show examples, or with whose chance they compare accuracies.
    package var datasets: [DatasetExamples]
    /// Networks of which panels draw the connections.
    package var networks: [WeightSnapshot]
    /// All claims of the paper.
    package var claims: [Claim]
    /// What the figure was made of.
    package var provenance: [ProvenanceEntry]

    /// An input; see the properties.
    package init(
        figure: ResolvedFigure, records: [AccuracyRecord], measured: [MeasuredValue] = [],
        pairs: [PairInformation] = [], datasets: [DatasetExamples], networks: [WeightSnapshot] = [],
        claims: [Claim], provenance: [ProvenanceEntry]
    ) {
        self.figure = figure
        self.records = records
        self.measured = measured
        self.pairs = pairs
        self.datasets = datasets
        self.networks = networks
        self.claims = claims
        self.provenance = provenance
    }
}

/// A figure's files, each the same bytes for the same input.
package struct RenderedFigure: Equatable, Sendable {
    /// The picture as SVG.
    package var svg: Data
    /// The picture as PDF, fonts embedded.
    package var pdf: Data
    /// The picture as PNG, two pixels a unit: 2560 wide where panels stand in two columns.
    package var png: Data
    /// The tidy table, one row a network and epoch.
    package var tsv: Data
    /// What the panels show, one row a point or cell: mean, deviation, number of networks.
    package var cells: Data
    /// The verdicts as JSON, keys sorted.
    package var verdictsJSON: Data
    /// The self-contained page.
    package var html: Data
    /// The verdicts, in the order of the claims.
    package var verdicts: [Verdict]
    /// The verdicts in a few lines for a terminal.
    package var summary: String
}

/// Draws the figure and writes its table, verdicts and page.
///
/// - Parameters:
///   - templates: those of the page, with one called `figure`.
///   - layout: the gnuplot layout, for instance `pipeline/plots/panels.gp`.
///   - work: an existing folder for gnuplot's data files; what is written there may be removed afterwards.
///   - gnuplot: the program that draws.
/// - Throws: `FigureError` for input that cannot be drawn or a name that a template asks for and the page does not have, `GnuplotError` when gnuplot is missing or fails,
///   `AnalysisError` for records that cannot be summarised.
package func render(
    _ input: FigureInput, templates: PageTemplates, layout: URL, work: URL, gnuplot: Gnuplot = Gnuplot()
) throws -> RenderedFigure {
    let networks = input.figure.panels.map(PanelNetworks.init)
    let records = input.records.filter { record in networks.contains { $0.contains(record) } }
    let values = input.measured.filter { value in networks.contains { $0.contains(value) } }
    let paper = input.claims.filter { $0.belongs(to: input.figure.figure) }.compactMap(\.paperValue)
    let results = try input.figure.panels.map { panel in
        let dataset = input.datasets.first { $0.name == panel.dataset.name }
        return try PanelResults(
            panel, records, values, testLabels: dataset?.testLabels ?? [], paper: paper)
    }
    let picture = try Drawing(
        input.figure, examples: input.datasets, networks: input.networks, results: results
    ).draw(layout: layout, work: work, gnuplot: gnuplot)
    let judge = Judge(
        try RunResults(
            figure: input.figure, records: records, values: values, pairs: input.pairs,
            classCounts: Dictionary(input.datasets.map { ($0.name, $0.classCounts) }) { first, _ in first },
            panels: results))
    let verdicts = try judge.verdicts(on: input.claims)
    let file = VerdictFile(
        figure: input.figure.figure, profile: input.figure.profile, verdicts: verdicts,
        checks: judge.checks(among: input.claims))
    let page = try FigurePage(input: input, results: results, verdicts: verdicts, svg: picture.svg)
    return RenderedFigure(
        svg: picture.svg, pdf: picture.pdf, png: picture.png, tsv: tidyTable(records),
        cells: cellsTable(results), verdictsJSON: try file.json(),
        html: try templates.render("figure", page.data), verdicts: verdicts, summary: file.summary)
}

extension DatasetExamples {
    /// Examples to learn from of each class.
    fileprivate var classCounts: [Int] {
        classNames.indices.map { label in examples.labels.count { Int($0) == label } }
    }
}
