/// How the weights of the same connections changed between two snapshots (paper, figure S5A: negative weights grow, positive
/// ones turn negative).
///
/// A weight is positive, negative or zero (of either sign of zero).
package struct WeightChange: Equatable, Sendable {
    /// What a weight is.
    package enum Sign: Int, CaseIterable, Sendable {
        /// Below zero.
        case negative
        /// Zero.
        case zero
        /// Above zero.
        case positive

        init(_ weight: Float) { self = weight > 0 ? .positive : weight < 0 ? .negative : .zero }
    }

    /// Connections by sign before (outer) and after (inner), both in the order of `Sign.allCases`.
    package let counts: [[Int]]
    /// Connections whose weight became lower.
    package let lowered: Int
    /// Connections whose weight became higher.
    package let raised: Int
    /// By sign before: the sum of the changes of the magnitude.
    private let magnitudeChanges: [Double]
    /// By sign before: the sum of the magnitudes before.
    private let magnitudes: [Double]

    /// Connections that had one sign and have another (or the same) one.
    package func count(from before: Sign, to after: Sign) -> Int { counts[before.rawValue][after.rawValue] }

    /// Connections that had this sign.
    package func count(from before: Sign) -> Int { counts[before.rawValue].reduce(0, +) }

    /// Fraction of the connections that had one sign and have the other; NaN where none had it.
    package func fraction(from before: Sign, to after: Sign) -> Double {
        Double(count(from: before, to: after)) / Double(count(from: before))
    }

    /// Mean of |w after| − |w before| over the connections that had this sign; NaN where none had it.
    package func meanMagnitudeChange(from before: Sign) -> Double {
        magnitudeChanges[before.rawValue] / Double(count(from: before))
    }

    /// Mean of |w before| over the connections that had this sign; NaN where none had it.
    package func meanMagnitude(from before: Sign) -> Double {
        magnitudes[before.rawValue] / Double(count(from: before))
    }

    /// Compares the weights of each connection; sums run in the order of the connections, in float64.
    ///
    /// - Throws: `AnalysisError.sizes` where there are not as many after as before, `AnalysisError.notANumber`.
    package init(from before: [Float], to after: [Float]) throws {
        guard before.count == after.count else {
            throw AnalysisError.sizes(
                "weights in the second snapshot", found: after.count, expected: before.count)
        }
        var counts = [Int](repeating: 0, count: 9)
        var (changes, magnitudes) = ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0])
        var (lowered, raised) = (0, 0)
        for index in before.indices {
            let (old, new) = (before[index], after[index])
            guard old.isFinite, new.isFinite else {
                throw AnalysisError.notANumber("weight of connection \(index)")
            }
            let sign = Sign(old).rawValue
            counts[3 * sign + Sign(new).rawValue] += 1
            if new < old { lowered += 1 } else if new > old { raised += 1 }
            changes[sign] += abs(Double(new)) - abs(Double(old))
            magnitudes[sign] += abs(Double(old))
        }
        self.counts = (0..<3).map { Array(counts[3 * $0..<3 * $0 + 3]) }
        (magnitudeChanges, self.magnitudes) = (changes, magnitudes)
        (self.lowered, self.raised) = (lowered, raised)
    }
}
