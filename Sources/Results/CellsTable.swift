import Analysis
import Foundation
import Model

/// Columns that a table of cells can have.
package let cellColumns = heads(TextColumns(seeds: false, time: "epochs", networks: nil))

private func heads(_ conditions: TextColumns) -> [String] {
    ["panel", "measure"] + conditions.names + [
        "place_lower", "place_upper", "n", "mean", "sd", "median", "mean_loss_nats", "diverged",
    ]
}

/// What the panels show as tab-separated values, one row a point or cell: mean, sample standard deviation, median and
/// number of networks; numbers read back as the same numbers. Empty: no deviation of one network, no loss of a gradient. The unit of mean,
/// deviation and median is that of the measure; `diverged` counts the networks that did.
package func cellsTable(_ results: [PanelResults]) -> Data {
    let cellConditions = TextColumns(
        seeds: false, time: "epochs", networks: results.flatMap { $0.grid.conditions })
    let rows = results.flatMap { result -> [[String]] in
        func row(
            _ measure: Measure, _ condition: SharedConditions, _ place: MeasurePlace?, _ moments: Moments,
            loss: Double? = nil
        ) -> [String] {
            [result.panel.name, measure.column]
                + cellConditions.texts(condition.conditions, epoch: condition.epoch) + [
                    place.map { $0.lower.canonical } ?? "",
                    place.map { $0.upper.canonical } ?? "", "\(moments.count)", moments.mean.canonical,
                    moments.sd.map { $0.canonical } ?? "",
                    moments.numbers.median.map { $0.canonical } ?? "",
                    loss.map { $0.isNaN ? "" : $0.canonical } ?? "", "\(moments.diverged.count)",
                ]
        }
        if result.kind.measure == .gradient {
            return result.gradients.flatMap { summary in
                [
                    row(.gradient, summary.condition, nil, Moments(summary)),
                    row(.connectionGradient, summary.condition, nil, Moments(summary.gradientsOfConnections)),
                ]
            }
        }
        let measured = result.kind.measures.filter { $0.quantity != nil }.flatMap { measure in
            result.measured.filter { $0.quantity == measure.quantity }.map {
                row(measure, $0.condition, $0.place, Moments($0))
            }
        }
        return measured
            + result.summaries.map {
                row(result.kind.measure, $0.condition, nil, Moments($0), loss: $0.meanLoss)
            }
    }
    return tabSeparated(heads(cellConditions), rows)
}
