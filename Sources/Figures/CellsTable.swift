import Analysis
import Foundation
import Specification

/// Columns of the table of cells; the unit of mean and deviation is that of the measure.
let cellColumns = [
    "panel", "measure", "dataset", "network", "nonlinearity", "hidden_nodes", "density", "learning_rate",
    "per_class", "epochs", "n", "mean", "sd", "mean_loss_nats",
]

/// What the panels show as tab-separated values, one row a point or cell: mean, sample standard deviation and number of
/// networks; numbers read back as the same numbers. Empty: no deviation of one network, no loss of a gradient.
func cellsTable(_ results: [PanelResults]) -> Data {
    let rows = results.flatMap { result -> [[String]] in
        let name = [result.panel.name, result.kind.measure.column]
        if result.kind.measure == .gradient {
            return result.gradients.map { name + cells($0.condition, Moments($0)) + [""] }
        }
        return result.summaries.map { name + cells($0.condition, Moments($0)) + [canonical($0.meanLoss)] }
    }
    let lines = ([cellColumns] + rows).map { $0.joined(separator: "\t") + "\n" }
    return Data(lines.joined().utf8)
}

private func cells(_ condition: AccuracyCondition, _ moments: Moments) -> [String] {
    [
        condition.dataset, condition.network, condition.nonlinearity, "\(condition.hiddenNodes)",
        canonical(condition.density), canonical(condition.learningRate),
        condition.perClass.map(String.init) ?? "all", "\(condition.epoch)", "\(moments.count)",
        canonical(moments.mean), moments.sd.map { canonical($0) } ?? "",
    ]
}
