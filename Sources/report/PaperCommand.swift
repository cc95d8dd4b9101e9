import Model
import ArgumentParser
import ArtifactStore
import Drawing
import Judging
import Pages
import Results
import Foundation
import Specification
import StageKit

struct PaperCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper",
        abstract: "Puts all figures and the verdicts on all claims of the paper on one page.",
        discussion: """
            Files of figures are named in one order: the first picture is that of the first specification. If a figure of the plan is \
            not given, the page says why in its place. The page links to figures/ beside the folder that it lies in.

            EXAMPLE
              report paper --paper artifacts/plan/paper-smoke.json \\
                --specification artifacts/plan/figure2-smoke.json --svg artifacts/figures/smoke/figure2/figure2.svg \\
                --verdicts artifacts/figures/smoke/figure2/figure2.verdicts.json \\
                --cells artifacts/figures/smoke/figure2/figure2.cells.tsv --claims pipeline/claims.yaml \\
                --differences pipeline/differences.yaml --templates pipeline/pages/*.mustache \\
                --page artifacts/report/smoke.html

            --all-verdicts holds the verdicts on all claims in one file. One that was kept, for instance of profile workstation, is shown \
            beside the verdicts of another profile's page:
              cp artifacts/report/workstation.verdicts.json docs/results/workstation/verdicts.json

            \(StageExit.help)
            """)

    @Option(help: ArgumentHelp("Which figures there are, written by plan.", valueName: "file.json"))
    var paper: String
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The figures resolved for the profile, written by plan.", valueName: "file.json"))
    var specification: [String] = []
    @Option(parsing: .upToNextOption, help: ArgumentHelp("Their pictures.", valueName: "file.svg"))
    var svg: [String] = []
    @Option(parsing: .upToNextOption, help: ArgumentHelp("Their verdicts.", valueName: "file.json"))
    var verdicts: [String] = []
    @Option(parsing: .upToNextOption, help: ArgumentHelp("Their tables of means.", valueName: "file.tsv"))
    var cells: [String] = []
    @Option(help: ArgumentHelp("The paper's claims.", valueName: "file.yaml"))
    var claims: String
    @Option(help: ArgumentHelp("Where the paper's text and code differ.", valueName: "file.yaml"))
    var differences: String
    @OptionGroup var templates: TemplateOptions
    @Option(
        help: ArgumentHelp(
            "Verdicts on all claims that were published, to stand beside the page's own.",
            valueName: "file.json"))
    var published: String?

    @Option(help: ArgumentHelp("Link to make to the page.", valueName: "link.html"))
    var page: String?
    @Option(help: ArgumentHelp("Another link to make to the page.", valueName: "link.html"))
    var index: String?
    @Option(help: ArgumentHelp("Link to make to the verdicts on all claims.", valueName: "link.json"))
    var allVerdicts: String?

    @OptionGroup var options: StageOptions

    func validate() throws {
        for (role, files) in [("svg", svg), ("verdicts", verdicts), ("cells", cells)]
        where files.count != specification.count {
            throw ValidationError(
                "--\(role) names \(files.count) files and --specification \(specification.count); name one of each a figure"
            )
        }
    }

    func run() throws {
        try reportingErrors("report") {
            let call = StageCall(
                stage: .report, code: codeDigest, parameters: ["output": "paper"], libraries: [:],
                inputs: [
                    .one(.paper, paper), .many(.specification, specification), .many(.svg, svg),
                    .many(.verdicts, verdicts), .many(.cells, cells), .one(.claims, claims),
                    .one(.differences, differences), templates.input,
                    .many(.published, published.map { [$0] } ?? []),
                ],
                outputs: [
                    .init(.page, extension: "html", link: page),
                    // The same bytes under a second name, which every profile shares.
                    .init(.index, extension: "html", link: index),
                    .init(.allVerdicts, extension: "json", link: allVerdicts),
                ])
            try call.perform(options, compute: write)
        }
    }

    private func write(in workspace: Workspace) throws {
        let paper = try ResolvedPaper(readingFrom: paper)
        try Catalogue.with(paper.datasets ?? []) { try write(paper, in: workspace) }
    }

    private func write(_ paper: ResolvedPaper, in workspace: Workspace) throws {
        let input = PaperInput(
            paper: paper,
            figures: try specification.indices.map { try figure($0, workspace.inputs) },
            claims: try Claim.read(path: claims, figures: paper.figures),
            differences: try Difference.read(path: differences),
            provenance: provenance(workspace.inputs),
            published: try published.map { try VerdictFile(file($0).bytes, path: $0) })
        let rendered = try renderPaper(input, templates: templates.read())
        let files: [(FileRole, Data)] = [
            (.page, rendered.html), (.index, rendered.html), (.allVerdicts, rendered.verdictsJSON),
        ]
        for (role, bytes) in files {
            try bytes.write(to: URL(fileURLWithPath: workspace.path(role)))
        }
    }

    private func figure(_ index: Int, _ inputs: [String: Recipe.Input]) throws -> FinishedFigure {
        let roles: [(FileRole, String)] = [
            (.specification, "specification resolved for the profile"), (.svg, "picture"),
            (.verdicts, "verdicts"), (.cells, "table of means"),
        ]
        return try FinishedFigure(
            figure: ResolvedFigure(readingFrom: specification[index]), svg: file(svg[index]),
            verdicts: file(verdicts[index]), cells: file(cells[index]),
            provenance: roles.compactMap { role, name in
                inputs[role].map { ProvenanceEntry(name: name, digest: $0.digests[index].hex) }
            })
    }

    private func file(_ path: String) throws -> FinishedFigure.File {
        (path, try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func provenance(_ inputs: [String: Recipe.Input]) -> [ProvenanceEntry] {
        let named: [(FileRole, String)] = [
            (.paper, "plan of this page"), (.claims, "claims of the paper"),
            (.differences, "where text and code differ"), (.templates, "template of the page"),
            (.published, "published verdicts"),
        ]
        return named.flatMap { role, name in
            (inputs[role]?.digests ?? []).map { ProvenanceEntry(name: name, digest: $0.hex) }
        }
    }
}
