import Analysis
import Foundation
import Model
import Results

/// A mean of ours against one that the paper states, in the unit of the paper: what a file of verdicts holds of it, so that a page with
/// more claims can decide anew.
package struct ValueTest: Equatable, Codable, Sendable {
    /// Mean, standard deviation and number of networks; no deviation where the paper gives none over networks.
    package struct Networks: Equatable, Codable, Sendable {
        package let mean: Double
        package let sd: Double?
        package let count: Int
    }

    /// What is measured, by its name.
    package let metric: String
    package let ours: Networks
    package let paper: Networks
    /// Our mean minus the paper's.
    package let difference: Double
    /// Standard error of the difference, √(sd²/n + sd²/n + e²), where e is `sharedError`.
    package let standardError: Double
    /// Standard error that all of our networks share, so that more of them do not lessen it; nil: none.
    package let sharedError: Double?
    /// Welch's, or n - 1 where the paper gives no deviation.
    package let degreesOfFreedom: Double
    /// Differences between these count as none: ±δ, or those of a factor.
    package let lower: Double
    /// See `lower`.
    package let upper: Double
    /// A difference up to this refutes nothing.
    package let leastDifference: Double
    /// p of Welch's test; where the paper gives no deviation, one-sided, of a mean between `lower` and `upper`. Not corrected.
    package let pValue: Double
    /// Our standard deviation divided by the paper's.
    package let deviationRatio: Double?
    /// p of the F test that both are equal.
    package let deviationPValue: Double?

    /// Against a mean with a deviation over networks: δ is that deviation, or 1 point where that is more.
    package init(_ sample: Sample, mean: Double, sd: Double, networks: Int) {
        let ours = Networks(sample)
        let paper = Networks(mean: mean, sd: sd, count: networks)
        let point = sample.measure.scale == 100 ? Self.point : 0
        let margin = max(point, sd)
        self.init(sample.measure, ours, paper, (-margin, margin), least: point)
    }

    /// Against a mean alone, by a factor either way.
    package init(_ sample: Sample, mean: Double, factor: Double, sharedError: Double? = nil) {
        let paper = Networks(mean: mean, sd: nil, count: 1)
        self.init(
            sample.measure, Networks(sample), paper, (mean / factor - mean, mean * factor - mean), least: 0,
            sharedError: sharedError)
    }

    /// Fewest of our networks that can refute a mean with a deviation: with three or four, Welch's test at the small p that many
    /// claims ask for refutes more true means than it should, since their deviation may be very small by chance.
    package static let leastToRefute = 5
    /// The difference of percentages that is too small to matter, in points.
    package static let point = 1.0

    private init(
        _ measure: Measure, _ ours: Networks, _ paper: Networks, _ bounds: (Double, Double), least: Double,
        sharedError: Double? = nil
    ) {
        let test = MeanDifference(
            (ours.mean, ours.sd ?? 0, ours.count), (paper.mean, paper.sd ?? 0, paper.count)
        ).with(sharedError: sharedError ?? 0)
        (metric, self.ours, self.paper, self.sharedError) = (measure.rawValue, ours, paper, sharedError)
        difference = rounded(test.difference)
        standardError = rounded(test.standardError)
        degreesOfFreedom = rounded(test.degreesOfFreedom)
        (lower, upper, leastDifference) = (rounded(bounds.0), rounded(bounds.1), least)
        let isSimple = paper.sd != nil
        pValue = rounded(isSimple ? test.pValue : test.pValue(outside: bounds))
        let ratio = Self.ratio(ours, paper, measure)
        (deviationRatio, deviationPValue) = (
            ratio.map { rounded($0.ratio) }, ratio.map { rounded($0.pValue) }
        )
    }

    /// The paper's deviation is rounded: the test takes what is nearest to ours of all that it can be.
    private static func ratio(_ ours: Networks, _ paper: Networks, _ measure: Measure) -> DeviationRatio? {
        guard let own = ours.sd, let other = paper.sd, own > 0, other > 0 else { return nil }
        let half = measure.paperDecimals.map { 0.5 * pow(10, -Double($0)) } ?? 0
        let nearest = min(max(own, other - half), other + half)
        let test = DeviationRatio((own, ours.count), (nearest, paper.count))
        return DeviationRatio(ratio: own / other, pValue: test.pValue)
    }

    /// The difference with its standard error.
    package var test: MeanDifference {
        MeanDifference(
            difference: difference, standardError: standardError, degreesOfFreedom: degreesOfFreedom)
    }

    /// The same mean and deviation from another number of our networks.
    package func with(networks: Int) -> ValueTest {
        let other = Networks(mean: ours.mean, sd: ours.sd, count: networks)
        return ValueTest(
            measure, other, paper, (lower, upper), least: leastDifference, sharedError: sharedError)
    }

    /// What is measured.
    package var measure: Measure { Measure(rawValue: metric) ?? .accuracy }
}

extension ValueTest.Networks {
    fileprivate init(_ sample: Sample) {
        let (scale, moments) = (sample.measure.scale, sample.moments)
        self.init(
            mean: rounded(scale * moments.mean), sd: moments.sd.map { rounded(scale * $0) },
            count: moments.count)
    }
}

/// To nine digits, so that the last bits of logarithms, which machines compute differently, decide nothing and are not written.
private func rounded(_ number: Double) -> Double { Double(String(format: "%.9g", number)) ?? number }
