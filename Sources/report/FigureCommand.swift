import Analysis
import ArgumentParser
import ArtifactStore
import Drawing
import Judging
import Pages
import Results
import Formats
import Model
import Foundation
import HDF5
import Specification
import StageKit

struct FigureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figure",
        abstract: "Draws a figure; writes its table, the verdicts on the paper's claims, and a page.",
        discussion: """
            All outputs are computed together; name those that you want links to.

            EXAMPLE
              report --specification artifacts/plan/figure2-laptop.json --analysis accuracy.h5 \\
                --data artifacts/data/mnist.h5 --claims pipeline/claims.yaml --layout pipeline/plots/panels.gp \\
                --templates pipeline/pages/*.mustache --svg figure2.svg --page figure2.html

            \(StageExit.help)
            """)

    @Option(help: ArgumentHelp("The figure resolved for a profile, written by plan.", valueName: "file.json"))
    var specification: String
    @Option(
        help: ArgumentHelp(
            "Table of accuracies, from analyze; a figure without such panels needs none.",
            valueName: "file.h5"))
    var analysis: String?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Other measures of networks, from analyze.", valueName: "file.h5"))
    var measures: [String] = []
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Weights of networks whose connections panels draw.", valueName: "file.h5"))
    var weights: [String] = []
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Datasets that panels show, or with whose chance they compare.", valueName: "file.h5"))
    var data: [String] = []
    @Option(help: ArgumentHelp("The paper's claims.", valueName: "file.yaml"))
    var claims: String
    @Option(help: ArgumentHelp("The gnuplot layout.", valueName: "file.gp"))
    var layout: String
    @OptionGroup var templates: TemplateOptions

    @Option(help: ArgumentHelp("Link to make to the picture as SVG.", valueName: "link.svg"))
    var svg: String?
    @Option(help: ArgumentHelp("Link to make to the picture as PDF.", valueName: "link.pdf"))
    var pdf: String?
    @Option(help: ArgumentHelp("Link to make to the picture as PNG.", valueName: "link.png"))
    var png: String?
    @Option(help: ArgumentHelp("Link to make to the table.", valueName: "link.tsv"))
    var table: String?
    @Option(
        help: ArgumentHelp(
            "Link to make to the table of means and deviations that the panels show.", valueName: "link.tsv"))
    var cells: String?
    @Option(help: ArgumentHelp("Link to make to the verdicts.", valueName: "link.json"))
    var verdicts: String?
    @Option(help: ArgumentHelp("Link to make to the page.", valueName: "link.html"))
    var page: String?

    @OptionGroup var options: StageOptions

    func run() throws {
        try reportingErrors("report") {
            let isQuiet = options.isQuiet
            let gnuplot = Gnuplot { message in
                if !isQuiet { writeToStandardError("report: gnuplot says: \(message)\n") }
            }
            let call = StageCall(
                stage: .report, code: codeDigest, parameters: [:],
                libraries: try gnuplot.versions(),
                inputs: [
                    .one(.specification, specification), .many(.measures, measures), .many(.data, data),
                    .one(.claims, claims), .one(.layout, layout), templates.input,
                ] + (analysis.map { [.one(.analysis, $0)] } ?? [])
                    + (weights.isEmpty ? [] : [.many(.weights, weights)]),
                outputs: [
                    .init(.svg, extension: "svg", link: svg), .init(.pdf, extension: "pdf", link: pdf),
                    .init(.png, extension: "png", link: png), .init(.table, extension: "tsv", link: table),
                    .init(.cells, extension: "tsv", link: cells),
                    .init(.verdicts, extension: "json", link: verdicts),
                    .init(.page, extension: "html", link: page),
                ])
            try call.perform(options) { workspace in try draw(in: workspace, gnuplot) }
        }
    }

    private func draw(in workspace: Workspace, _ gnuplot: Gnuplot) throws {
        let templates = try templates.read()
        let figure = try ResolvedFigure(readingFrom: specification)
        try Catalogue.with(figure.datasets ?? []) {
            try draw(figure, templates, in: workspace, gnuplot)
        }
    }

    private func draw(
        _ figure: ResolvedFigure, _ templates: PageTemplates, in workspace: Workspace, _ gnuplot: Gnuplot
    ) throws {
        let datasets = try data.map { DatasetExamples(try Dataset(readingFrom: $0)) }
        let measured = try Measured(readingFrom: measures)
        let networks = try weights.map { try WeightSnapshot(readingFrom: $0) }
        let input = FigureInput(
            figure: figure, records: try analysis.map { try AccuracyTable.readRecords(from: $0) } ?? [],
            measured: measured.values, pairs: measured.pairs, datasets: datasets, networks: networks,
            claims: try Claim.read(path: claims),
            provenance: try provenance(workspace.inputs, measured, networks))
        try checkComplete(input, measured)
        let work = URL(fileURLWithPath: try workspace.makeFolder("gnuplot"))
        let rendered = try namingTables {
            try render(
                input, templates: templates, layout: URL(fileURLWithPath: layout), work: work,
                gnuplot: gnuplot)
        }
        let files: [FileRole: Data] = [
            .svg: rendered.svg, .pdf: rendered.pdf, .png: rendered.png, .table: rendered.tsv,
            .cells: rendered.cells, .verdicts: rendered.verdictsJSON, .page: rendered.html,
        ]
        for (role, bytes) in files {
            try bytes.write(to: URL(fileURLWithPath: workspace.path(role)))
        }
    }

    /// Refuses tables of accuracies and measures that lack some of the figure's networks.
    private func checkComplete(_ input: FigureInput, _ measured: Measured) throws {
        if let missing = input.figure.missing(among: measured.files) {
            throw StageFailure(
                StageExit.badData,
                "\(specification): \(missing), but no file of --measures has it; give the measures of all networks"
            )
        }
        guard let missing = input.figure.missing(in: input.records) else { return }
        let place = analysis.map { "\($0): records: " } ?? "\(specification): no --analysis was given: "
        throw StageFailure(
            StageExit.badData,
            "\(place)\(missing), but has no such row; analyze the metrics of all networks of \(specification)"
        )
    }

    /// Puts the tables before what is wrong with their numbers, for instance a network that is in two of them.
    private func namingTables<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as AnalysisError {
            let files = ([analysis].compactMap { $0 } + measures).joined(separator: ", ")
            throw StageFailure(StageExit.badData, "\(files): \(error)")
        }
    }

    /// What the figure was made of. Taken from the inputs alone, not from what else the store knows, so that the page's
    /// bytes depend on its inputs alone; `artifacts show` goes further back.
    private func provenance(
        _ inputs: [String: Recipe.Input], _ measured: Measured, _ networks: [WeightSnapshot]
    ) throws -> [ProvenanceEntry] {
        let named: [(FileRole, String)] = [
            (.claims, "claims of the paper"), (.layout, "layout of the figure"),
            (.templates, "template of the page"),
            (.specification, "specification resolved for the profile"), (.data, "dataset"),
            (.analysis, "table of accuracies"),
        ]
        let direct = named.flatMap { role, name in
            (inputs[role]?.digests ?? []).map { ProvenanceEntry(name: name, digest: $0.hex) }
        }
        func entries(_ role: FileRole, _ titles: [String]) -> [ProvenanceEntry] {
            zip(titles, inputs[role]?.digests ?? []).map { ProvenanceEntry(name: $0, digest: $1.hex) }
        }
        let sources = try analysis.map { try AccuracyTable.readSources(from: $0) } ?? []
        return direct + entries(.measures, measured.titles)
            + entries(.weights, networks.map { "weights \(afterEpochs($0.epoch)): \($0.description.title)" })
            + sources.map { ProvenanceEntry(name: $0.title, digest: $0.digest) }
    }
}
