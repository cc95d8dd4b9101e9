import Analysis
import Foundation
import Specification

/// Columns of the table of cells; the unit of mean and deviation is that of the measure.
let cellColumns = [
    "panel", "measure", "dataset", "network", "nonlinearity", "hidden_nodes", "density", "dale",
    "start_density", "learning_rate", "per_class", "epochs", "place_lower", "place_upper", "n", "mean", "sd",
    "mean_loss_nats",
]

/// What the panels show as tab-separated values, one row a point or cell: mean, sample standard deviation and number of
/// networks; numbers read back as the same numbers. Empty: no deviation of one network, no loss of a gradient.
func cellsTable(_ results: [PanelResults]) -> Data {
    let rows = results.flatMap { result -> [[String]] in
        let name = result.panel.name
        func row(
            _ measure: Measure, _ condition: AccuracyCondition, _ place: MeasurePlace?, _ moments: Moments
        )
            -> [String]
        {
            [name, measure.column] + cells(condition, place) + numbers(moments)
        }
        let measured = result.kind.measures.filter { $0.quantity != nil }.flatMap { measure in
            result.measured.filter { $0.quantity == measure.quantity }.map {
                row(measure, $0.condition, $0.place, Moments($0)) + [""]
            }
        }
        if result.kind.measure == .gradient {
            return result.gradients.map { row(.gradient, $0.condition, nil, Moments($0)) + [""] }
        }
        return measured
            + result.summaries.map {
                row(result.kind.measure, $0.condition, nil, Moments($0)) + [canonical($0.meanLoss)]
            }
    }
    let lines = ([cellColumns] + rows).map { $0.joined(separator: "\t") + "\n" }
    return Data(lines.joined().utf8)
}

private func cells(_ condition: AccuracyCondition, _ place: MeasurePlace?) -> [String] {
    [
        condition.dataset, condition.network, condition.nonlinearity, "\(condition.hiddenNodes)",
        canonical(condition.density), condition.dale?.words ?? "none",
        condition.startDensity.map { canonical($0) } ?? "", canonical(condition.learningRate),
        condition.perClass.map(String.init) ?? "all", "\(condition.epoch)",
        place.map { canonical($0.lower) } ?? "", place.map { canonical($0.upper) } ?? "",
    ]
}

private func numbers(_ moments: Moments) -> [String] {
    ["\(moments.count)", canonical(moments.mean), moments.sd.map { canonical($0) } ?? ""]
}
