/// A difference of means with its standard error and degrees of freedom, and what Student's t says of it.
package struct MeanDifference: Equatable, Sendable {
    /// Mean, sample standard deviation and number of a sample.
    package typealias Numbers = (mean: Double, sd: Double, count: Int)

    /// First mean minus second mean.
    package let difference: Double
    /// Standard error of the difference.
    package let standardError: Double
    /// Degrees of freedom of the standard error; 0 where it rests on single numbers.
    package let degreesOfFreedom: Double

    /// A difference; see the properties.
    package init(difference: Double, standardError: Double, degreesOfFreedom: Double) {
        self.difference = difference
        self.standardError = standardError
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The sum of means times their weights, for samples of unequal variances: √Σw²sd²/n, with Satterthwaite's degrees of
    /// freedom (Welch, Biometrika 34, 1947). A sample of one number counts as known exactly.
    package init(contrast terms: [(weight: Double, sample: Numbers)]) {
        let variances = terms.map {
            $0.weight * $0.weight * $0.sample.sd * $0.sample.sd / Double($0.sample.count)
        }
        let variance = variances.reduce(0, +)
        // As shares, so that variances of small numbers do not vanish when they are squared.
        let shares = zip(variances, terms).reduce(0) { sum, one in
            let share = one.0 / variance
            return one.1.sample.count > 1 ? sum + share * share / Double(one.1.sample.count - 1) : sum
        }
        let whole = terms.reduce(0) { $0 + $1.sample.count - 1 }
        self.init(
            difference: terms.reduce(0) { $0 + $1.weight * $1.sample.mean },
            standardError: variance.squareRoot(),
            degreesOfFreedom: variance > 0 ? 1 / shares : Double(whole))
    }

    /// Of two samples of unequal variances (Welch).
    package init(_ first: Numbers, _ second: Numbers) {
        self.init(contrast: [(1, first), (-1, second)])
    }

    /// Of the same things measured twice: that of the mean of their differences.
    ///
    /// - Parameters: as many numbers in `first` as in `second`, in one order.
    package init(paired first: [Double], _ second: [Double]) {
        let differences = zip(first, second).map(-)
        self.init(
            contrast: [
                (1, (differences.mean, differences.sampleStandardDeviation ?? 0, differences.count))
            ])
    }

    /// Of a single number and the mean of the sample that it may be another one of: the number varies, too.
    package init(of number: Double, from sample: Numbers) {
        self.init(
            difference: number - sample.mean,
            standardError: sample.sd * (1 + 1 / Double(sample.count)).squareRoot(),
            degreesOfFreedom: Double(sample.count - 1))
    }

    /// The same difference minus a number.
    package func less(_ number: Double) -> MeanDifference {
        MeanDifference(
            difference: difference - number, standardError: standardError, degreesOfFreedom: degreesOfFreedom)
    }

    /// Probability of a difference at least as large, in either direction, if there is none; two-sided. Without any scatter it
    /// is 0, or 1 for a difference of 0; with no degree of freedom it is 1.
    package var pValue: Double {
        if degreesOfFreedom <= 0 || difference == 0 { return 1 }
        if standardError == 0 { return 0 }
        return StudentT(degreesOfFreedom: degreesOfFreedom).twoSided(difference / standardError)
    }

    /// Half of the width of the interval that holds the true difference with this probability.
    package func halfWidth(_ confidence: Double) -> Double {
        if degreesOfFreedom <= 0 { return .infinity }
        if standardError == 0 { return 0 }
        return standardError * StudentT(degreesOfFreedom: degreesOfFreedom).quantile((1 + confidence) / 2)
    }

    /// The ends of that interval.
    package func interval(_ confidence: Double) -> (lower: Double, upper: Double) {
        let half = halfWidth(confidence)
        return (difference - half, difference + half)
    }

    /// One-sided p of a true difference of 0 or less, if the difference is above 0; of 0 or more, if it is below.
    package var oneSided: Double { pValue / 2 }

    /// One-sided p of a true difference between two bounds; 1 for a difference between them.
    package func pValue(outside bounds: (lower: Double, upper: Double)) -> Double {
        if difference > bounds.upper { return less(bounds.upper).oneSided }
        return difference < bounds.lower ? less(bounds.lower).oneSided : 1
    }

    /// The same with a further error of the difference that all numbers share, and that is known.
    package func with(sharedError error: Double) -> MeanDifference {
        if error == 0 { return self }
        let (own, whole) = (standardError * standardError, standardError * standardError + error * error)
        // Satterthwaite's, with no end to the degrees of freedom of what is known.
        let shares = own > 0 ? own / whole : 0
        return MeanDifference(
            difference: difference, standardError: whole.squareRoot(),
            degreesOfFreedom: min(degreesOfFreedom / (shares * shares), 1e9))
    }

    /// Whether two one-sided tests at 5 % find the true difference between two bounds; so does its 90 % interval.
    package func isWithin(_ lower: Double, _ upper: Double) -> Bool {
        lower < difference && difference < upper && less(lower).oneSided < 0.05
            && less(upper).oneSided < 0.05
    }
}

/// F test of the ratio of two standard deviations, both above 0.
package struct DeviationRatio: Equatable, Sendable {
    /// The first standard deviation divided by the second.
    package let ratio: Double
    /// Two-sided probability of a ratio at least as far from 1 if both are equal.
    package let pValue: Double

    /// A ratio; see the properties.
    package init(ratio: Double, pValue: Double) { (self.ratio, self.pValue) = (ratio, pValue) }

    /// From both sample standard deviations and numbers, at least two of each.
    package init(_ first: (sd: Double, count: Int), _ second: (sd: Double, count: Int)) {
        ratio = first.sd / second.sd
        let f = FDistribution(numerator: Double(first.count - 1), denominator: Double(second.count - 1))
        pValue = min(1, 2 * min(f.below(ratio * ratio), f.above(ratio * ratio)))
    }
}

/// p values corrected for being several (Holm, Scandinavian Journal of Statistics 6, 1979), in the order given: if all of those
/// below 0.05 are taken for findings, the probability that any of them is false is at most 5 %.
package func holm(_ pValues: [Double]) -> [Double] {
    var corrected = pValues
    var largest = 0.0
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    for (rank, index) in order.enumerated() {
        largest = max(largest, min(1, Double(pValues.count - rank) * pValues[index]))
        corrected[index] = largest
    }
    return corrected
}
