import Analysis
import Foundation
import Specification

/// What a panel of lines goes along: a position and a name for each value.
enum LineAxis: Equatable {
    /// Epochs from 1 on.
    case epochs(Int)
    /// Numbers of connections that networks of all densities have.
    case connections([Int])
    /// Numbers of examples per class; nil stands for all, of which there are so many.
    case perClass([Int?], all: Int)
    /// Adam's learning rates.
    case learningRates([Double])

    /// The axis of a panel; nil for panels without lines.
    init?(_ kind: PanelKind, _ panel: ResolvedPanel) {
        guard let grid = panel.grid else { return nil }
        switch kind {
        case .accuracyByEpoch: self = .epochs(max(1, grid.epochs))
        case .accuracyByConnections: self = .connections(grid.connections.sorted())
        case .accuracyByLearningRate: self = .learningRates(grid.learningRates.sorted())
        case .bestAccuracyByExamples:
            let counts = grid.perClass.compactMap { $0 }.sorted().map(Optional.some)
            let all = Catalogue.dataset(panel.dataset.name).map {
                min(panel.dataset.trainLimit ?? .max, $0.trainingExamples) / $0.classes
            }
            self = .perClass(counts + (grid.perClass.contains(nil) ? [nil] : []), all: all ?? 1)
        default: return nil
        }
    }

    /// Number of values.
    var count: Int {
        switch self {
        case .epochs(let last): last
        case .connections(let counts): counts.count
        case .perClass(let counts, _): counts.count
        case .learningRates(let rates): rates.count
        }
    }

    /// Name of the axis.
    var title: String {
        switch self {
        case .epochs: "training epochs"
        case .connections: "connections between hidden nodes"
        case .perClass: "training examples per class"
        case .learningRates: "learning rate"
        }
    }

    /// Where the value at `index` stands: its logarithm but for epochs.
    func position(_ index: Int) -> Double {
        switch self {
        case .epochs: Double(index + 1)
        case .connections(let counts): log10(Double(counts[index]))
        case .perClass(let counts, let all): log10(Double(counts[index] ?? all))
        case .learningRates(let rates): log10(rates[index])
        }
    }

    /// Its name.
    func label(_ index: Int) -> String {
        switch self {
        case .epochs: "\(index + 1)"
        case .connections(let counts): powerText(Double(counts[index]))
        case .perClass(let counts, let all): counts[index].map(grouped) ?? "all (\(grouped(all)))"
        case .learningRates(let rates): powerText(rates[index])
        }
    }

    /// True for networks at the value at `index`.
    func holds(_ index: Int, _ condition: AccuracyCondition) -> Bool {
        switch self {
        case .epochs: condition.epoch == index + 1
        case .connections(let counts):
            condition.hiddenNodes
                == NetworkGrid.size(connections: counts[index], density: condition.density)
        case .perClass(let counts, _): condition.perClass == counts[index]
        case .learningRates(let rates): condition.learningRate == rates[index]
        }
    }
}

/// The lines of a panel: a mean with its deviation for each value of the axis, or nil where nothing was run.
struct LinePlot {
    struct Line {
        /// `density 0.1`.
        let name: String
        /// Network or nonlinearity where the panel compares those; else empty.
        let note: String
        let density: Double
        /// Place of the network and nonlinearity among those that the panel compares, from 0.
        let variant: Int
        /// One a value of the axis.
        let points: [AccuracySummary?]
    }

    let axis: LineAxis
    let lines: [Line]

    /// The lines of a panel, by network, then nonlinearity, then rising density; nil for panels without lines.
    init?(_ results: PanelResults) {
        guard let axis = LineAxis(results.kind, results.panel) else { return nil }
        self.axis = axis
        let grid = results.grid
        let variants = grid.networks.flatMap { network in
            grid.nonlinearities.map { (network: network, nonlinearity: $0) }
        }
        lines = variants.enumerated().flatMap { place, variant in
            let names =
                (grid.networks.count > 1 ? [networkTitle(variant.network)] : [])
                + (grid.nonlinearities.count > 1 ? [variant.nonlinearity] : [])
            return grid.densities.sorted().map { density in
                let own = results.summaries.filter {
                    $0.condition.network == variant.network
                        && $0.condition.nonlinearity == variant.nonlinearity
                        && $0.condition.density == density
                }
                return Line(
                    name: "density \(canonical(density))", note: names.joined(separator: ", "),
                    density: density, variant: place,
                    points: (0..<axis.count).map { index in own.first { axis.holds(index, $0.condition) } })
            }
        }
    }
}

/// `recurrent` for `rnn`; other networks are called what they are.
func networkTitle(_ name: String) -> String { name == "rnn" ? "recurrent" : name }
