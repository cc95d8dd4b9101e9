import Foundation
import Judging
import Model
import Results

/// The means that the paper states beside ours, in one picture: one row a claim, one axis a unit. Places across are in percent of
/// the axis, so that the template's picture is as wide as its reader's screen; places down are in pixels.
package struct ForestPlot {
    /// A claim that states a mean, with what was found.
    struct Row {
        let claim: Claim
        let measure: Measure
        let mean: Double
        let own: Verdict
        let published: Verdict?
    }

    /// Claims with numbers of one unit.
    struct Group {
        let title: String
        let rows: [Row]
        let scale: Scale
    }

    /// From 0 in even steps, or, for numbers of any size, by powers of ten.
    struct Scale {
        let scale: RoundScale
        let isLogarithmic: Bool

        init(_ rows: [Row]) {
            let numbers = rows.flatMap(\.numbers)
            isLogarithmic =
                rows.allSatisfy { $0.measure.paperDecimals == nil } && numbers.allSatisfy { $0 > 0 }
            if isLogarithmic {
                let (least, most) = (log10(numbers.min() ?? 1), log10(numbers.max() ?? 10))
                scale = RoundScale(wholeSteps: least, most)
            } else if rows.allSatisfy({ $0.measure.scale == 100 }) {
                scale = RoundScale([0, 100])
            } else {
                scale = RoundScale([0] + numbers, within: 0...Double.greatestFiniteMagnitude)
            }
        }

        /// `90.30%` of the axis; what lies beyond stands at its end.
        func place(_ value: Double) -> String {
            let value = isLogarithmic ? log10(max(value, .leastNormalMagnitude)) : value
            let share = (value - scale.low) / (scale.high - scale.low)
            return "\((100 * min(max(share, 0), 1)).fixed(2))%"
        }

        /// Round numbers along it.
        var ticks: [Double] {
            let count = Int(((scale.high - scale.low) / scale.step).rounded())
            let places = (0...count).map { scale.low + Double($0) * scale.step }
            return isLogarithmic ? places.map { pow(10, $0) } : places
        }
    }

    let groups: [Group]

    /// Pixels of a row, and of what stands above and below those of a group.
    private static let (row, above, below) = (24, 34, 30)

    /// - Parameter published: verdicts of other results, by claim.
    package init(_ claims: [Claim], _ verdicts: [Verdict], published: [String: Verdict]) {
        let own = Dictionary(verdicts.map { ($0.claim, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = claims.compactMap { claim -> Row? in
            guard claim.kind == .value, let mean = claim.mean, let measure = claim.measure,
                let verdict = own[claim.id]
            else { return nil }
            return Row(
                claim: claim, measure: measure, mean: mean, own: verdict, published: published[claim.id])
        }
        var units: [(title: String, rows: [Row])] = []
        for row in rows {
            if let same = units.firstIndex(where: { $0.title == row.title }) {
                units[same].rows.append(row)
            } else {
                units.append((row.title, [row]))
            }
        }
        groups = units.map { title, rows in
            Group(title: title, rows: rows, scale: Scale(rows))
        }
    }

    /// For the template `paper-forest`; no where there are no such claims.
    package var data: PageValue {
        if groups.isEmpty { return .none }
        var height = 0
        let parts = groups.map { group -> PageValue in
            let top = height + Self.above
            let rows = group.rows.enumerated().map {
                $1.data(top: top + $0 * Self.row, height: Self.row, group.scale)
            }
            let bottom = top + group.rows.count * Self.row
            height = bottom + Self.below
            return [
                "title": .text(group.title), "rows": .list(rows), "title-y": .text("\(top - 12)"),
                "top": .text("\(top)"), "bottom": .text("\(bottom)"), "ticks-y": .text("\(bottom + 16)"),
                "ticks": .list(group.ticks),
            ]
        }
        return ["groups": .list(parts), "height": .text("\(height)")]
    }
}

extension ForestPlot.Group {
    fileprivate var ticks: [PageValue] {
        scale.ticks.map { value in
            let text =
                scale.isLogarithmic
                ? value.powerText
                : rows[0].measure.paperDecimals == 1 ? value.fixed(0) : rows[0].measure.said(value)
            return ["x": .text(scale.place(value)), "text": .text(text)]
        }
    }
}

extension ForestPlot.Row {
    fileprivate var title: String { measure.scale == 100 ? "percent" : measure.rawValue }

    /// The numbers that its axis must hold.
    fileprivate var numbers: [Double] {
        let tests = [own.value, published?.value].compactMap { $0 }
        return [mean, mean + (claim.sd ?? 0)]
            + tests.flatMap { [$0.ours.mean, $0.ours.mean + ($0.ours.sd ?? 0)] }
    }

    fileprivate func data(top: Int, height: Int, _ scale: ForestPlot.Scale) -> PageValue {
        let middle = top + height / 2
        let other = published.flatMap { mark($0, scale, at: own.value == nil ? middle : middle + 6) }
        return PageParts.badge(own.outcome, own.outcome.shortName).with([
            "claim": .text(claim.id), "anchor": .text(anchor(claim.id)), "top": .text("\(top)"),
            "y": .text("\(middle)"), "text-y": .text("\(middle + 4)"), "words": .text(own.words),
            "paper": .text(measure.paperText(mean, sd: claim.sd)), "x": .text(scale.place(mean)),
            "spread": spread(mean, claim.sd, scale), "own": mark(own, scale, at: middle) ?? .none,
            "elsewhere": other ?? .none,
        ])
    }

    /// Our mean of a verdict that has one.
    private func mark(_ verdict: Verdict, _ scale: ForestPlot.Scale, at y: Int) -> PageValue? {
        guard let ours = verdict.value?.ours else { return nil }
        let text = "\(measure.paperText(ours.mean, sd: ours.sd)) (\(ours.count))"
        return PageParts.badge(verdict.outcome, verdict.outcome.shortName).with([
            "x": .text(scale.place(ours.mean)), "y": .text("\(y)"),
            "spread": spread(ours.mean, ours.sd, scale),
            "text": .text(text),
        ])
    }

    /// From a standard deviation below a mean to one above, as far as the axis goes.
    private func spread(_ mean: Double, _ sd: Double?, _ scale: ForestPlot.Scale) -> PageValue {
        guard let sd else { return .none }
        return ["from": .text(scale.place(mean - sd)), "to": .text(scale.place(mean + sd))]
    }
}
