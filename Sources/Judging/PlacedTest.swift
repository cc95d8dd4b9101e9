import Foundation
import Analysis
import Model
import Results

/// Means compared at one place of a claim: at one size, density or epoch.
package struct PlacedTest {
    /// Where: `1,000`, or `MNIST 1,000` where there are several datasets.
    package let place: String
    /// The difference that should be above 0, or as the rule says.
    package let test: MeanDifference
    /// Networks of the smaller side.
    package let networks: Int

    package init(place: String, test: MeanDifference, networks: Int) {
        (self.place, self.test, self.networks) = (place, test, networks)
    }

    /// Of two samples.
    package init(place: String, _ one: Sample, _ other: Sample) {
        let (one, other) = one.sameNetworks(as: other) ?? (one, other)
        self.init(
            place: place, test: MeanDifference(one, other),
            networks: min(one.moments.count, other.moments.count))
    }

    /// The same difference and scatter for this number of networks, if it is larger.
    func with(atLeast networks: Int) -> PlacedTest {
        guard networks > self.networks, self.networks > 1 else { return self }
        return PlacedTest(
            place: place, test: test.scaled(from: self.networks, to: networks), networks: networks)
    }
}

/// What the tests at all places of a claim find, at 5 %.
///
/// What must hold at every place is shown where each test alone shows it; what a single place decides must be found
/// with p corrected by Holm over the places.
package struct Findings {
    /// p above which nothing is found.
    package static let significance = 0.05

    private let tests: [PlacedTest]

    package init(_ tests: [PlacedTest]) { self.tests = tests }

    /// Differences above 0.
    package var above: [PlacedTest] { tests.filter { $0.test.isAbove } }
    /// Differences below 0.
    package var below: [PlacedTest] { tests.filter { $0.test.isBelow } }
    /// Those below 0 with p corrected.
    package var surelyBelow: [PlacedTest] {
        found(holm(tests.map(\.test.pValue))).filter { $0.test.difference < 0 }
    }

    /// Those further than a margin from 0, by one-sided tests with p corrected.
    package func surelyBeyond(_ margin: Double) -> [PlacedTest] {
        surely(outside: (-margin, margin))
    }
    /// Those further than a margin above 0, by one-sided tests with p corrected.
    package func surelyAbove(_ margin: Double) -> [PlacedTest] {
        surely(outside: (-.infinity, margin))
    }

    private func surely(outside bounds: (Double, Double)) -> [PlacedTest] {
        found(holm(tests.map { $0.test.pValue(outside: bounds) }))
    }

    private func found(_ pValues: [Double]) -> [PlacedTest] {
        zip(tests, pValues).filter { $0.1 < Self.significance }.map(\.0)
    }
}

extension MeanDifference {
    /// Mean of one sample minus that of another; where both are of the same networks, by pairs of those that are in both.
    package init(_ one: Sample, _ other: Sample) {
        if let (one, other) = one.sameNetworks(as: other) {
            self.init(paired: one.numbers, other.numbers)
        } else {
            self.init(one.moments, other.moments)
        }
    }

    /// A mean alone: its difference from 0.
    package init(_ moments: Moments) {
        self.init(contrast: [(1, (moments.mean, moments.sd ?? 0, moments.count))])
    }

    /// Of means, deviations and numbers of two samples; that of a single network counts as known exactly.
    package init(_ first: Moments, _ second: Moments) {
        self.init((first.mean, first.sd ?? 0, first.count), (second.mean, second.sd ?? 0, second.count))
    }

    /// Whether it is above 0, at 5 %, two-sided.
    package var isAbove: Bool { difference > 0 && pValue < Findings.significance }

    /// Whether it is below 0, at 5 %, two-sided.
    package var isBelow: Bool { difference < 0 && pValue < Findings.significance }

    /// The least number of networks, of at most `mostNetworks`, with which the same difference and scatter would be found.
    package func networksToFind(now: Int) -> Int? {
        if difference == 0 { return nil }
        return networks(now: now) { $0.pValue < Findings.significance }
    }

