import Drawing
import Judging
import Results
import Analysis
import Model
import Specification

extension FigurePage {
    /// The numbers behind every panel: mean ± standard deviation (number of networks).
    var values: PageValue {
        .list(
            results.compactMap { result in
                guard result.panel.unavailable == nil, let table = valueTable(result) else { return nil }
                let parts = [result.panel.title, result.datasetText, quantity(result)]
                return [
                    "title": .text("\(result.panel.name): \(parts.joined(separator: ", "))"), "table": table,
                ]
            })
    }

    /// What the numbers of a panel are.
    private func quantity(_ result: PanelResults) -> String {
        let epochs = result.grid.epochs
        let title = result.kind.measure.axisTitle
        return switch result.kind.time {
        case .firstEpoch:
            "mean magnitude of the gradient of the weights between hidden nodes in the first epoch, over all pairs of nodes (nats)"
        case .alongEpochs, .course: title
        case .best: "test accuracy (%) of the best of up to \(epochs.counting("epoch"))"
        case .afterLast: "\(title) \(afterEpochs(epochs))"
        }
    }

    /// Lines become columns, with the axis downwards; grids stay as they are drawn, the densest row on top. Distributions have
    /// too many numbers for a page.
    private func valueTable(_ result: PanelResults) -> PageValue? {
        if result.kind.isDistribution { return nil }
        func text(_ moments: Moments?, _ measure: Measure) -> String {
            guard let moments else { return "not run" }
            let sd = moments.sd.map { " ± \(measure.number($0))" } ?? ""
            return "\(measure.number(moments.mean))\(sd) (\(moments.countText))"
        }
        if let plot = LinePlot(result) {
            let heads = plot.lines.map { $0.note.isEmpty ? $0.name : "\($0.note), \($0.name)" }
            let rows = (0..<plot.axis.count).map { index in
                [plot.axis.label(index)] + plot.lines.map { text($0.points[index], $0.measure) }
            }
            return PageParts.table([plot.axis.title] + heads, rows, numbersFrom: 1)
        }
        guard result.kind.form == .grid else { return nil }
        let plot = GridPlot(result)
        let rows = plot.rows.reversed().map { row in
            [row.name] + row.cells.map { $0.map { text($0.moments, $0.measure) } ?? row.hole }
        }
        let unit = plot.columnTitle.isEmpty ? "" : " nodes"
        return PageParts.table([plot.rowTitle] + plot.columns.map { $0 + unit }, rows, numbersFrom: 1)
    }

    /// Each density against density 1.
    var againstDense: PageValue {
        if comparisons.isEmpty { return .none }
        let varied = VariedColumns(comparisons.map(\.comparison.sparse.condition))
        let rows = comparisons.map { panel, comparison in
            let condition = comparison.sparse.condition
            return [panel] + varied.cells(condition) + [
                condition.hiddenNodes.grouped, condition.density.brief, "\(condition.epoch)",
                comparison.test.counts.map(String.init).joined(separator: ", "),
                (100 * comparison.difference).fixed(1), comparison.test.statistic.fixed(2),
                comparison.test.pValue.pText,
            ]
        }
        let heads =
            ["panel"] + varied.heads + [
                "hidden nodes", "density", "epochs", "n", "mean minus that of density 1 (points)",
                "KS distance",
                "p",
            ]
        return PageParts.table(heads, rows, numbersFrom: 1 + varied.heads.count)
    }
}

/// Columns for what tells the networks of a table apart, besides their size, density and epoch; the dataset always.
package struct VariedColumns {
    private let fields: [ConditionField]

    package init(_ conditions: [SharedConditions]) {
        let others: [ConditionField] = [.hiddenNodes, .density, .trainingImages, .testImages]
        fields = Conditions.fields.filter { field in
            guard !field.isOfSeed, !others.contains(field) else { return false }
            return field == .dataset || Set(conditions.map { field.values($0.conditions) }).count > 1
        }
    }

    package var heads: [String] { fields.map(\.title) }

    package func cells(_ condition: SharedConditions) -> [String] {
        fields.map { $0.pageCell(condition.conditions) }
    }
}

extension ConditionField {
    /// The value in a table for people.
    package func pageCell(_ conditions: Conditions) -> String {
        self == .dataset ? datasetTitle(conditions.dataset) : cell(conditions) ?? none?.page ?? ""
    }
}
