import Analysis
import Foundation
import Specification

/// The lines of a panel: a mean with its deviation for each value of the axis, or nil where nothing was run.
struct LinePlot {
    struct Line {
        /// `density 0.1`.
        let name: String
        /// What tells it from other lines of the same density: network, nonlinearity, Dale's variant, measure; else empty.
        let note: String
        let density: Double
        /// Place of what the note says among all that the panel compares, from 0.
        let variant: Int
        /// What its numbers are.
        let measure: Measure
        /// One a value of the axis.
        let points: [Moments?]
    }

    let axis: LineAxis
    let lines: [Line]

    /// The lines of a panel, by variant, then rising density; nil for panels without lines.
    init?(_ results: PanelResults) {
        guard results.kind.form == .lines, let axis = LineAxis(results) else { return nil }
        self.axis = axis
        lines = LineVariant.all(of: results).enumerated().flatMap { number, variant in
            let own = variant.numbers(in: results)
            return results.grid.densities.sorted().filter(variant.covers).map { density in
                let points = own.filter { $0.condition.density == density }
                return Line(
                    name: "density \(canonical(density))", note: variant.note, density: density,
                    variant: number, measure: variant.measure,
                    points: (0..<axis.count).map { index in
                        points.first { axis.holds(index, $0.condition, at: $0.place) }?.moments
                    })
            }
        }
    }
}

/// What a panel compares besides densities: one combination.
private struct LineVariant {
    let network: String
    let nonlinearity: String
    let dale: DaleSpecification?
    let startDensity: Double?
    let measure: Measure
    /// What tells it from the others, in words.
    let note: String

    static func all(of results: PanelResults) -> [LineVariant] {
        let grid = results.grid
        let measures = results.kind.measures
        return grid.networks.flatMap { network in
            grid.nonlinearities.flatMap { nonlinearity in
                grid.dale.flatMap { dale in
                    grid.startDensities.flatMap { start in
                        measures.map { measure in
                            let notes =
                                (grid.networks.count > 1 ? [networkTitle(network)] : [])
                                + (grid.nonlinearities.count > 1 ? [nonlinearity] : [])
                                + (grid.dale.count > 1 ? [dale?.variant ?? "any sign"] : [])
                                + (start.map { ["from \(canonical($0))"] } ?? [])
                                + (measures.count > 1 ? [measure.lineNote] : [])
                            return LineVariant(
                                network: network, nonlinearity: nonlinearity, dale: dale, startDensity: start,
                                measure: measure, note: notes.joined(separator: ", "))
                        }
                    }
                }
            }
        }
    }

    /// Networks that start sparser than they are; all others of the variant.
    func covers(_ density: Double) -> Bool { startDensity ?? 0 < density }

    private func holds(_ condition: AccuracyCondition) -> Bool {
        condition.network == network && condition.nonlinearity == nonlinearity
            && condition.dale == dale?.rule && condition.startDensity == startDensity
    }

    /// What the panel knows of it.
    func numbers(
        in results: PanelResults
    ) -> [(condition: AccuracyCondition, place: MeasurePlace?, moments: Moments)] {
        guard let quantity = measure.quantity else {
            return results.summaries.filter { holds($0.condition) }.map { ($0.condition, nil, Moments($0)) }
        }
        return results.measured.filter { $0.quantity == quantity && holds($0.condition) }
            .map { ($0.condition, $0.place, Moments($0)) }
    }
}

extension Measure {
    /// What a line is, beside other measures of the same panel.
    fileprivate var lineNote: String {
        switch self {
        case .positiveToNegative: "+ to −"
        case .negativeToPositive: "− to +"
        case .growthOfNegative: "negative"
        case .growthOfPositive: "positive"
        default: rawValue
        }
    }
}

/// `recurrent` for `rnn`; other networks are called what they are.
func networkTitle(_ name: String) -> String { name == "rnn" ? "recurrent" : name }
