import Analysis
@testable import Model
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// Rules about trends, several places and printed numbers, on made-up records: every rule with all outcomes.
@Suite struct TrendVerdictTests {
    typealias Cell = ShapeVerdictTests.Cell

    static func around(_ mean: Double, _ spread: Double = 0.1) -> [Double] {
        ShapeVerdictTests.around(mean, spread)
    }

    // MARK: - Two epochs

    static func narrows(_ differences: [Int: Double], spread: Double = 0.1) throws -> Verdict {
        let claim = """
            - {id: early, figure: 9B, kind: shape, dataset: mnist, hidden: 20000, claim: x, \
            criterion: {rule: difference-narrows, density: 0.1, epochs: [1, 10]}}
            """
        let cells = differences.flatMap { epoch, difference in
            ShapeVerdictTests.pair(20_000, around(90 + difference, spread), around(90)) {
                // Networks that are ahead after one epoch are not ahead after ten.
                ($0.epoch, $0.percents) = (epoch, epoch == 1 ? $0.percents : $0.percents.reversed())
            }
        }
        return try ShapeVerdictTests.verdict(claim, cells, shows: .accuracyByEpoch)
    }

    @Test func aDifferenceNarrows() throws {
        let met = try Self.narrows([1: 12, 10: 1])
        #expect(met.outcome == .confirmed, "\(met.reason)")
        #expect(met.ours.hasPrefix("after 1 epoch: +12.0 points (95 % interval 11.8 to 12.2, p = "))
        #expect(met.reason.hasPrefix("Δ₁ − Δ₂ = +11.0 points"))
        #expect(try Self.narrows([1: -12, 10: 1]).outcome == .confirmed, "of either sign")
        #expect(try Self.narrows([1: 1, 10: 12]).outcome == .refuted)
        #expect(try Self.narrows([1: 1, 10: -12]).outcome == .refuted)
        let alike = try Self.narrows([1: 5, 10: 5.2], spread: 2)
        #expect(alike.outcome == .undecided, "\(alike.reason)")
        let short = try Self.narrows([1: 12, 9: 1])
        #expect(short.outcome == .notTested && short.reason == "needs 10 epochs; longest run 9")
    }

    // MARK: - Numbers of examples

    /// Best accuracies of sparse networks that are ahead of 50 % by so much, by examples per class; 7: all.
    static func ahead(_ advantages: [Int?: Double], _ claim: String, spread: Double = 0.1) throws -> Verdict {
        let cells = advantages.flatMap { number, advantage in
            ShapeVerdictTests.pair(20_000, around(50 + advantage, spread), around(50)) {
                ($0.perClass, $0.epoch) = (number, 5)
            }
        }
        return try ShapeVerdictTests.verdict(claim, cells, shows: .bestAccuracyByExamples)
    }

    static let fewer = """
        - {id: fewer, figure: 9A, kind: shape, dataset: mnist, hidden: 20000, epochs: 5, metric: best test accuracy, claim: x, \
        criterion: {rule: advantage-grows, density: 0.1, each-per-class: [50, all], least-numbers: 3}}
        """

