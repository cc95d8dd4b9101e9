import Analysis
@testable import Model
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// The project's claims about measures, on made-up numbers: every rule with all three outcomes.
@Suite struct MeasureVerdictTests {
    typealias Networks = MadeUpMeasures.Networks

    static func around(_ mean: Double, _ spread: Double = 0.001) -> [Double] {
        MadeUpMeasures.around(mean, spread)
    }

    /// A sparse and a dense kind of networks with one measure.
    static func both(
        _ measure: Measure, _ sparse: [Double], _ dense: [Double], dropped: Double? = nil,
        _ change: (inout Networks) -> Void = { _ in }
    ) -> MadeUpMeasures {
        var run = MadeUpMeasures()
        for (density, numbers) in [(0.1, sparse), (1, dense)] {
            var networks = Networks(density: density)
            change(&networks)
            run.add(measure, networks, numbers, dropped: dropped)
        }
        return run
    }

    // MARK: - Values, and one above the other

    @Test func numbersAreSaidInTheUnitOfTheirMeasure() throws {
        let run = Self.both(.activeNodes, Self.around(0.11, 0.01), Self.around(0.03, 0.01))
        let sparse = try run.verdict("F5B-sparse", on: "figure5")
        #expect(
            sparse.outcome == .confirmed && sparse.ours == "11.0 ± 1.0 % (n = 3)"
                && sparse.paper == "11.2 ± 1.5 %")
        #expect(
            sparse.reason
                == "11.0 ± 1.0 % (3 networks) against the paper's 11.2 %: within a factor of 1.5 (ratio 0.98, 90 % interval 0.83 to 1.13)"
        )
        #expect(sparse.criterion.contains("divided by 1.5"))
        let order = try run.verdict("F5B-order", on: "figure5")
        #expect(order.outcome == .confirmed && order.reason.hasPrefix("difference +8.0 points"))
        #expect(
            order.words.hasPrefix("percent of nodes nonzero per image: density 0.1 is above density 1: MNIST")
        )
        let far = Self.both(.activeNodes, Self.around(0.2, 0.01), Self.around(0.2, 0.01))
        #expect(try far.verdict("F5B-sparse", on: "figure5").outcome == .refuted)
        #expect(try far.verdict("F5B-order", on: "figure5").outcome == .undecided)

        let information = Self.both(.mutualInformation, Self.around(0.020), Self.around(0.012))
        let value = try information.verdict("F5-mi-sparse", on: "figure5")
        #expect(value.outcome == .confirmed && value.ours == "0.020 ± 0.001 nat (n = 3)")
        #expect(value.paper == "0.019 ± 0.065 nat")
        #expect(try information.verdict("F5-mi-dense", on: "figure5").outcome == .refuted)

        let delays = Measure.delay.text(Moments([1, 2, 3]))
        #expect(delays == "2.0 ± 1.0 epochs (n = 3)")
        #expect(Measure.dropoutLoss.text(Moments([0.3, 0.4])).hasSuffix(" points (n = 2)"))
        #expect(Measure.delay.paperText(12, sd: 1) == "12.0 ± 1.0 epochs")
        #expect(Measure.mutualInformation.paperText(0.002, sd: 0.00034) == "0.002 ± 3.4×10⁻⁴ nat")
    }

    @Test func oneMeanAboveTheOther() throws {
        let met = try Self.both(.meanActivation, Self.around(0.3), Self.around(0.9)).verdict(
            "F5C-magnitude", on: "figure5")
        #expect(
            met.outcome == .confirmed && met.ours == "0.90 ± 1.0×10⁻³ (n = 3) against 0.30 ± 1.0×10⁻³ (n = 3)"
        )
        #expect(met.reason.hasPrefix("difference +0.60"))
        #expect(
            met.criterion
                == "mean(density 1) above mean(density 0.1), \(Comparison.testWords)")
        let alike = Self.both(.meanActivation, Self.around(0.3, 0.1), Self.around(0.35, 0.1))
        #expect(try alike.verdict("F5C-magnitude", on: "figure5").outcome == .undecided)
        let reversed = Self.both(.meanActivation, Self.around(0.9), Self.around(0.3))
        #expect(try reversed.verdict("F5C-magnitude", on: "figure5").outcome == .refuted)
        let small = try Self.both(.meanActivation, Self.around(0.3), Self.around(0.9)) { $0.size = 1000 }
            .verdict("F5C-magnitude", on: "figure5")
        #expect(small.outcome == .notTested && small.reason == "needs 10,000 hidden nodes; largest run 1,000")
        #expect(
            small.seen
                == "MNIST, 1,000 hidden nodes, after 1 epoch, 60,000 training examples, mean nonzero activation: "
                + "density 1 0.90 ± 1.0×10⁻³ (n = 3), density 0.1 0.30 ± 1.0×10⁻³ (n = 3)")
        let few = Self.both(.meanActivation, [0.3, 0.3], [0.9, 0.9])
        #expect(try few.verdict("F5C-magnitude", on: "figure5").outcome == .notTested)
    }

    // MARK: - Pairs of nodes

    static func information(_ shift: Double, seeds: [Int] = [0, 1, 2]) -> MadeUpMeasures {
        var run = both(.mutualInformation, around(0.02), around(0.005))
        for (density, shift, seeds) in [(0.1, shift, [0, 1, 2]), (1, 0, seeds)] {
            let condition = SharedConditions(Networks(density: density).record())
            run.pairs += seeds.map { seed in
                PairInformation(
                    condition: condition, seed: seed, numbers: (0..<100).map { Double($0) + shift })
            }
        }
        return run
    }

    @Test func pairsOfNodesDifferInEveryTwoNetworksOfOneSeed() throws {
        let met = try Self.information(50).verdict("F5-mi-test", on: "figure5")
        #expect(met.outcome == .confirmed && met.ours.hasSuffix("largest p of 3 seeds 1.0×10⁻¹¹"), "\(met)")
        #expect(
            met.reason.hasPrefix(
                "difference +0.015 nat (95 % interval 0.013 to 0.017, p = 5.2×10⁻⁵); largest p"))
        #expect(met.paper.hasSuffix("; p = 1.03e-44") && met.criterion.contains("every seed"))
        let alike = try Self.information(5).verdict("F5-mi-test", on: "figure5")
        #expect(alike.outcome == .undecided && alike.reason.hasSuffix("not different: seed 0, 1, 2"))
        let others = try Self.information(50, seeds: [1, 2, 3]).verdict("F5-mi-test", on: "figure5")
        #expect(others.outcome == .notTested && others.reason.contains("of 3 seeds; 2 run"))
        #expect(others.ours.isEmpty && others.seen.contains("0.020 ± 0.001 nat"))
        var means = Self.information(50)
        means.values = Self.both(.mutualInformation, Self.around(0.02, 0.1), Self.around(0.02, 0.1)).values
        #expect(try means.verdict("F5-mi-test", on: "figure5").outcome == .undecided)
    }

    // MARK: - Dropped nodes

    /// Accuracies with all nodes, half, and a tenth of them, of sparse and dense networks after 1 and 10 epochs.
    static func dropout(
        dense: [Int: [Double]] = [1: [0.81, 0.76, 0.48], 10: [0.95, 0.94, 0.6]], sparseLate: Double = 0.9,
        epochs: [Int] = [1, 10]
    ) -> MadeUpMeasures {
        var run = MadeUpMeasures()
        for epoch in epochs {
            let sparse = epoch == 1 ? [0.911, 0.909, 0.88] : [0.97, 0.96, sparseLate]
            for (density, accuracies) in [(0.1, sparse), (1, dense[epoch] ?? [])] {
                for (dropped, accuracy) in zip([0, 0.5, 0.9], accuracies) {
                    run.add(
                        .dropoutAccuracy, Networks(density: density, epoch: epoch), around(accuracy),
                        dropped: dropped)
                }
            }
        }
        return run
    }

    @Test func lossesAreThoseOfTheSameNetworks() throws {
        let run = Self.dropout()
        let half = try run.verdict("F5E-50-sparse", on: "figure5")
        #expect(half.outcome == .confirmed && half.ours == "90.9 ± 0.1 % (n = 3)")
        #expect(half.words.contains("50.0 % of nodes dropped"))
        let loss = try run.verdict("F5E-90-sparse", on: "figure5")
        #expect(
            loss.outcome == .confirmed && loss.ours == "3.1 ± 0.0 points (n = 3)"
                && loss.paper == "3.1 points")
        let far = Self.dropout(dense: [1: [0.81, 0.9, 0.7]])
        #expect(try far.verdict("F5E-50-dense", on: "figure5").outcome == .undecided, "three networks")
        #expect(try far.verdict("F5E-90-dense", on: "figure5").outcome == .refuted)
    }

    @Test func allPartsOfAClaimMustHold() throws {
        let met = try Self.dropout().verdict("F5E-10-epochs", on: "figure5")
        #expect(met.outcome == .confirmed, "\(met.reason)")
        #expect(met.ours.hasPrefix("5.0 ± 0.0 points (n = 3) against 1.0 ± 0.0 points (n = 3); 90.0 ± 0.1 %"))
        #expect(met.criterion.components(separatedBy: "mean(").count == 5, "two parts: \(met.criterion)")
        let tender = Self.dropout(dense: [1: [0.81, 0.76, 0.48], 10: [0.95, 0.88, 0.6]])
        #expect(try tender.verdict("F5E-10-epochs", on: "figure5").outcome == .refuted)
        let open = try Self.dropout(sparseLate: 0.6).verdict("F5E-10-epochs", on: "figure5")
        #expect(open.outcome == .undecided && !open.reason.contains("+4.0"), "only the part that is open")
        let weak = try Self.dropout(sparseLate: 0.5).verdict("F5E-10-epochs", on: "figure5")
        #expect(weak.outcome == .refuted && !weak.reason.contains("; "), "only the part that failed")
        let short = try Self.dropout(epochs: [1]).verdict("F5E-10-epochs", on: "figure5")
        #expect(short.outcome == .notTested && short.reason == "needs 10 epochs; longest run 1")
        #expect(
            short.seen.contains("50.0 % of nodes dropped, loss of test accuracy in points: density 1 5.0"))
        #expect(short.seen.contains("90.0 % of nodes dropped: density 0.1 88.0"))
    }

    // MARK: - A number, a factor, several epochs and densities

    @Test func aMeanAboveANumberAndAboveAnother() throws {
        func judged(_ sparse: Double, _ dense: Double, epoch: Int = 0) throws -> Verdict {
            try Self.both(.correlation, Self.around(sparse), Self.around(dense)) {
                ($0.dale, $0.epoch) = (MadeUpMeasures.dale, epoch)
            }.verdict("F6D-correlation", on: "figure6")
        }
        #expect(try judged(0.3, 0.9).outcome == .confirmed)
        let low = try judged(0.3, 0.49)
        #expect(low.outcome == .refuted && low.reason.hasPrefix("difference −0.010"), "\(low.reason)")
        #expect(try judged(0.9, 0.3).outcome == .refuted)
        #expect(try judged(0.9, 0.9).outcome == .undecided)
        let trained = try judged(0.3, 0.9, epoch: 1)
        #expect(trained.outcome == .notTested && trained.reason == "needs 0 epochs; not measured then")
        let free = try Self.both(.correlation, Self.around(0.3), Self.around(0.9)) { $0.epoch = 0 }
            .verdict("F6D-correlation", on: "figure6")
        #expect(free.outcome == .notTested && free.reason.hasPrefix("needs networks under Dale's principle"))
    }

    @Test func aFactorAtEveryEpochMeasured() throws {
        func judged(_ ratios: [Int: Double]) throws -> Verdict {
            var run = MadeUpMeasures()
            for (epoch, ratio) in ratios {
                for (density, gradient) in [(0.1, 1e-6 * ratio), (1, 1e-6)] {
                    let networks = Networks(density: density, epoch: epoch, dale: MadeUpMeasures.dale)
                    run.add(.snapshotGradient, networks, [gradient, gradient, gradient])
                }
            }
            return try run.verdict("F6E-gradients", on: "figure6")
        }
        let met = try judged([0: 0.1, 2: 30, 10: 11, 40: 1])
        #expect(met.outcome == .confirmed, "neither the untrained networks nor late ones count")
        #expect(
            met.reason
                == "after 2 epochs: 30.0 times as large (95 % interval 30.0 to 30.0, p < 10⁻³⁰⁰ against 10 times); after 10 epochs: "
                + "11.0 times as large (95 % interval 11.0 to 11.0, p < 10⁻³⁰⁰ against 10 times)",
            "\(met.reason)")
        let once = try judged([2: 30, 10: 9])
        #expect(
            once.outcome == .refuted
                && once.reason
                    == "after 10 epochs: 9.0 times as large (95 % interval 9.0 to 9.0, p < 10⁻³⁰⁰ against 10 times)"
        )
        let start = try judged([0: 30])
        #expect(
            start.outcome == .notTested
                && start.reason == "needs an epoch from 1 to 20 that was measured of both sides")
        #expect(try judged([2: .nan]).outcome != .confirmed)
        let zero = try judged([2: 0])
        #expect(
            zero.outcome == .notTested && zero.reason.hasSuffix("is not above zero, so it has no logarithm"))
    }

    @Test func everyDensityAtTheLastEpoch() throws {
        func judged(
            toNegative: [Double: Double] = [0.1: 0.3, 1: 0.4], lowered: Double = 0.6, epochs: [Int] = [1, 3],
            densities: [Double] = [0.1, 1], size: Int = 10_000
        ) throws -> Verdict {
            var run = MadeUpMeasures()
            for epoch in epochs {
                for density in densities {
                    let networks = Networks(size: size, density: density, epoch: epoch)
                    let isLast = epoch == epochs.last
                    let share = toNegative[density] ?? 0.3
                    run.add(.positiveToNegative, networks, Self.around(isLast ? share : 0))
                    run.add(.negativeToPositive, networks, Self.around(0.1))
                    run.add(.lowered, networks, Self.around(isLast ? lowered : 0.1))
                    run.add(.raised, networks, Self.around(isLast ? 1 - lowered : 0.9))
                }
            }
            return try run.verdict("S5A-signs", on: "figureS5")
        }
        let met = try judged()
        #expect(met.outcome == .confirmed, "\(met.reason)")
        #expect(
            met.ours.hasPrefix(
                "density 0.1, after 3 epochs: positive weights turned negative 30.0 ± 0.1 % (n = 3) against "
                    + "negative weights turned positive 10.0 ± 0.1 % (n = 3); density 1, after 3 epochs"))
        #expect(try judged(toNegative: [0.1: 0.3, 1: 0.05]).outcome == .refuted)
        let between = try judged(toNegative: [0.1: 0.3, 0.5: 0.05, 1: 0.3], densities: [0.1, 0.5, 1])
        #expect(between.outcome == .refuted && between.reason.hasPrefix("density 0.5, after 3 epochs"))
        #expect(try judged(lowered: 0.4).outcome == .refuted)
        #expect(try judged(lowered: 0.5).outcome == .undecided)
        let sparse = try judged(densities: [0.1])
        #expect(sparse.outcome == .notTested && sparse.reason == "needs density 1; run: 0.1")
        let small = try judged(size: 1000)
        #expect(small.outcome == .notTested && small.reason == "needs 10,000 hidden nodes; largest run 1,000")
        #expect(
            small.seen.contains(
                "MNIST, 1,000 hidden nodes, after 3 epochs, 60,000 training examples, weights that became more"
            ))
    }

    // MARK: - Numbers that stay below others

    @Test func mostNodesAreSilentAtEveryDensity() throws {
        func judged(_ sparse: Double, _ dense: Double, _ spread: Double = 0.01) throws -> Verdict {
            try Self.both(.mostActiveNodes, Self.around(sparse, spread), Self.around(dense, spread))
                .verdict("F5B-silent", on: "figure5")
        }
        let met = try judged(0.11, 0.03)
        #expect(
            met.outcome == .confirmed && met.reason.hasPrefix("density 0.1: difference −39.0 points"),
            "\(met.reason)")
        #expect(try judged(0.11, 0.6).outcome == .refuted)
        #expect(try judged(0.11, 0.45, 0.1).outcome == .undecided)
        let means = Self.both(.activeNodes, Self.around(0.11), Self.around(0.03))
        #expect(
            try means.verdict("F5B-silent", on: "figure5").outcome == .notTested,
            "means say nothing of any image")
    }

    @Test func sparseNetworksAreBetterAtEveryNoiseLevelBelowOne() throws {
        let met = try Self.dropout().verdict("F5E-all-levels", on: "figure5")
        #expect(
            met.outcome == .confirmed
                && met.reason.hasPrefix("0.0 % of nodes dropped: difference +10.1 points"))
        var all = Self.dropout()
        for density in [0.1, 1] {
            all.add(.dropoutAccuracy, Networks(density: density), Self.around(0.1), dropped: 1)
        }
        #expect(
            try all.verdict("F5E-all-levels", on: "figure5").outcome == .confirmed, "nothing is left at 1")
        let worse = try Self.dropout(dense: [1: [0.81, 0.76, 0.95]], epochs: [1]).verdict(
            "F5E-all-levels", on: "figure5")
        #expect(worse.outcome == .refuted && worse.reason.hasPrefix("90.0 % of nodes dropped"))
        let alike = try Self.dropout(dense: [1: [0.81, 0.909, 0.4]], epochs: [1]).verdict(
            "F5E-all-levels", on: "figure5")
        #expect(alike.outcome == .undecided)
        let later = try Self.dropout(epochs: [10]).verdict("F5E-all-levels", on: "figure5")
        #expect(later.outcome == .notTested)
    }

    @Test func halfOfTheNodesBarelyMatterToSparseNetworks() throws {
        let met = try Self.dropout().verdict("F5E-barely", on: "figure5")
        #expect(met.outcome == .confirmed, "\(met.reason)")
        #expect(met.reason.hasPrefix("difference −0.8 points"), "0.2 points against 1: \(met.reason)")
        let robust = try Self.dropout(dense: [1: [0.81, 0.809, 0.48]], epochs: [1]).verdict(
            "F5E-barely", on: "figure5")
        #expect(robust.outcome == .refuted)
        let short = try Self.dropout(epochs: [10]).verdict("F5E-barely", on: "figure5")
        #expect(short.outcome == .notTested)
    }

    @Test func pairsOfTheSameNetworksAreTestedByPairs() throws {
        // Losses scatter by 5 points over networks, but each network loses 1 point less after ten epochs.
        var run = Self.dropout()
        run.values.removeAll { $0.condition.density == 1 && $0.place?.lower != 0.9 }
        for (epoch, less) in [(1, 0.0), (10, 0.01)] {
            let networks = Networks(density: 1, epoch: epoch)
            run.add(.dropoutAccuracy, networks, [0.9, 0.9, 0.9], dropped: 0)
            run.add(
                .dropoutAccuracy, networks, [0.80 + less, 0.85 + less * 1.1, 0.75 + less * 0.9], dropped: 0.5)
        }
        let paired = try run.verdict("F5E-10-epochs", on: "figure5")
        #expect(paired.outcome == .confirmed, "\(paired.reason)")
        // Other networks after ten epochs: nothing can be said.
        run.values = run.values.map { value in
            value.condition.density == 1 && value.condition.epoch == 10 && value.place?.lower != 0.9
                ? MeasuredValue(
                    condition: value.condition, seed: value.seed + 5, quantity: value.quantity,
                    place: value.place,
                    number: value.number) : value
        }
        let apart = try run.verdict("F5E-10-epochs", on: "figure5")
        #expect(apart.outcome == .undecided, "\(apart.reason)")
    }

    @Test func gradientsBeforeTrainingAgainstThoseThatFollow() throws {
        func judged(_ ratios: [Int: Double], spread: Double = 0) throws -> Verdict {
            var run = MadeUpMeasures()
            for (epoch, ratio) in ratios {
                let networks = Networks(density: 1, epoch: epoch, dale: MadeUpMeasures.dale)
                // What is large before training is not large later.
                let numbers = [ratio * (1 - spread), ratio, ratio * (1 + spread)].map { $0 * 1e-6 }
                run.add(.snapshotGradient, networks, epoch == 0 ? numbers : numbers.reversed())
            }
            return try run.verdict("F6E-first-epoch", on: "figure6")
        }
        let met = try judged([0: 100, 2: 1, 10: 2, 40: 100])
        #expect(
            met.outcome == .confirmed && met.reason.hasPrefix("after 2 epochs: 100.0 times as large"),
            "\(met.reason)")
        #expect(try judged([0: 100, 2: 1, 10: 20]).outcome == .refuted)
        #expect(try judged([0: 100, 2: 1, 10: 9], spread: 0.5).outcome == .undecided)
        #expect(try judged([2: 1, 10: 2]).outcome == .notTested)
        // Networks as in the notebook are judged beside the text's, and decide nothing.
        var run = MadeUpMeasures()
        for (rule, late) in [
            (MadeUpMeasures.dale, 1e-6), (DaleRule(drawing: .replacement, isEnforced: false), 5e-5),
        ] {
            for (epoch, gradient) in [(0, 1e-4), (2, late)] {
                let networks = Networks(density: 1, epoch: epoch, dale: rule)
                run.add(.snapshotGradient, networks, [gradient, gradient, gradient])
            }
        }
        let both = try run.verdict("F6E-first-epoch", on: "figure6")
        #expect(both.outcome == .confirmed)
        #expect(
            both.reason.contains(
                ". With networks under Dale's principle (notebook, 11.5 % inhibitory): refuted: after 2 epochs: 2.0 times as large"
            ),
            "\(both.reason)")
    }

    @Test func gradientsOfTwoNonlinearities() throws {
        func judged(_ tanh: [Double], _ relu: [Double]) throws -> Verdict {
            var run = MadeUpMeasures()
            for (nonlinearity, numbers) in [(Nonlinearity.tanh, tanh), (.relu, relu)] {
                run.records += numbers.enumerated().map { seed, gradient in
                    var record = Networks(density: 0.1).record(seed: seed)
                    record.conditions.nonlinearity = nonlinearity
                    (record.meanAbsGradient, record.connections) = (
                        gradient, record.hiddenNodes * record.hiddenNodes
                    )
                    return record
                }
            }
            return try run.verdict("F3-gradient-order", on: "figure3")
        }
        let met = try judged(Self.around(2e-5, 1e-6), Self.around(6e-6, 1e-6))
        #expect(
            met.outcome == .confirmed && met.reason.hasPrefix("difference +1.4×10⁻⁵ (95 % interval"),
            "\(met.reason)")
        #expect(
            met.words
                == "mean gradient magnitude of recurrent weights: tanh is above relu: MNIST, 10,000 hidden nodes, "
                + "density 0.1, after 1 epoch", "\(met.words)")
        #expect(try judged(Self.around(6e-6, 1e-6), Self.around(2e-5, 1e-6)).outcome == .refuted)
        #expect(try judged(Self.around(6e-6, 1e-6), Self.around(6e-6, 1e-6)).outcome == .undecided)
        #expect(try judged([2e-5], [6e-6]).outcome == .notTested)
    }

    @Test func activationsAndEfficiencyUnderDalesPrinciple() throws {
        func activations(_ sparse: Double, _ dense: Double, _ spread: Double = 0) throws -> Verdict {
            try Self.both(
                .meanActivation, Self.around(sparse, spread * sparse), Self.around(dense, spread * dense)
            ) { ($0.dale, $0.epoch) = (MadeUpMeasures.dale, 0) }.verdict("F6-activations", on: "figure6")
        }
        #expect(try activations(0.1, 2).outcome == .confirmed)
        #expect(try activations(0.1, 0.5).outcome == .refuted)
        #expect(try activations(0.1, 1.2, 0.5).outcome == .undecided)
        func efficiency(_ free: Double, _ bound: Double, _ spread: Double = 0.001) throws -> Verdict {
            var run = MadeUpMeasures()
            for (dale, mean) in [(nil, free), (MadeUpMeasures.dale, bound)] {
                let networks = Networks(density: 0.1, epoch: 10, dale: dale)
                run.records += Self.around(mean, spread).enumerated().map {
                    networks.record(seed: $0, accuracy: $1)
                }
            }
            return try run.verdict("F6-efficient", on: "figure6")
        }
        #expect(try efficiency(0.98, 0.97).outcome == .confirmed)
        #expect(try efficiency(0.98, 0.9).outcome == .refuted)
        #expect(try efficiency(0.98, 0.965, 0.02).outcome == .undecided)
    }
}
