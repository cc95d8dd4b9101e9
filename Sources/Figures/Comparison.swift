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
        /// By more than so many standard errors.
        case standardErrors(Double)
        /// It must be so many times as large at least.
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

/// In what networks differ from the claim's own conditions; nil: in nothing.
package struct Selection: Equatable, Sendable {
    /// What is measured.
    package var metric: String?
    /// Connection probability.
    package var density: Double?
    /// Epochs of training.
    package var epochs: Int?
    /// Fraction of nodes dropped at test time.
    package var dropped: Double?
    /// Density of the mask outside of which weights start at zero.
    package var startDensity: Double?

    /// The claim about these networks.
    func applied(to claim: Claim) -> Claim {
        var changed = claim
        changed.metric = metric ?? claim.metric
        changed.density = density ?? claim.density
        changed.epochs = epochs ?? claim.epochs
        changed.dropped = dropped ?? claim.dropped
        changed.startDensity = startDensity ?? claim.startDensity
        return changed
    }

    /// In words: `density 0.1, after 10 epochs`; empty where nothing differs.
    var words: String {
        let parts = [
            metric, density.map { "density \(canonical($0))" },
            startDensity.map { "starting at density \(canonical($0))" },
            dropped.map { "\(percent($0)) % of nodes dropped" }, epochs.map(afterEpochs),
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}

extension Comparison {
    /// The rule as a sentence with its numbers.
    var words: String {
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
