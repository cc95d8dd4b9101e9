import Model
import Results
import Specification

/// What networks of a claim are compared with, and how they must relate to it.
package struct Comparison: Equatable, Sendable {
    /// What the left side is compared with.
    package enum Other: Equatable, Sendable {
        /// The mean of other networks.
        case networks(Selection)
        /// A number, in the unit in which the paper says the metric.
        case number(Double)
    }

    /// How the left mean must relate to the right one.
    package enum Relation: Equatable, Sendable {
        case above
        case below
        /// Above this many times the right one: a difference of means of logarithms.
        case timesAbove(Double)
        /// No further from it than this, in the unit of the paper.
        case within(Double)
    }

    /// After which epochs both sides are compared.
    package enum Epochs: Equatable, Sendable {
        /// Those of the claim or of its sides.
        case own
        /// The last one that was measured of both sides.
        case last
        /// Every one between these that was measured of both sides, and at least one. A side that names its epochs keeps them.
        case each(ClosedRange<Int>)
    }

    /// Conditions of which every one that was run is compared, these at least among them.
    package enum Each: Equatable, Sendable {
        case density([Double])
        /// Training examples of each class; nil: all.
        case perClass([Int?])
        /// Fractions of nodes dropped, below 1.
        case dropped([Double])
    }

    /// The networks whose mean is compared.
    package var left: Selection
    /// With what.
    package var right: Other
    /// How they must relate.
    package var relation: Relation
    /// When.
    package var epochs = Epochs.own
    /// At which conditions; nil: at those of the sides alone.
    package var each: Each?
}

extension Comparison {
    /// What tests mean, for all rules.
    package static let testWords =
        "p < 0.05 by Welch's t test (a paired one where both sides are the same networks); refuted: p < 0.05 the other way round"

    /// The rule as a sentence with its numbers.
    package var words: String {
        let one = "mean(\(left.words))"
        let other =
            switch right {
            case .networks(let selection): "mean(\(selection.words))"
            case .number(let number): number.canonical
            }
        let rule =
            switch relation {
            case .above: "\(one) above \(other), \(Self.testWords)"
            case .below: "\(one) below \(other), \(Self.testWords)"
            case .timesAbove(let factor):
                "\(one) above \(factor.canonical) · \(other), as means of logarithms, \(Self.testWords)"
            case .within(let margin):
                "the 90 % interval of \(one) - \(other) within ±\(margin.canonical); refuted: further apart than that by a one-sided "
                    + "t test, p < 0.05"
            }
        let time =
            switch epochs {
            case .own: ""
            case .last: ", after the last epoch that was measured"
            case .each(let range):
                ", after every epoch from \(range.lowerBound) to \(range.upperBound) that was measured"
            }
        return rule + time + (each.map { ", at every \($0.words)" } ?? "")
            + (isAtSeveralPlaces ? "; what refutes at one place has p corrected by Holm over the places" : "")
    }

    private var isAtSeveralPlaces: Bool {
        if case .each = epochs { return true }
        return each != nil
    }
}

extension Comparison.Each {
    /// What they are, and those that are needed.
    fileprivate var words: String {
        switch self {
        case .density(let needed): "density run, \(list(needed.map(\.brief))) at least"
        case .perClass(let needed):
            "number of examples per class run, \(list(needed.map { $0.map(\.grouped) ?? "all" })) at least"
        case .dropped(let needed):
            "fraction of dropped nodes measured below 1, \(list(needed.map(\.brief))) at least"
        }
    }

    private func list(_ texts: [String]) -> String { texts.joined(separator: " and ") }
}
