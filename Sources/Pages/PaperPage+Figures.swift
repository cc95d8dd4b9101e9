import Drawing
import Judging
import Results
import Model
import Specification

extension PaperPage {
    /// A figure with its picture, verdicts, what was run, and its files; or the reason why it is not there.
    func figure(_ planned: ResolvedPaper.Figure) -> PageValue {
        let made = input.figures.first { $0.name == planned.figure }
        return Self.link(planned.figure).with([
            "title": .text(planned.title), "source": .text(planned.source),
            "hole": .text(made == nil ? planned.uncovered ?? "\(planned.figure) was not made" : ""),
            "made": made.map(contents) ?? .none,
        ])
    }

    private func contents(_ made: FinishedFigure) -> PageValue {
        let figure = made.figure
        return [
            "caption": .text(figure.caption.isEmpty ? figure.title : figure.caption),
            "panels": .text(figure.panels.map { "\($0.name), \($0.title)" }.joined(separator: "; ")),
            "width": .text("\(made.picture.width)"), "height": .text("\(made.picture.height)"),
            "picture": .text(made.picture.address),
            // The figure's files lie beside the report in the store.
            "base": .text(href("../figures/\(figure.profile)/\(made.name)/\(made.name)")),
            "claims": .list(made.verdicts.verdicts.map(row)),
            "runs": .list(figure.panels.map { PanelWords($0).data }),
            "files": PageParts.files(made.provenance),
        ]
    }
}

/// What a panel runs, in the words of a table.
package struct PanelWords {
    package let panel: ResolvedPanel

    package init(_ panel: ResolvedPanel) { self.panel = panel }

    /// A row of the table of what was run.
    var data: PageValue {
        let run = panel.grid == nil ? "examples" : panel.networks.count.counting("network")
        let row: PageValue = [
            "panel": .text("\(panel.name): \(panel.title)"), "dataset": .text(dataset), "networks": "none",
            "hidden": "", "densities": "", "seeds": "", "epochs": "",
            "run": .text(panel.unavailable.map { "not run: \($0)" } ?? run),
        ]
        guard let grid = panel.grid else { return row }
        return row.with([
            "networks": .text(networks(grid)), "hidden": .text(list(grid.sizes.sorted()) { $0.grouped }),
            "densities": .text(list(grid.densities) { $0.canonical }), "seeds": .text(Self.seeds(grid.seeds)),
            "epochs": .text((grid.patience == nil ? "" : "up to ") + "\(grid.epochs)"),
        ])
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
