import Foundation

/// Two-sample, two-sided Kolmogorov-Smirnov test: do two samples come from the same distribution?
///
/// The numbers are those of SciPy's `ks_2samp`, ties included.
package struct KolmogorovSmirnov: Equatable, Sendable {
    /// How the p value is computed.
    package enum Method: String, Sendable {
        /// `exact` when the larger sample has at most 10,000 values, else `asymptotic`.
        case automatic
        /// Over all orders of the pooled values, equally likely (which is exact without ties).
        case exact
        /// The one-sample distribution for n1·n2/(n1 + n2) values, rounded (SciPy's `asymp`).
        case asymptotic
    }

    /// Largest distance between the two empirical distribution functions, 0...1.
    package let statistic: Double
    /// Probability of a distance at least as large under one distribution; 0 only below about 1e-308.
    package let pValue: Double
    /// `exact` or `asymptotic`, never `automatic`.
    package let method: Method
    /// Values in the two samples.
    package let counts: [Int]

    /// Largest sample for which `automatic` is exact.
    static let largestExact = 10_000

    /// The test of `first` against `second`; O(n log n), or O(n1·n2) for the exact p of unequal sizes.
    ///
    /// - Throws: `AnalysisError.unusableSample` for an empty sample or a NaN.
    package init(_ first: [Double], _ second: [Double], method: Method = .automatic) throws {
        for (index, sample) in [first, second].enumerated() {
            if sample.isEmpty { throw AnalysisError.unusableSample(index + 1, reason: "is empty") }
            if sample.contains(where: \.isNaN) {
                throw AnalysisError.unusableSample(index + 1, reason: "has a NaN")
            }
        }
        let (n1, n2) = (first.count, second.count)
        let distance = LatticeDistance(first.sorted(), second.sorted())
        let automatic: Method = max(n1, n2) <= Self.largestExact ? .exact : .asymptotic
        self.method = method == .automatic ? automatic : method
        self.counts = [n1, n2]
        self.statistic = distance.value
        self.pValue =
            self.method == .exact
            ? exactTail(distance, n1, n2)
            : KolmogorovDistribution(count: effectiveCount(n1, n2)).tail(distance.value)
    }
}

/// The distance between two empirical distribution functions as a fraction of integers, free of rounding.
struct LatticeDistance {
    /// Distance times `scale`.
    let steps: Int
    /// Least common multiple of the sizes.
    let scale: Int
    /// Greatest common divisor of the sizes.
    let divisor: Int

    var value: Double { Double(steps) / Double(scale) }

    /// Both samples ascending.
    init(_ first: [Double], _ second: [Double]) {
        let (n1, n2) = (first.count, second.count)
        divisor = greatestCommonDivisor(n1, n2)
        scale = n1 / divisor * n2
        let (up, down) = (n2 / divisor, n1 / divisor)
        var (i, j, largest) = (0, 0, 0)
        while i < n1, j < n2 {
            // Equal values are passed together: the distribution functions step at values, not between ties.
            let value = min(first[i], second[j])
            while i < n1, first[i] == value { i += 1 }
            while j < n2, second[j] == value { j += 1 }
            largest = max(largest, abs(i * up - j * down))
        }
        steps = largest
    }
}

/// Size of the one sample that the asymptotic p value of two samples is taken from; at least 1.
private func effectiveCount(_ n1: Int, _ n2: Int) -> Int {
    let (m, n) = (Double(max(n1, n2)), Double(min(n1, n2)))
    return max(1, Int((m * n / (m + n)).rounded(.toNearestOrEven)))
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }

/// Probability that a random order of the pooled values has at least this distance.
private func exactTail(_ distance: LatticeDistance, _ n1: Int, _ n2: Int) -> Double {
    if distance.steps == 0 { return 1 }
    let tail =
        n1 == n2
        ? tailOfEqualSizes(distance.steps, n1)
        : tailOfUnequalSizes(distance, max(n1, n2), min(n1, n2))
    return min(1, max(0, tail))
}

/// Reflection principle: 2 (A(h) - A(2h) + A(3h) - …), A(k) = C(2n, n - k) / C(2n, n), as nested products,
/// which neither overflow nor cancel where the tail is small.
private func tailOfEqualSizes(_ h: Int, _ n: Int) -> Double {
    var tail = 0.0
    for k in stride(from: n / h, through: 0, by: -1) {
        var ratio = 1.0
        for j in 0..<h {
            ratio *= Double(n - k * h - j) / Double(n + k * h + j + 1)
        }
        tail = ratio * (1 - tail)
    }
    return 2 * tail
}

/// Share of lattice paths to (i, j) that have left the band |i/m - j/n| < distance, column by column: a path
/// comes from the left with probability i/(i + j), from below with j/(i + j). Only sums of positive numbers.
private func tailOfUnequalSizes(_ distance: LatticeDistance, _ m: Int, _ n: Int) -> Double {
    let (up, across) = (m / distance.divisor, n / distance.divisor)
    var left = (0...n).map { $0 * up >= distance.steps ? 1.0 : 0.0 }
    for i in 1...m {
        left[0] = i * across >= distance.steps ? 1 : left[0]
        for j in 1...n {
            if abs(i * across - j * up) >= distance.steps {
                left[j] = 1
            } else {
                let (x, y) = (Double(i), Double(j))
                left[j] = (x * left[j] + y * left[j - 1]) / (x + y)
            }
        }
    }
    return left[n]
}
