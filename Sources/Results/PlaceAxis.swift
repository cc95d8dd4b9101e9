import Analysis
import Foundation
import Model

/// The axis of a curve that was measured: of fractions, of correlations, or of magnitudes.
package enum PlaceAxis: Equatable {
    /// From 0 to 1, said in percent.
    case fraction(title: String)
    /// As it is.
    case linear(title: String)
    /// Logarithms of positive numbers.
    case logarithmic(title: String)
    /// Logarithms of the magnitudes of numbers of both signs, to either side of the middle.
    case symmetricLogarithmic(title: String)

    package var title: String {
        switch self {
        case .fraction(let title), .linear(let title), .logarithmic(let title),
            .symmetricLogarithmic(let title):
            title
        }
    }

    /// The places between the first and the last that hold something, with one more on either side; all of them where a
    /// whole range is shown. Of magnitudes those around zero that hold nothing are left out, too.
    package func worthShowing(_ measured: [MeasureSummary]) -> [MeasurePlace] {
        let all = Set(measured.compactMap(\.place)).sorted()
        guard !isWhole else { return all }
        // Less than a thousandth of the largest share cannot be seen.
        let visible = (measured.filter { $0.place != nil }.map(\.mean).max() ?? 0) / 1000
        let held = Set(measured.filter { $0.mean > visible }.compactMap(\.place))
        guard case .symmetricLogarithmic = self else { return Self.between(all, held) }
        return Self.between(all.filter { $0.upper < 0 }, held)
            + Self.between(all.filter { $0.lower > 0 }, held)
    }

    private var isWhole: Bool {
        switch self {
        case .fraction, .linear: true
        case .logarithmic, .symmetricLogarithmic: false
        }
    }

    private static func between(_ all: [MeasurePlace], _ held: Set<MeasurePlace>) -> [MeasurePlace] {
        guard let first = all.firstIndex(where: held.contains), let last = all.lastIndex(where: held.contains)
        else { return [] }
        return Array(all[max(0, first - 1)...min(all.count - 1, last + 1)])
    }

    /// Where a place stands: its middle.
    package func position(_ place: MeasurePlace, among places: [MeasurePlace]) -> Double {
        switch self {
        case .fraction: 50 * (place.lower + place.upper)
        case .linear: (place.lower + place.upper) / 2
        case .logarithmic: log10(place.lower * place.upper) / 2
        case .symmetricLogarithmic:
            (place.lower < 0 ? -1 : 1) * (log10(place.lower * place.upper) / 2 - Self.floor(places))
        }
    }

    /// The power of ten that stands in the middle: below the smallest magnitude that is shown.
    private static func floor(_ places: [MeasurePlace]) -> Double {
        let smallest = places.map { min(abs($0.lower), abs($0.upper)) }.min() ?? 1
        return (log10(smallest) - 0.5).rounded(.down)
    }

    package func label(_ place: MeasurePlace) -> String {
        switch self {
        case .fraction: (50 * (place.lower + place.upper)).fixed(0)
        case .linear: ((place.lower + place.upper) / 2).fixed(2)
        case .logarithmic, .symmetricLogarithmic: ((place.lower + place.upper) / 2).scientific()
        }
    }

    /// Places and names of the ticks.
    package func ticks(_ places: [MeasurePlace]) -> [(position: Double, label: String)] {
        let positions = places.map { position($0, among: places) }
        guard let least = positions.min(), let most = positions.max() else { return [] }
        switch self {
        case .fraction, .linear:
            let scale = RoundScale([least, most], within: -1e9...1e9)
            return stride(from: scale.low, through: scale.high + scale.step / 2, by: scale.step)
                .filter {
                    $0 >= least - 1e-9 && $0 <= most + 1e-9 || abs($0) <= 1 || self == .fraction(title: title)
                }
                .map { ($0, canonicalTick($0)) }
        case .logarithmic:
            let step = max(1, ((most - least) / 6).rounded(.up))
            return stride(from: (least / step).rounded(.up) * step, through: most, by: step)
                .map { ($0, pow(10, $0).powerText) }
        case .symmetricLogarithmic:
            let (floor, reach) = (Self.floor(places), max(-least, most))
            let step = max(1, (reach / 3).rounded(.up))
            let right = stride(from: step, through: reach + 0.5, by: step).map {
                (position: $0, label: pow(10, floor + $0).powerText)
            }
            return right.reversed().map { (-$0.position, "−\($0.label)") } + [(0, "0")] + right
        }
    }

    private func canonicalTick(_ number: Double) -> String {
        number == number.rounded() ? number.fixed(0) : number.fixed(1)
    }
}