    @Test func theFewerExamplesTheLargerTheAdvantage() throws {
        let met = try Self.ahead([50: 20, 100: 10, nil: 1], Self.fewer)
        #expect(met.outcome == .confirmed, "\(met.reason)")
        #expect(
            met.reason.hasPrefix("the advantage shrinks from 50 to all examples per class by +19.0 points"))
        #expect(met.ours.hasPrefix("50: +20.0 points") && met.ours.contains("; all: +1.0 points"))
        let bent = try Self.ahead([50: 20, 100: 5, nil: 10], Self.fewer)
        #expect(bent.outcome == .refuted && bent.reason.contains("; it grows from 100 to all: +5.0 points"))
        #expect(try Self.ahead([50: 1, 100: 5, nil: 10], Self.fewer).outcome == .refuted)
        let flat = try Self.ahead([50: 5, 100: 5, nil: 4.9], Self.fewer, spread: 1)
        #expect(flat.outcome == .undecided && flat.reason.contains("seeds would"), "\(flat.reason)")
        let two = try Self.ahead([50: 20, nil: 1], Self.fewer)
        #expect(two.outcome == .notTested)
        #expect(two.reason == "needs at least 3 numbers of examples per class; 2 run")
        let few = try Self.ahead([50: 20, 100: 10, 500: 1], Self.fewer)
        #expect(few.outcome == .notTested && few.reason == "needs all examples per class; run: 50, 100, 500")
    }

    @Test func betterOnEverySubset() throws {
        let claim = """
            - {id: subsets, figure: 9B, kind: shape, dataset: mnist, hidden: 20000, epochs: 5, metric: best test accuracy, claim: x, \
            criterion: {rule: greater, left: {density: 0.1}, right: {density: 1}, each-per-class: [50, all]}}
            """
        let met = try Self.ahead([50: 20, 100: 10, nil: 1], claim)
        #expect(met.outcome == .confirmed && met.reason.hasPrefix("50 examples per class: difference +20.0"))
        #expect(met.reason.contains("; all examples per class: difference +1.0"))
        #expect(try Self.ahead([50: 20, 100: -1, nil: 1], claim).outcome == .refuted)
        let once = try Self.ahead([50: 20, 100: 0.1, nil: 1], claim)
        #expect(
            once.outcome == .undecided && once.reason.hasPrefix("100 examples per class: difference +0.1"))
        let some = try Self.ahead([50: 20, 100: 10], claim)
        #expect(
            some.outcome == .notTested && some.reason.contains("needs all examples per class"),
            "\(some.reason)")
    }

    @Test func meansWithinAMargin() throws {
        let claim = """
            - {id: alike, figure: 9A, kind: shape, dataset: mnist, hidden: 20000, epochs: 5, metric: best test accuracy, claim: x, \
            criterion: {rule: alike, left: {density: 0.1}, right: {density: 1}, margin: 1}}
            """
        let met = try Self.ahead([nil: 0.5], claim)
        #expect(
            met.outcome == .confirmed
                && met.reason.hasPrefix("difference +0.5 points (90 % interval 0.3 to 0.7"))
        #expect(try Self.ahead([nil: 2], claim).outcome == .refuted)
        let near = try Self.ahead([nil: 0.9], claim)
        #expect(
            near.outcome == .undecided && near.reason.hasSuffix("about 7 seeds would decide it"),
            "\(near.reason)")
        #expect(try Self.ahead([50: 0.5], claim).outcome == .notTested)
    }

    // MARK: - Every size and density

    @Test func everyLargeSparseNetworkIsBetter() throws {
        let claim = """
            - {id: large, figure: 9, kind: shape, epochs: 1, claim: x, \
            criterion: {rule: better, density: 0.1, sparser: true, smallest: 10000, largest: 100000, least-sizes: 1}}
            """
        func judged(_ cells: [(dataset: String, size: Int, density: Double, gain: Double)]) throws -> Verdict
        {
            try ShapeVerdictTests.verdict(
                claim,
                cells.map {
                    Cell(
                        dataset: $0.dataset, size: $0.size, density: $0.density,
                        percents: Self.around(50 + $0.gain))
                })
        }
        let whole = [("mnist", 10_000, 1.0, 0.0), ("mnist", 10_000, 0.1, 5), ("cifar10", 20_000, 1, 0)]
        let met = try judged(
            whole + [("mnist", 10_000, 0.01, 3), ("cifar10", 20_000, 0.1, 2), ("mnist", 10_000, 0.5, -9)])
        #expect(met.outcome == .confirmed, "density 0.5 is not sparse: \(met.reason)")
        #expect(met.ours.contains("MNIST 10,000 of density 0.01: +3.0 points"))
        let worse = try judged(whole + [("mnist", 10_000, 0.01, -3), ("cifar10", 20_000, 0.1, 2)])
        #expect(
            worse.outcome == .refuted && worse.reason.contains("loss: MNIST 10,000 of density 0.01"))
        let open = try judged(whole + [("mnist", 10_000, 0.01, 0.1), ("cifar10", 20_000, 0.1, 2)])
        #expect(
            open.outcome == .undecided
                && open.reason.contains("not shown at MNIST 10,000 of density 0.01; about"))
        #expect(try judged([("mnist", 5000, 1, 0), ("mnist", 5000, 0.1, 9)]).outcome == .notTested)
    }

    // MARK: - A printed run

    @Test func aPrintedRunMayBeAnotherNetwork() throws {
        let claim = """
            - {id: run, figure: 9, kind: shape, dataset: mnist, hidden: 10000, density: 0.1, claim: x, \
            criterion: {rule: printed-run, accuracies: [92.2, 95.0], margin: 1}}
            """
        func judged(_ means: [Double], _ spread: Double = 0.1) throws -> Verdict {
            let cells = means.enumerated().map {
                Cell(size: 10_000, density: 0.1, epoch: $0 + 1, percents: Self.around($1, spread))
            }
            return try ShapeVerdictTests.verdict(claim, cells, shows: .accuracyByEpoch)
        }
        let met = try judged([92, 95.2, 96])
        #expect(
            met.outcome == .confirmed && met.reason == "all 2 numbers are within 1 point of our means",
            "\(met.reason)")
        #expect(met.paper == "92.2 %, 95 %" && met.ours == "92.0 ± 0.1 % (n = 3), 95.2 ± 0.1 % (n = 3)")
        let far = try judged([92, 97])
        #expect(
            far.outcome == .refuted && far.reason.hasPrefix("after 2 epochs: difference −2.0 points"),
            "\(far.reason)")
        let noisy = try judged([92, 94], 0.8)
        #expect(noisy.outcome == .undecided && noisy.reason.hasSuffix("scatters too much to say more"))
        let short = try judged([92])
        #expect(short.outcome == .notTested && short.reason == "needs 2 epochs; longest run 1")
    }
}
