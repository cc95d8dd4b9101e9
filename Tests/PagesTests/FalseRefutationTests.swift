import Analysis
@testable import Model
import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// How often true values are refuted: every value claim of the project, judged by networks that are drawn from the paper's own
/// distributions.
@Suite struct FalseRefutationTests {
    /// Marsaglia's xorshift64*, and normal numbers from it by Box and Muller.
    struct Draws: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 2_685_821_657_736_338_717
        }

        mutating func normal() -> Double {
            let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &self))).squareRoot()
            return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
        }

        /// Numbers of some networks.
        mutating func networks(_ count: Int, _ mean: Double, _ sd: Double) -> [Double] {
            (0..<count).map { _ in mean + sd * normal() }
        }
    }

    /// What is known of the paper in a trial.
    enum Paper: CaseIterable {
        /// Its means and deviations are those of the distribution.
        case exact
        /// They are those of ten networks, drawn anew.
        case drawn
    }

    /// The test of a claim by networks around the paper's mean, moved by some of the paper's deviations.
    private static func test(
        _ claim: Claim, _ networks: Int, _ paper: Paper, shift: Double, _ draws: inout Draws
    ) throws -> ValueTest {
        let measure = try #require(claim.measure)
        let mean = try #require(claim.mean)
        // Where the paper gives no deviation, networks scatter by a fifth.
        let sd = claim.sd ?? 0.2 * mean
        let numbers = draws.networks(networks, mean + shift * sd, sd).map { $0 / measure.scale }
        let condition = SharedConditions(MadeUpMeasures.Networks(density: 0.1).record())
        let sample = Sample(condition, measure, seeds: Array(0..<networks), numbers: numbers)
        if case .withinFactor(let factor)? = claim.criterion {
            return ValueTest(sample, mean: mean, factor: factor, sharedError: claim.sharedError)
        }
        let other = paper == .drawn ? Moments(draws.networks(claim.seeds, mean, sd)) : nil
        return ValueTest(sample, mean: other?.mean ?? mean, sd: other?.sd ?? sd, networks: claim.seeds)
    }

    /// Of many pages: the share with a refuted claim, once corrected and once each claim alone, and the share of claims refuted.
    static func refutations(
        _ networks: Int, _ paper: Paper, shift: Double = 0, pages: Int = 1000
    ) throws -> (corrected: Double, alone: Double, claims: Double) {
        let claims = try Claim.read(path: ClaimTests.file.path).filter { $0.kind == .value }
        #expect(claims.count > 25)
        var draws = Draws(state: 42)
        var (corrected, alone, refuted) = (0, 0, 0)
        for _ in 0..<pages {
            let tests = try claims.map { try test($0, networks, paper, shift: shift, &draws) }
            let found = zip(tests, tests.corrections()).count { $0.outcome($1.pValue) == .refuted }
            refuted += found
            corrected += found > 0 ? 1 : 0
            alone += tests.contains { $0.outcome($0.pValue) == .refuted } ? 1 : 0
        }
        let all = Double(pages)
        return (Double(corrected) / all, Double(alone) / all, Double(refuted) / all / Double(claims.count))
    }

    @Test(arguments: [3, 4, 5, 10], Paper.allCases)
    func trueValuesAreRefutedOnFivePagesOfAHundredAtMost(networks: Int, paper: Paper) throws {
        let found = try Self.refutations(networks, paper)
        // 5 % and three standard deviations of a share of 1,000 pages.
        #expect(found.corrected <= 0.05 + 3 * (0.05 * 0.95 / 1000).squareRoot(), "\(found)")
        if paper == .drawn, networks >= ValueTest.leastToRefute {
            #expect(found.alone > 0.2, "without the correction it is many: \(found)")
        }
    }

    /// Claims that a difference is small are true up to the margin; there, they are refuted most often.
    @Test(arguments: [(3, 0.6), (6, 0.6), (6, 1), (10, 1), (20, 0.5)])
    func differencesAsLargeAsTheMarginAreRefutedFiveTimesOfAHundredAtMost(networks: Int, sd: Double) {
        var draws = Draws(state: 7)
        var refuted = 0
        for _ in 0..<4000 {
            let samples = [1.0, 0].map { Moments(draws.networks(networks, $0, sd)) }
            if MeanDifference(samples[0], samples[1]).outcome(within: 1) == .refuted { refuted += 1 }
        }
        #expect(Double(refuted) / 4000 <= 0.05 + 3 * (0.05 * 0.95 / 4000).squareRoot(), "\(refuted)")
        #expect(refuted > 40)
    }

    @Test func wrongValuesAreRefuted() throws {
        let found = try Self.refutations(10, .drawn, shift: 4, pages: 100)
        #expect(found.claims > 0.5, "\(found)")
    }
}
