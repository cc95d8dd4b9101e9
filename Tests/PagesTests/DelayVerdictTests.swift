import Analysis
@testable import Model
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// The project's claims about training delays, on made-up accuracies and delays: every rule with all three outcomes.
@Suite struct DelayVerdictTests {
    typealias Networks = MadeUpMeasures.Networks

    /// Networks of several densities with their delays; nil: never better than chance.
    static func trained(
        _ delays: [Double: [Int?]], epochs: Int = 40, size: Int = 10_000,
        dale: DaleRule? = MadeUpMeasures.dale
    ) -> MadeUpMeasures {
        var run = MadeUpMeasures()
        for (density, numbers) in delays {
            run.train(Networks(size: size, density: density, epoch: epochs, dale: dale), delays: numbers)
        }
        return run
    }

    // MARK: - By density

    static func byDensity(_ delays: [Double: [Int?]], epochs: Int = 40, size: Int = 10_000) throws -> Verdict
    {
        try trained(delays, epochs: epochs, size: size).verdict("F6B-delay", on: "figure6")
    }

    @Test func delaysGrowWithDensity() throws {
        let met = try Self.byDensity([0.1: [1, 1, 1], 0.5: [5, 6, 7], 1: [19, 20, 21]])
        #expect(met.outcome == .confirmed, "\(met.reason)")
        #expect(
            met.ours.hasSuffix("density 0.5: 6.0 ± 1.0 epochs (n = 3); density 1: 20.0 ± 1.0 epochs (n = 3)"))
        #expect(
            met.reason
                == "from density 0.1 to density 1: +19.0 epochs (95 % interval 16.5 to 21.5, p = 9.2×10⁻⁴)")
        let short = try Self.byDensity([0.1: [1, 1, 1], 0.5: [2, 2, 2], 1: [3, 4, 5]])
        #expect(short.outcome == .refuted && short.reason == "the mean delay of density 1 is 4.0 epochs")
        let near = try Self.byDensity([0.1: [1, 1, 1], 0.5: [2, 2, 2], 1: [8, 9, 10]])
        #expect(
            near.outcome == .undecided
                && near.reason
                    == "the mean delay of density 1 is 9.0 epochs, not surely above 10; about 7 seeds would decide it",
            "\(near.reason)")
        let bent = try Self.byDensity([0.1: [1, 1, 1], 0.5: [25, 26, 27], 1: [19, 20, 21]])
        #expect(
            bent.outcome == .refuted
                && bent.reason.hasPrefix("from density 0.5 to density 1: −6.0 epochs"))
        let noisy = try Self.byDensity([0.1: [1, 30, 1], 0.5: [10, 11, 12], 1: [1, 2, 30]])
        #expect(noisy.outcome == .undecided)
    }

    @Test func twoDensitiesOrSmallNetworksAreNoTrend() throws {
        let two = try Self.byDensity([0.1: [1, 1, 1], 1: [20, 20, 20]])
        #expect(two.outcome == .notTested && two.reason == "needs at least 3 densities; 2 run")
        #expect(two.seen.hasPrefix("density 0.1: 1.0"))
        let small = try Self.byDensity(
            [0.1: [1, 1, 1], 0.5: [2, 2, 2], 1: [3, 3, nil]], epochs: 4, size: 1000)
        #expect(small.outcome == .notTested && small.reason == "needs 10,000 hidden nodes; largest run 1,000")
        #expect(
            small.seen
                == "MNIST, 1,000 hidden nodes, under Dale's principle (enforced, 11.5 % inhibitory), up to 4 epochs, "
                + "60,000 training examples, training delay: density 0.1 1.0 ± 0.0 epochs (n = 3), density 1 at least "
                + "3.7 ± 1.2 epochs (n = 3)")
        let few = try Self.byDensity([0.1: [1, 1, 1], 0.5: [5, 5], 1: [20, 20, 20]])
        #expect(few.outcome == .notTested && few.reason.hasSuffix("needs at least 3 networks; 2 run"))
    }

    @Test func whatNeverExceededChanceIsALowerBound() throws {
        let dense = try Self.byDensity([0.1: [1, 1, 1], 0.5: [5, 6, 7], 1: [nil, nil, nil]])
        #expect(
            dense.outcome == .confirmed
                && dense.ours.hasSuffix("density 1: at least 41.0 ± 0.0 epochs (n = 3)"))
        let early = try Self.byDensity([0.1: [1, 1, 1], 0.5: [2, 2, 2], 1: [nil, nil, nil]], epochs: 4)
        #expect(early.outcome == .notTested)
        #expect(
            early.reason
                == "at density 1 some networks were not trained until they exceeded chance (4 epochs)")
        let open = try Self.byDensity([0.1: [1, 1, 1], 0.5: [nil, nil, nil], 1: [nil, nil, nil]])
        #expect(open.outcome == .notTested, "0.5 may have the longer delay")
        let bent = try Self.byDensity([0.1: [1, 1, 1], 0.5: [nil, nil, nil], 1: [19, 20, 21]])
        #expect(bent.outcome == .refuted, "a lower bound above a delay contradicts")
    }

    @Test func delaysThatWereMeasuredComeBeforeThoseOfAccuracies() throws {
        var run = Self.trained([0.1: [1, 1, 1], 0.5: [5, 6, 7], 1: [19, 20, 21]])
        let dense = Networks(density: 1, epoch: 40, dale: MadeUpMeasures.dale)
        run.add(.delay, dense, [3, 3, 3])
        #expect(try run.verdict("F6B-delay", on: "figure6").outcome == .refuted)
        run.values.removeAll { $0.seed > 0 }
        #expect(try run.verdict("F6B-delay", on: "figure6").outcome == .confirmed, "unless they are fewer")
        // A network whose evaluations have a hole is left out.
        run.records.removeAll { $0.density == 1 && $0.seed == 0 && $0.epoch == 7 }
        run.values = []
        #expect(try run.verdict("F6B-delay", on: "figure6").outcome == .notTested)
    }

    // MARK: - By size

    static func bySize(_ dense: [Int: [Int?]], sparse: [Int?] = [1, 1, 1], epochs: Int = 40) throws -> Verdict
    {
        var run = MadeUpMeasures()
        for (size, delays) in dense {
            for (density, numbers) in [(0.1, sparse), (1, delays)] {
                run.train(
                    Networks(size: size, density: density, epoch: epochs, dale: MadeUpMeasures.dale),
                    delays: numbers)
            }
        }
        return try run.verdict("F6C-size", on: "figure6")
    }

    @Test func delaysOfDenseNetworksGrowWithSize() throws {
        let met = try Self.bySize([1000: [1, 1, 1], 2000: [3, 4, 5], 5000: [10, 11, 12]])
        #expect(met.outcome == .confirmed, "\(met.reason)")
        #expect(met.ours.contains("2,000 nodes of density 1: 4.0 ± 1.0 epochs (n = 3)"))
        let bent = try Self.bySize([1000: [1, 1, 1], 2000: [20, 21, 22], 5000: [10, 11, 12]])
        #expect(bent.outcome == .refuted)
        let noise = try Self.bySize([1000: [1, 1, 1], 2000: [9, 12, 15], 5000: [10, 11, 12]])
        #expect(noise.outcome == .confirmed, "a decrease that scatter explains is none")
        let flat = try Self.bySize([1000: [4, 5, 6], 2000: [4, 5, 6], 5000: [4, 5, 6]])
        #expect(flat.outcome == .undecided && flat.reason.hasSuffix("even 1,000 seeds would not decide it"))
        let shrinking = try Self.bySize([1000: [10, 11, 12], 2000: [10, 11, 12], 5000: [4, 5, 6]])
        #expect(shrinking.outcome == .refuted)
        let sparse = try Self.bySize(
            [1000: [1, 1, 1], 2000: [3, 4, 5], 5000: [9, 9, 9]], sparse: [1, 1, 2])
        #expect(sparse.outcome == .refuted)
        #expect(
            sparse.reason.hasPrefix(
                "with a delay: 1 of 3 networks (1,000 nodes of density 0.1), up to 2 epochs"))
    }

    @Test func growthNeedsSizesAndADelay() throws {
        let two = try Self.bySize([1000: [1, 1, 1], 2000: [3, 4, 5]])
        #expect(two.outcome == .notTested && two.reason == "needs at least 3 sizes; 2 run")
        let small = try Self.bySize([100: [1, 1, 1], 300: [1, 1, 1], 1000: [1, 1, 1]])
        #expect(
            small.outcome == .notTested
                && small.reason.hasPrefix("no dense network of up to 1,000 nodes has a delay"))
        #expect(small.seen.contains("1,000 nodes of density 1: 1.0 ± 0.0 epochs (n = 3)"))
        let large = try Self.bySize([2000: [1, 1, 1], 5000: [1, 1, 1], 10_000: [1, 1, 1]])
        #expect(large.outcome == .refuted, "there the paper saw one")
        let cut = try Self.bySize(
            [1000: [nil, nil, nil], 2000: [nil, nil, nil], 5000: [nil, nil, nil]], epochs: 4)
        #expect(cut.outcome == .notTested)
        #expect(try MadeUpMeasures().verdict("F6C-size", on: "figure6").outcome == .notTested)
    }

    // MARK: - None

    @Test(arguments: [
        ("F6F-balanced", "figure6", DaleRule(inhibitoryFraction: 0.5)),
        ("S5C-strong-inhibition", "figureS5", DaleRule(inhibitoryScale: 10)),
    ])
    func noNetworkOfAnyDensityHasADelay(claim: String, figure: String, rule: DaleRule) throws {
        func judged(_ delays: [Double: [Int?]], size: Int = 10_000, dale: DaleRule? = nil) throws -> Verdict {
            try Self.trained(delays, epochs: 3, size: size, dale: dale ?? rule).verdict(claim, on: figure)
        }
        let none = [1, 1, 1]
        let met = try judged([0.1: none, 0.5: none, 1: none])
        #expect(met.outcome == .confirmed && met.reason == "no network has a delay")
        let one = try judged([0.1: none, 0.5: [1, 1, 2], 1: none])
        #expect(
            one.outcome == .refuted
                && one.reason == "with a delay: 1 of 3 networks (density 0.5), up to 2 epochs")
        let never = try judged([0.1: none, 1: [1, 1, nil]])
        #expect(never.outcome == .refuted && never.reason.hasSuffix("at least 4 epochs"))
        let sparse = try judged([0.1: none])
        #expect(sparse.outcome == .notTested && sparse.reason == "needs density 1; run: 0.1")
        let small = try judged([0.1: none, 1: none], size: 1000)
        #expect(
            small.outcome == .notTested && small.seen.contains("1,000 hidden nodes, under Dale's principle"))
        let usual = try judged([0.1: none, 1: none], dale: MadeUpMeasures.dale)
        #expect(
            usual.outcome == .notTested && usual.reason.hasPrefix("needs networks under Dale's principle"))
    }

    @Test func sparseToDenseNetworksStartAtOnceAndLearnMoreSlowly() throws {
        func judged(delays: [Int?], accuracy: Double, epochs: Int = 12, start: Double? = 0.1) throws
            -> Verdict
        {
            var run = MadeUpMeasures()
            for density in [0.1, 1] {
                var networks = Networks(density: density, epoch: epochs, dale: MadeUpMeasures.dale)
                networks.startDensity = density == 1 ? start : nil
                run.train(
                    networks, delays: density == 1 ? delays : [1, 1, 1], then: density == 1 ? accuracy : 0.97)
            }
            return try run.verdict("S5B-sparse-to-dense", on: "figureS5")
        }
        let met = try judged(delays: [1, 1, 1], accuracy: 0.93)
        #expect(
            met.outcome == .confirmed
                && met.reason.hasPrefix("no network has a delay; difference +4.0 points"))
        #expect(try judged(delays: [1, 3, 1], accuracy: 0.93).outcome == .refuted)
        #expect(try judged(delays: [1, 1, 1], accuracy: 0.98).outcome == .refuted)
        #expect(try judged(delays: [1, 1, 1], accuracy: 0.97).outcome == .undecided)
        let short = try judged(delays: [1, 1, 1], accuracy: 0.93, epochs: 4)
        #expect(short.outcome == .notTested && short.reason == "needs 10 epochs; longest run 4")
        #expect(short.seen.hasPrefix("density 1: 1.0 ± 0.0 epochs (n = 3)"))
        let dense = try judged(delays: [1, 1, 1], accuracy: 0.93, start: nil)
        #expect(dense.outcome == .notTested && dense.reason.contains("starting at density 0.1"))
    }
}
