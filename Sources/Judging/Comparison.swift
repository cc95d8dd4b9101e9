import Results
import Model
import Specification

/// What networks of a claim are compared with, and by how much they must be above it.
package struct Comparison: Equatable, Sendable {
    /// What the left side must be above.
    package enum Other: Equatable, Sendable {
        /// The mean of other networks.
        case networks(Selection)
        /// A number, in the unit in which the paper says the metric.
        case number(Double)
    }

    /// By how much the left mean must be above the right one.
    package enum Distance: Equatable, Sendable {
        /// By more than this number of standard errors.
        case standardErrors(Double)
        /// It must be at least this many times as large.
        case factor(Double)
    }

    /// After which epochs both sides are compared.
    package enum Epochs: Equatable, Sendable {
        /// Those of the claim or of its sides.
        case own
        /// The last one that was measured of both sides.
        case last
        /// Every one between these that was measured of both sides, and at least one.
        case each(ClosedRange<Int>)
    }

    /// The networks whose mean must be above.
    package var left: Selection
    /// What it must be above.
    package var right: Other
    /// By how much.
    package var distance: Distance
    /// When.
    package var epochs = Epochs.own
    /// Where not empty, both sides are compared at every density that was run, these at least among them.
    package var eachDensity: [Double] = []
}

extension Comparison {
    /// The rule as a sentence with its numbers.
    package var words: String {
        let one = "mean(\(left.words))"
        let rule =
            switch (right, distance) {
            case (.networks(let other), .standardErrors(let errors)):
                "\(one) - mean(\(other.words)) > \(canonical(errors)) standard errors, √(sd₁²/n₁ + sd₂²/n₂)"
            case (.networks(let other), .factor(let factor)):
                "\(one) ≥ \(canonical(factor)) · mean(\(other.words))"
            case (.number(let number), .standardErrors(let errors)):
                "\(one) > \(canonical(number))"
                    + (errors > 0 ? " by more than \(canonical(errors)) standard errors, sd/√n" : "")
            case (.number(let number), .factor(let factor)): "\(one) ≥ \(canonical(factor * number))"
            }
        let time =
            switch epochs {
            case .own: ""
            case .last: ", after the last epoch that was measured"
            case .each(let range):
                ", after every epoch from \(range.lowerBound) to \(range.upperBound) that was measured"
            }
        let densities = eachDensity.map(canonical).joined(separator: " and ")
        return rule + time + (eachDensity.isEmpty ? "" : ", at every density run, \(densities) at least")
    }
}
