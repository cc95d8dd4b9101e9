import Foundation
import Analysis
import Model
import Results
import Specification

/// The means of both sides of a comparison at one place.
package struct ComparedMeans {
    /// Where, if there are several places.
    package let place: String?
    package let left: Sample
    /// The other networks; nil where there is a number.
    package let right: Sample?
    /// The number where there are no other networks, in the unit of the paper.
    package let number: Double

    /// `density 0.1: 1.0 % (n = 3) against 2.0 % (n = 3)`.
    package var text: String {
        let prefix = place.map { "\($0): " } ?? ""
        guard let right else { return prefix + left.text }
        let isOther = left.measure != right.measure
        let names = isOther ? ["\(left.measure.rawValue) ", "\(right.measure.rawValue) "] : ["", ""]
        return "\(prefix)\(names[0])\(left.text) against \(names[1])\(right.text)"
    }

    /// The difference that the relation is about; where it holds it is above 0, or within the margin.
    package func placed(_ relation: Comparison.Relation) throws(NotMeasured) -> PlacedTest {
        let same = right.flatMap { left.sameNetworks(as: $0) }
        let networks = same?.0.moments.count ?? min(left.moments.count, right?.moments.count ?? .max)
        return PlacedTest(place: place ?? "", test: try test(relation), networks: networks)
    }

    private func test(_ relation: Comparison.Relation) throws(NotMeasured) -> MeanDifference {
        let plain =
            right.map { MeanDifference(left, $0) }
            ?? MeanDifference(left.moments)
            .less(number / left.measure.scale)
        switch relation {
        case .above, .within: return plain
        case .below: return plain.negated
        case .timesAbove(let factor):
            guard let one = left.logarithms, let other = right?.logarithms else {
                throw NotMeasured(
                    reason:
                        "of some network \(left.measure.rawValue) is not above zero, so it has no logarithm")
            }
            return MeanDifference(one, other).less(log10(factor))
        }
    }

    /// Why the relation holds or not.
    package func reason(_ placed: PlacedTest, _ relation: Comparison.Relation, _ judge: Judge) -> String {
        let prefix = place.map { "\($0): " } ?? ""
        switch relation {
        case .above: return "\(prefix)difference \(judge.differenceText(placed.test, left.measure))"
        case .below: return "\(prefix)difference \(judge.differenceText(placed.test.negated, left.measure))"
        case .within: return "\(prefix)difference \(judge.differenceText(placed.test, left.measure, 0.9))"
        case .timesAbove(let factor):
            let interval = placed.test.interval(0.95)
            let ratios = [placed.test.difference, interval.lower, interval.upper].map {
                (factor * pow(10, $0)).readable(decimals: 1)
            }
            return "\(prefix)\(ratios[0]) times as large (95 % interval \(ratios[1]) to \(ratios[2]), "
                + "\(pWords(placed.test.pValue)) against \(factor.canonical) times)"
        }
    }
}

extension MeanDifference {
    /// The same the other way round.
    package var negated: MeanDifference {
        MeanDifference(
            difference: -difference, standardError: standardError, degreesOfFreedom: degreesOfFreedom)
    }
}
