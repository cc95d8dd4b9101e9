import Results
import Analysis
import Specification
import Model

/// The means of both sides of a comparison at one place.
package struct ComparedMeans {
    /// Where, if there are several places.
    package let place: String?
    package let left: Sample
    /// The other networks; nil where there is a number.
    package let right: Sample?
    /// The number where there are no other networks, in the unit of the paper.
    package let number: Double

    private var prefix: String { place.map { "\($0): " } ?? "" }

    /// `density 0.1: 1.0 % (n = 3) against 2.0 % (n = 3)`.
    package var text: String {
        guard let right else { return prefix + left.text }
        let isOther = left.measure != right.measure
        let names = isOther ? ["\(left.measure.rawValue) ", "\(right.measure.rawValue) "] : ["", ""]
        return "\(prefix)\(names[0])\(left.text) against \(names[1])\(right.text)"
    }

    private var difference: MeanDifference {
        let fixed = Moments([number / left.measure.scale])
        return MeanDifference(left.moments, right?.moments ?? fixed)
    }

    private var other: Double { right?.moments.mean ?? number / left.measure.scale }

    package func isMet(_ distance: Comparison.Distance) -> Bool {
        switch distance {
        case .standardErrors(let errors): difference.isBeyond(errors)
        case .factor(let factor): left.moments.mean > 0 && left.moments.mean >= factor * other
        }
    }

    package func reason(_ distance: Comparison.Distance, _ judge: Judge) -> String {
        switch distance {
        case .standardErrors:
            return "\(prefix)difference \(judge.differenceText(difference, left.measure))"
        case .factor(let factor):
            let ratio = other > 0 ? "\(fixed(left.moments.mean / other, 1)) times" : "any number of times"
            return "\(prefix)\(ratio) as large; \(canonical(factor)) are needed"
        }
    }
}