    /// The same for two one-sided tests that it is within a margin, or beyond it.
    package func networksToPlace(within margin: Double, now: Int) -> Int? {
        networks(now: now) { $0.outcome(within: margin) != .undecided }
    }

    private func networks(now: Int, _ decides: (MeanDifference) -> Bool) -> Int? {
        guard now > 1 else { return nil }
        return leastNetworks(above: now) { decides(scaled(from: now, to: $0)) }
    }

    /// The same difference and scatter of another number of networks.
    func scaled(from now: Int, to networks: Int) -> MeanDifference {
        let factor = Double(networks) / Double(now)
        return MeanDifference(
            difference: difference, standardError: standardError / factor.squareRoot(),
            degreesOfFreedom: degreesOfFreedom * Double(networks - 1) / Double(now - 1))
    }

    /// Whether a one-sided test at 5 % excludes a difference of this or more.
    package func excludes(_ margin: Double) -> Bool { interval(0.9).upper < margin }

    /// Within a margin by two one-sided tests, beyond it by one, or neither.
    package func outcome(within margin: Double) -> Outcome {
        if isWithin(-margin, margin) { return .confirmed }
        return pValue(outside: (-margin, margin)) < Findings.significance ? .refuted : .undecided
    }
}

/// More networks than these are not asked for.
package let mostNetworks = 1000

/// The least number of networks that decides, above the present one; nil where `mostNetworks` do not.
package func leastNetworks(above now: Int, _ decides: (Int) -> Bool) -> Int? {
    // Where many networks do not decide, fewer do not either; the fewest that do are found by halving.
    guard now < mostNetworks, decides(mostNetworks) else { return nil }
    var (low, high) = (now, mostNetworks)
    while high - low > 1 {
        let middle = (low + high) / 2
        if decides(middle) { high = middle } else { low = middle }
    }
    return high
}

/// The least number of networks on each side with which the same differences and scatter are decided.
func networksToDecide(_ tests: [PlacedTest], _ decides: ([PlacedTest]) -> Bool) -> Int? {
    guard let fewest = tests.map(\.networks).min(), fewest > 1 else { return nil }
    return leastNetworks(above: fewest) { networks in decides(tests.map { $0.with(atLeast: networks) }) }
}

/// The most of several numbers of networks; nil where one of them is not to be had.
package func mostOf(_ networks: [Int?]) -> Int? {
    networks.contains(nil) ? nil : networks.compactMap { $0 }.max()
}

/// `about 12 seeds would decide it`.
package func seedsText(_ networks: Int?) -> String {
    guard let networks else { return "even \(mostNetworks.grouped) seeds would not decide it" }
    return "about \(networks.counting("seed")) would decide it"
}

extension Sample {
    /// Both samples of only those networks that are in both, whatever was measured of them, and when; nil where they are different
    /// networks, or fewer than two are the same.
    package func sameNetworks(as other: Sample) -> (Sample, Sample)? {
        guard condition.conditions == other.condition.conditions, numbers.count == seeds.count,
            other.numbers.count == other.seeds.count
        else { return nil }
        let common = Set(seeds).intersection(other.seeds)
        return common.count > 1 ? (of(common), other.of(common)) : nil
    }

    private func of(_ some: Set<Int>) -> Sample {
        if some.count == seeds.count { return self }
        let kept = seeds.indices.filter { some.contains(seeds[$0]) }
        var sample = Sample(
            condition, measure, seeds: kept.map { seeds[$0] }, numbers: kept.map { numbers[$0] })
        sample.dropped = dropped
        return sample
    }

    /// The logarithms of its numbers, to base ten; nil where one of them is not above zero.
    package var logarithms: Sample? {
        numbers.isEmpty || numbers.contains { !($0 > 0) }
            ? nil : Sample(self, measure, numbers: numbers.map(log10))
    }
}
