import Drawing
import Judging
import Results
import Model
import Specification

extension PaperPage {
    /// A figure with its picture, verdicts, what was run, and its files; or the reason why it is not there.
    package func figureSection(_ planned: ResolvedPaper.Figure) -> String {
        let title = "\(displayName(planned.figure)): \(planned.title)"
        let source = planned.source.isEmpty ? "" : "<p class=\"source\">\(escaped(planned.source))</p>\n"
        guard let made = input.figures.first(where: { $0.name == planned.figure }) else {
            let reason = planned.uncovered ?? "\(planned.figure) was not made"
            return section(title, source + hole(reason), id: anchor(planned.figure))
        }
        let content = [picture(made), links(made), verdictList(made), runTable(made), files(made)]
        return section(title, source + content.joined(separator: "\n"), id: anchor(planned.figure))
    }

    private func picture(_ made: FinishedFigure) -> String {
        let figure = made.figure
        let caption = figure.caption.isEmpty ? figure.title : figure.caption
        let panels = figure.panels.map { "\($0.name), \($0.title)" }.joined(separator: "; ")
        let name = displayName(figure.figure)
        return """
            <figure>
            <div class="scroll" tabindex="0" role="region" aria-label="\(escaped(name))"><img alt="\(escaped("\(name). \(panels)"))"
            width="\(made.picture.width)" height="\(made.picture.height)" src="\(made.picture.address)"/></div>
            <figcaption>\(escaped(caption))</figcaption>
            </figure>
            """
    }

    /// To the figure's files, which lie beside the report in the store.
    private func links(_ made: FinishedFigure) -> String {
        let base = "../figures/\(made.figure.profile)/\(made.name)/\(made.name)"
        let files = [
            ("html", "the figure’s own page"), ("pdf", "PDF"), ("png", "PNG"), ("svg", "SVG"),
            ("cells.tsv", "TSV of means"), ("tsv", "TSV of networks"), ("verdicts.json", "verdicts"),
        ]
        let items = files.map { "<li><a href=\"\(href("\(base).\($0)"))\">\($1)</a></li>" }
        return
            "<ul class=\"links\" aria-label=\"Files of \(escaped(displayName(made.name)))\">\(items.joined())</ul>"
    }

    private func verdictList(_ made: FinishedFigure) -> String {
        let verdicts = made.verdicts.verdicts
        if verdicts.isEmpty { return "<p>No claim of the paper belongs to this figure.</p>" }
        let rows = verdicts.map { verdict in
            [
                "<a href=\"#\(row(of: verdict.claim))\"><code>\(escaped(verdict.claim))</code></a>",
                badge(verdict.outcome, short: true), numbers(verdict.paper),
                numbers(verdict.ours),
            ]
        }
        return "<h3>Verdicts</h3>\n" + table(["claim", "verdict", "paper", "ours"], rows, labels: true)
    }

    private func runTable(_ made: FinishedFigure) -> String {
        let heads = [
            "panel", "dataset", "networks", "hidden nodes", "densities", "seeds", "epochs", "run",
        ]
        let rows = made.figure.panels.map { PanelWords($0).cells.map(escaped) }
        return "<h3>What was run</h3>\n" + table(heads, rows, labels: true)
    }

    private func files(_ made: FinishedFigure) -> String {
        let rows = made.provenance.map { [escaped($0.name), digestText($0.digest)] }
        return "<h3>Digests</h3>\n" + table(["what", "SHA-256"], rows, labels: true)
    }
}

/// What a panel runs, in the words of a table.
package struct PanelWords {
    package let panel: ResolvedPanel

    package init(_ panel: ResolvedPanel) { self.panel = panel }

    /// Panel, dataset, networks, hidden nodes, densities, seeds, epochs, run.
    package var cells: [String] {
        let name = "\(panel.name): \(panel.title)"
        guard let grid = panel.grid else {
            return [
                name, dataset, "none", "", "", "", "",
                panel.unavailable.map { "not run: \($0)" } ?? "examples",
            ]
        }
        let run = panel.unavailable.map { "not run: \($0)" } ?? panel.networks.count.counting("network")
        return [
            name, dataset, networks(grid), list(grid.sizes.sorted()) { $0.grouped },
            list(grid.densities) { $0.canonical }, Self.seeds(grid.seeds),
            (grid.patience == nil ? "" : "up to ") + "\(grid.epochs)", run,
        ]
    }

    private var dataset: String {
        let limits = [
            panel.dataset.trainLimit.map { "first \($0.grouped) to learn from" },
            panel.dataset.testLimit.map { "first \($0.grouped) to test on" },
        ]
        return ([datasetTitle(panel.dataset.name)] + limits.compactMap { $0 }).joined(separator: ", ")
    }

    /// What is as in most of the paper is not said, except the kind of network.
    private func networks(_ grid: NetworkGrid) -> String {
        let others: [ConditionField] = [
            .dataset, .hiddenNodes, .density, .connections, .seed, .trainingImages, .testImages,
        ]
        let kind: [ConditionField] = [.network, .nonlinearity]
        return Conditions.fields.filter { !others.contains($0) }.compactMap { field -> String? in
            let values = grid.alternatives(of: field)
            if kind.contains(field) { return list(values) { field.pageCell($0) } }
            guard !values.allSatisfy(field.isUsual) else { return nil }
            return values.map { field.words($0) }.joined(separator: "; ")
        }.joined(separator: ", ")
    }

    private func list<Value>(_ values: [Value], _ text: (Value) -> String) -> String {
        values.map(text).joined(separator: "; ")
    }

    /// `10 (0 to 9)`, `2 (0, 5)`.
    package static func seeds(_ seeds: [Int]) -> String {
        guard let first = seeds.min(), let last = seeds.max(), seeds.count > 1 else {
            return "1 (\(seeds.map(String.init).joined()))"
        }
        let isRange = seeds.count > 2 && last - first == seeds.count - 1
        let names = isRange ? "\(first) to \(last)" : seeds.map(String.init).joined(separator: ", ")
        return "\(seeds.count) (\(names))"
    }
}
