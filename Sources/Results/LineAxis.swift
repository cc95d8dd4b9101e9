import Analysis
import Foundation
import Specification
import Model

/// What a panel of lines goes along: a position and a name for each value.
package enum LineAxis: Equatable {
    /// Epochs after which something was measured; 0 is before training.
    case epochs([Int])
    /// Numbers of connections that networks of all densities have.
    case connections([Int])
    /// Numbers of examples per class; nil stands for all.
    case perClass([Int?], all: Int)
    /// Adam's learning rates.
    case learningRates([Double])
    /// Numbers of hidden nodes.
    case sizes([Int])
    /// Places of a curve, ascending.
    case places([MeasurePlace], PlaceAxis)

    /// The axis of a panel; nil for panels without lines.
    package init?(_ results: PanelResults) {
        let panel = results.panel
        guard let grid = panel.grid, let axis = results.kind.axis else { return nil }
        switch axis {
        case .epochs:
            let first = results.summaries.contains { $0.condition.epoch == 0 } ? 0 : 1
            self = .epochs(Array(first...max(1, grid.epochs)))
        case .snapshots: self = .epochs(grid.snapshots)
        case .snapshotsAfterStart: self = .epochs(grid.snapshots.filter { $0 > 0 })
        case .connections: self = .connections(grid.connections.sorted())
        case .learningRates: self = .learningRates(grid.values(\.learningRate).sorted())
        case .sizes: self = .sizes(grid.sizes.sorted())
        case .perClass:
            let all = grid.values(\.perClass)
            let counts = all.compactMap { $0 }.sorted().map(Optional.some)
            let largest = Catalogue.dataset(panel.dataset.name).map {
                min(panel.dataset.trainLimit ?? .max, $0.trainingExamples) / $0.classes
            }
            self = .perClass(counts + (all.contains(nil) ? [nil] : []), all: largest ?? 1)
        case .places(let axis): self = .places(axis.worthShowing(results.measured), axis)
        }
    }

    /// Number of values.
    package var count: Int {
        switch self {
        case .epochs(let epochs): epochs.count
        case .connections(let counts): counts.count
        case .perClass(let counts, _): counts.count
        case .learningRates(let rates): rates.count
        case .sizes(let sizes): sizes.count
        case .places(let places, _): places.count
        }
    }

    /// Name of the axis.
    package var title: String {
        switch self {
        case .epochs: "training epochs"
        case .connections: "connections between hidden nodes"
        case .perClass: "training examples per class"
        case .learningRates: "learning rate"
        case .sizes: "hidden nodes"
        case .places(_, let axis): axis.title
        }
    }

    /// Where the value at `index` stands: its logarithm, except for epochs and places.
    package func position(_ index: Int) -> Double {
        switch self {
        case .epochs(let epochs): Double(epochs[index])
        case .connections(let counts): log10(Double(counts[index]))
        case .perClass(let counts, let all): log10(Double(counts[index] ?? all))
        case .learningRates(let rates): log10(rates[index])
        case .sizes(let sizes): log10(Double(sizes[index]))
        case .places(let places, let axis): axis.position(places[index], among: places)
        }
    }

    /// Its name.
    package func label(_ index: Int) -> String {
        switch self {
        case .epochs(let epochs): "\(epochs[index])"
        case .connections(let counts): Double(counts[index]).powerText
        case .perClass(let counts, let all): counts[index].map(\.grouped) ?? "all (\(all.grouped))"
        case .learningRates(let rates): rates[index].powerText
        case .sizes(let sizes): sizes[index].grouped
        case .places(let places, let axis): axis.label(places[index])
        }
    }

    /// True for networks at the value at `index`.
    package func holds(_ index: Int, _ condition: SharedConditions, at place: MeasurePlace?) -> Bool {
        switch self {
        case .epochs(let epochs): condition.epoch == epochs[index]
        case .connections(let counts):
            condition.hiddenNodes
                == NetworkGrid.size(connections: counts[index], density: condition.density)
        case .perClass(let counts, _): condition.perClass == counts[index]
        case .learningRates(let rates): condition.learningRate == rates[index]
        case .sizes(let sizes): condition.hiddenNodes == sizes[index]
        case .places(let places, _): place == places[index]
        }
    }
}
