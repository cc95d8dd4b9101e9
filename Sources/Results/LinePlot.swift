import Analysis
import Foundation
import Model
import Specification

/// The lines of a panel: what was measured of the networks at each value of the axis, or nil where nothing was run.
package struct LinePlot {
    package struct Line {
        /// `density 0.1`.
        package let name: String
        /// What tells it from other lines of the same density: network, nonlinearity, Dale's variant, measure; else empty.
        package let note: String
        package let density: Double
        /// Place of what the note says among all that the panel compares, from 0.
        package let variant: Int
        /// What its numbers are.
        package let measure: Measure
        /// One a value of the axis.
        package let points: [Moments?]
        /// What the paper says of the same networks, one a value of the axis.
        package let paper: [PaperValue?]
    }

    package let axis: LineAxis
    package let lines: [Line]
    /// True when the paper states a value of some of the networks.
    package var hasPaper: Bool { lines.contains { $0.paper.contains { $0 != nil } } }

    /// The lines of a panel, by variant, then rising density; nil for panels without lines.
    package init?(_ results: PanelResults) {
        guard results.kind.form == .lines, let axis = LineAxis(results) else { return nil }
        self.axis = axis
        lines = LineVariant.all(of: results).enumerated().flatMap { number, variant in
            let own = variant.numbers(in: results)
            return variant.densities(in: results.grid).map { density in
                let ofDensity = own.filter { $0.condition.density == density }
                let points = (0..<axis.count).map { index in
                    ofDensity.first { axis.holds(index, $0.condition, at: $0.place) }
                }
                let moments = points.map { $0?.moments }
                let remark = variant.measure.remark(onCurve: moments.compactMap { $0?.mean })
                return Line(
                    name: "density \(density.brief)",
                    note: [variant.note, remark].filter { !$0.isEmpty }.joined(separator: ", "),
                    density: density, variant: number, measure: variant.measure, points: moments,
                    paper: points.map { point in
                        guard let point else { return nil }
                        return results.paper.first {
                            $0.isAbout(point.condition, variant.measure, at: point.place)
                        }
                    })
            }
        }
    }
}

extension Measure {
    /// What a curve that lies on the axis would hide: that its numbers are too large, or too small, for any of its places.
    fileprivate func remark(onCurve means: [Double]) -> String {
        isShare && !means.isEmpty && means.reduce(0, +) < 0.001 ? "all off the axis" : ""
    }
}

/// What a panel compares besides densities and its axis: one combination.
struct LineVariant {
    private let conditions: Conditions
    /// The fields in which it differs from others.
    private let fields: [ConditionField]
    let measure: Measure
    /// What tells its conditions from all that the specification compares, in words, be the others run or not.
    let condition: String

    /// What tells it from the others, in words.
    fileprivate var note: String

    static func all(of results: PanelResults) -> [LineVariant] {
        let (grid, measures) = (results.grid, results.kind.measures)
        let fields = results.kind.lineFields
        var seen: Set<[[ConditionValue?]]> = []
        let variants = grid.conditions.filter { conditions in
            seen.insert(fields.map { $0.values(conditions) }).inserted
        }
        let compared = fields.filter { grid.specifiedAlternatives(of: $0).count > 1 }
        let isShort = compared.map { field in
            let alternatives = grid.specifiedAlternatives(of: field)
            return Set(alternatives.map(field.note)).count == alternatives.count
        }
        return variants.flatMap { conditions in
            measures.map { measure in
                let notes = zip(compared, isShort).map { field, isShort in
                    if field == .wiring, let note = parameters(conditions, among: grid) { return note }
                    return isShort ? field.note(conditions) : field.cell(conditions) ?? field.note(conditions)
                }.filter { !$0.isEmpty }
                return LineVariant(
                    conditions: conditions, fields: fields, measure: measure,
                    condition: notes.joined(separator: ", "),
                    note: (notes + (measures.count > 1 ? [measure.lineNote] : [])).joined(separator: ", "))
            }
        }
    }

    /// The parameters in which a wiring differs from others of the same rule, since there is no room for all of them; nil if the panel
    /// compares rules.
    private static func parameters(_ conditions: Conditions, among grid: NetworkGrid) -> String? {
        let others = grid.specifiedAlternatives(of: .wiring).map(\.wiring)
        guard let own = conditions.wiring, own.source == nil,
            others.allSatisfy({ $0?.rule == own.rule && $0?.source == nil })
        else { return nil }
        return own.said.filter { said in
            others.contains { $0?.values[said.parameter.name] != said.value }
        }.map { "\($0.parameter.name) \($0.value.canonicalText)" }.joined(separator: ", ")
    }

    /// The densities of its networks, rising: of those that start sparse, only denser ones.
    func densities(in grid: NetworkGrid) -> [Double] {
        Set(grid.conditions.filter(holds).map(\.density)).sorted()
    }

    private func holds(_ other: Conditions) -> Bool { fields.allSatisfy { $0.agrees(other, conditions) } }

    private func holds(_ condition: SharedConditions) -> Bool { holds(condition.conditions) }

    /// What the panel knows of it.
    func numbers(
        in results: PanelResults
    ) -> [(condition: SharedConditions, place: MeasurePlace?, moments: Moments)] {
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
        case .inDegreeShare: "in"
        case .outDegreeShare: "out"
        case .growthOfNegative: "negative"
        case .growthOfPositive: "positive"
        case .weightShareBefore: "before"
        case .weightShare: "after"
        case .accuracy, .bestAccuracy, .gradient, .connectionGradient, .activeNodes, .mostActiveNodes,
            .meanActivation, .activationShare, .mutualInformation, .informationShare, .dropoutAccuracy,
            .dropoutLoss, .correlation, .correlationShare, .snapshotGradient, .gradientShare, .delay,
            .lowered, .raised, .spectralRadius, .connectedFraction, .inDegreeDeviation, .outDegreeDeviation,
            .reciprocity, .clustering, .pathLength, .degreeCorrelation, .largestComponent,
            .maskSpectralRadius, .triads003, .triads012, .triads102, .triads021D, .triads021U, .triads021C,
            .triads111D, .triads111U, .triads030T, .triads030C, .triads201, .triads120D, .triads120U,
            .triads120C, .triads210, .triads300, .trainingLoss:
            rawValue
        }
    }
}
