import Model

/// Counts of numbers of both signs on a logarithmic axis: bins of equal width in log₁₀ of the magnitude, the same for either
/// sign, and exact zeros by themselves (paper, figure 6E: gradients).
package struct SignedLogHistogram: Equatable, Sendable {
    /// Powers of ten of the smallest and the largest edge.
    package let decades: ClosedRange<Int>
    /// Bins in each decade.
    package let binsPerDecade: Int
    /// Positive numbers; those below the first edge are `below`.
    package private(set) var positive: Histogram
    /// Magnitudes of negative numbers.
    package private(set) var negative: Histogram
    /// Exact zeros.
    package private(set) var zeros = 0

    /// Numbers counted.
    package var total: Int { positive.total + negative.total + zeros }

    /// 10^(i/10), to 17 digits. Edges come from these by decimal text, since `pow` differs between machines.
    private static let mantissas = [
        "1", "1.2589254117941673", "1.5848931924611136", "1.9952623149688796", "2.5118864315095802",
        "3.1622776601683795", "3.9810717055349727", "5.0118723362727233", "6.3095734448019334",
        "7.9432823472428158",
    ]

    /// Empty bins from 10^decades.lowerBound to 10^decades.upperBound; edge i is the double nearest to
    /// 10^(decades.lowerBound + i / binsPerDecade).
    ///
    /// - Precondition: `binsPerDecade` divides 10; at least one decade within -300...300.
    package init(decades: ClosedRange<Int>, binsPerDecade: Int = 10) {
        precondition(
            [1, 2, 5, 10].contains(binsPerDecade) && decades.count > 1 && decades.lowerBound >= -300
                && decades.upperBound <= 300, "no bins for 10^\(decades), \(binsPerDecade) a decade")
        self.decades = decades
        self.binsPerDecade = binsPerDecade
        let mantissas = stride(from: 0, to: 10, by: 10 / binsPerDecade).map { Self.mantissas[$0] }
        let texts =
            decades.dropLast().flatMap { decade in mantissas.map { "\($0)e\(decade)" } } + [
                "1e\(decades.upperBound)"
            ]
        positive = Histogram(edges: texts.compactMap { Double($0) })
        negative = positive
    }

    /// Counts one number.
    ///
    /// - Precondition: it is not NaN.
    @inline(__always)
    package mutating func add(_ number: Double) {
        if number > 0 {
            positive.add(number)
        } else if number < 0 {
            negative.add(-number)
        } else {
            zeros += 1
        }
    }

    /// The share of all numbers in each bin, ascending: negative numbers from the largest magnitude on, then positive ones.
    package var shares: [MeasuredNumbers.Curve.Point] {
        func share(_ count: Int) -> Double { Double(count) / Double(max(1, total)) }
        let edges = positive.edges
        return negative.counts.indices.reversed().map {
            .init(-edges[$0 + 1], -edges[$0], share(negative.counts[$0]))
        }
            + positive.counts.indices.map { .init(edges[$0], edges[$0 + 1], share(positive.counts[$0])) }
    }

    /// Counts zeros.
    package mutating func addZeros(_ count: Int) { zeros += count }
}

/// The magnitudes of numbers such as gradients or weights, one a connection (paper, figure 6E; Results: mean gradient
/// magnitude).
package struct Magnitudes: Equatable, Sendable {
    /// All numbers, by sign and magnitude.
    package let histogram: SignedLogHistogram
    /// Mean magnitude, zeros included; NaN for no numbers.
    package let meanMagnitude: Double
    /// Largest magnitude; 0 for no numbers.
    package let largest: Double

    /// Measures `numbers`; the sum runs in their order, in float64.
    ///
    /// - Parameter bins: an empty histogram.
    /// - Throws: `AnalysisError.notANumber`.
    package init(
        of numbers: [Float], bins: SignedLogHistogram = SignedLogHistogram(decades: -14...2)
    ) throws {
        var (histogram, sum, largest) = (bins, 0.0, 0.0)
        for (index, number) in numbers.enumerated() {
            guard number.isFinite else { throw AnalysisError.notANumber("number of connection \(index)") }
            let value = Double(number)
            histogram.add(value)
            sum += abs(value)
            largest = max(largest, abs(value))
        }
        self.histogram = histogram
        self.largest = largest
        meanMagnitude = sum / Double(numbers.count)
    }
}
