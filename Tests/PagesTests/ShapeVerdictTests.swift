import Analysis
@testable import Model
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// Claims in words, of best accuracies and of gradients, on made-up records: every rule with all outcomes.
@Suite struct ShapeVerdictTests {
    /// The networks of one condition.
    struct Cell {
        var dataset = "mnist"
        var network = NetworkKind.rnn
        var nonlinearity = Nonlinearity.relu
        var perClass: Int?
        var size: Int
        var density: Double
        var epoch = 1
        var percents: [Double]
        var gradient: Double?
        /// Of the three networks, as a fraction.
        var gradientSpread = 0.0
        var endsTraining = false
    }

    /// The verdict on one claim by the networks of `cells`, as a panel of kind `shows`.
    static func verdict(
        _ claim: String, _ cells: [Cell], shows: PanelKind = .accuracyGrid, connections: [Int] = []
    ) throws -> Verdict {
        let epochs = cells.map(\.epoch).max() ?? 1
        let datasets = Set(cells.map(\.dataset)).sorted()
        let panels = datasets.map { dataset in
            let own = cells.filter { $0.dataset == dataset }
            let networks = own.map { cell in
                Conditions(
                    network: cell.network, nonlinearity: cell.nonlinearity, hiddenNodes: cell.size,
                    density: cell.density, perClass: cell.perClass)
            }
            let grid = NetworkGrid(
                Set(networks).sorted(), connections: connections, seeds: Array(0..<10), epochs: epochs)
            return ResolvedPanel(
                name: dataset, shows: shows, title: "", dataset: DatasetSelection(name: dataset), grid: grid)
        }
        let figure = ResolvedFigure(
            figure: "figure9", title: "", caption: "", source: "", profile: "paper", layout: "",
            panels: panels)
        let records = cells.flatMap(records)
        let judge = Judge(
            try RunResults(
                figure: figure, records: records, panels: panels.map { try PanelResults($0, records) }))
        let claims = try Claim.claims(in: YAMLValue.parse(claim, file: "claims.yaml"))
        return try #require(try judge.verdicts(on: claims).last)
    }

    private static func records(_ cell: Cell) -> [AccuracyRecord] {
        let full = Catalogue.dataset(cell.dataset)
        return cell.percents.enumerated().map { seed, percent in
            AccuracyRecord(
                Conditions(
                    dataset: cell.dataset, network: cell.network, nonlinearity: cell.nonlinearity,
                    hiddenNodes: cell.size, density: cell.density,
                    // Gradients are those of all pairs of nodes.
                    connections: cell.size * cell.size, seed: seed,
                    trainingImages: cell.perClass.map { $0 * (full?.classes ?? 0) } ?? full?.trainingExamples
                        ?? 0, perClass: cell.perClass, testImages: full?.testExamples ?? 0),
                epoch: cell.epoch, endsTraining: cell.endsTraining, testAccuracy: percent / 100, testLoss: 1,
                meanAbsGradient: cell.gradient.map { $0 * (1 + Double(seed - 1) * cell.gradientSpread) })
        }
    }

    /// Sparse and dense networks of a size, by three accuracies each.
    static func pair(
        _ size: Int, _ sparse: [Double], _ dense: [Double], _ change: (inout Cell) -> Void = { _ in }
    )
        -> [Cell]
    {
        [(0.1, sparse), (1, dense)].map { density, percents in
            var cell = Cell(size: size, density: density, percents: percents)
            change(&cell)
            return cell
        }
    }

    static func around(_ mean: Double, _ spread: Double = 0.1) -> [Double] {
        [mean - spread, mean, mean + spread]
    }

    // MARK: - Rules about sizes

    static let equivalent = """
        - {id: large, figure: 9A, kind: shape, dataset: mnist, network: feedforward, hidden: 10000, epochs: 1, claim: x, \
        criterion: {rule: equivalent, density: 0.1, smallest: 10000, largest: 10000, least-sizes: 1, \
        margin: 1}}
        """

    @Test func equivalenceNeedsASmallDifferenceAndLittleScatter() throws {
        func judged(_ size: Int, _ sparse: [Double], _ dense: [Double]) throws -> Verdict {
            try Self.verdict(Self.equivalent, Self.pair(size, sparse, dense) { $0.network = .feedforward })
        }
        let alike = try judged(10_000, Self.around(96.4), Self.around(96))
        #expect(alike.outcome == .confirmed, "\(alike.reason)")
        let apart = try judged(10_000, Self.around(97.2), Self.around(96))
        #expect(apart.outcome == .refuted && apart.reason == "not within 1 point at 10,000")
        // 0.9 points with a half interval of 0.17 are not surely within 1 point.
        let near = try judged(10_000, Self.around(96.9), Self.around(96))
        #expect(
            near.outcome == .undecided && near.reason.hasSuffix("about 7 seeds would decide it"),
            "\(near.reason)")
        let noisy = try judged(10_000, Self.around(96.4, 3), Self.around(96, 3))
        #expect(noisy.outcome == .undecided && noisy.reason.contains("scatter too much"))
        #expect(noisy.ours.hasPrefix("10,000: +0.4 points"))
        #expect(try judged(10_000, Self.around(90, 3), Self.around(60, 3)).outcome == .refuted)
        let small = try judged(1000, Self.around(96), Self.around(96))
        #expect(
            small.outcome == .notTested && small.reason == "needs 10,000 hidden nodes; none run")
        #expect(small.seen.hasPrefix("MNIST, 1,000 hidden nodes"))
    }

    @Test func equivalenceIsAboutItsOwnKindOfNetwork() throws {
        let recurrent = try Self.verdict(Self.equivalent, Self.pair(10_000, Self.around(96), Self.around(96)))
        #expect(recurrent.outcome == .notTested && recurrent.reason == "needs feedforward networks with relu")
    }

    static let mostlyWorse = """
        - {id: small, figure: 9A and S3, kind: shape, network: feedforward, hidden: 1000, epochs: 1, claim: x, \
        criterion: {rule: mostly-worse, density: 0.1, smallest: 100, largest: 1000, least-sizes: 1}}
        """

    @Test func mostlyWorseCountsSizesOfAllPublishedDatasets() throws {
        func judged(_ cells: [(dataset: String, size: Int, gain: Double)]) throws -> Verdict {
            try Self.verdict(
                Self.mostlyWorse,
                cells.flatMap { cell in
                    Self.pair(cell.size, Self.around(90 + cell.gain), Self.around(90)) {
                        ($0.network, $0.dataset) = (.feedforward, cell.dataset)
                    }
                })
        }
        let worse = try judged([("mnist", 100, -2), ("mnist", 1000, -1), ("cifar10", 100, 1)])
        #expect(worse.outcome == .confirmed)
        #expect(
            worse.reason == "benefit: CIFAR-10 100; loss: MNIST 100, MNIST 1,000; "
                + "run: CIFAR-10 100, MNIST 100, MNIST 1,000")
        let half = try judged([("mnist", 100, -2), ("mnist", 1000, 0)])
        #expect(half.outcome == .undecided, "half is not most")
        let better = try judged([("mnist", 100, 2), ("mnist", 1000, 0)])
        #expect(better.outcome == .refuted, "the other half cannot be most")
        let large = try judged([("mnist", 5000, -2)])
        #expect(large.outcome == .notTested)
        // A variant's numbers neither help nor harm.
        let variant = try judged([("mnist", 100, 1), ("cifar10-jpeg", 100, -2), ("cifar10-jpeg", 300, -2)])
        #expect(variant.outcome == .refuted && !variant.ours.contains("JPEG"))
    }

    static let noImprovement = """
        - {id: tanh, figure: 9B, kind: shape, dataset: mnist, nonlinearity: tanh, hidden: 10000, epochs: 1, claim: x, \
        criterion: {rule: no-improvement, density: 0.1, smallest: 10000, largest: 100000, least-sizes: 1, \
        margin: 1}}
        """

    @Test func noImprovementMustBeSure() throws {
        func judged(_ size: Int, _ sparse: [Double], _ dense: [Double]) throws -> Verdict {
            try Self.verdict(Self.noImprovement, Self.pair(size, sparse, dense) { $0.nonlinearity = .tanh })
        }
        #expect(try judged(10_000, Self.around(20), Self.around(60)).outcome == .confirmed)
        #expect(try judged(10_000, Self.around(60.05), Self.around(60)).outcome == .confirmed)
        #expect(try judged(10_000, Self.around(61.5), Self.around(60)).outcome == .refuted)
        let noisy = try judged(10_000, Self.around(61, 5), Self.around(60, 5))
        #expect(noisy.outcome == .undecided && noisy.reason.contains("to exclude a difference of 1 point"))
        #expect(try judged(5000, Self.around(20), Self.around(60)).outcome == .notTested)
    }

    // MARK: - Other rules

    static let equalConnections = """
        - {id: S2, figure: 9, kind: shape, dataset: mnist, epochs: 1, claim: x, \
        criterion: {rule: equal-connections, density: 0.1, least-numbers: 2}}
        """

    @Test func sparseNetworksMustBeBetterAtMostNumbersOfConnections() throws {
        func judged(_ gains: [Int: Double]) throws -> Verdict {
            try Self.verdict(
                Self.equalConnections,
                gains.flatMap { number, gain in
                    [0.1, 1].map { density in
                        Cell(
                            size: NetworkGrid.size(connections: number, density: density), density: density,
                            percents: Self.around(density == 1 ? 90 : 90 + gain))
                    }
                }, shows: .accuracyByConnections, connections: gains.keys.sorted())
        }
        let better = try judged([10_000: 1, 1_000_000: 0.5, 2_000_000: 0])
        #expect(better.outcome == .confirmed, "\(better.reason)")
        #expect(better.ours.hasPrefix("10,000 connections: +1.0 points"))
        let once = try judged([10_000: 1, 1_000_000: 0.1])
        #expect(once.outcome == .undecided)
        #expect(
            once.reason
                == "the sparse networks are better at 1 of 2 numbers of connections, worse at 0; about 9 seeds would decide it"
        )
        let worse = try judged([10_000: 1, 1_000_000: 0.5, 2_000_000: -1])
        #expect(
            worse.outcome == .refuted
                && worse.reason.hasSuffix("better at 2 of 3 numbers of connections, worse at 1"))
        let one = try judged([10_000: 1])
        #expect(one.outcome == .notTested && one.reason == "needs at least 2 numbers of connections; 1 run")
        #expect(
            one.seen
                == "MNIST, 10,000 connections, 60,000 training examples: density 0.1 91.0 ± 0.1 % (n = 3), "
                + "density 1 90.0 ± 0.1 % (n = 3)")
    }

    @Test func overfittingHasAPeakAndAnEnd() throws {
        let claim = """
            - {id: overfit, figure: 9D, kind: shape, dataset: cifar10, hidden: 20000, claim: x, \
            criterion: {rule: overfit, density: 0.1, least-epochs: 6, peak: [2, 4]}}
            """
        func judged(_ sparse: [Double], _ dense: [Double], dataset: String = "cifar10") throws -> Verdict {
            try Self.verdict(
                claim,
                zip([0.1, 1], [sparse, dense]).flatMap { density, course in
                    course.enumerated().map {
                        Cell(
                            dataset: dataset, size: 20_000, density: density, epoch: $0 + 1,
                            percents: Self.around($1))
                    }
                }, shows: .accuracyByEpoch)
        }
        let dense = [30.0, 35, 40, 44, 46, 47]
        let met = try judged([40, 50, 52, 50, 47, 45], dense)
        #expect(met.outcome == .confirmed)
        #expect(met.reason.hasSuffix("highest after 3.0 ± 0.0 epochs"))
        let high = try judged([40, 44, 46, 45, 44, 43], dense)
        #expect(high.outcome == .refuted, "no higher maximum")
        #expect(try judged([40, 50, 52, 52, 51, 50], dense).outcome == .refuted, "does not end below")
        #expect(try judged([52, 50, 50, 48, 47, 45], dense).outcome == .refuted, "peaks too early")
        let near = try judged([40, 46, 47.1, 46, 46, 45], dense)
        #expect(
            near.outcome == .undecided && near.reason.hasSuffix("about 9 seeds would decide it"),
            "\(near.reason)")
        let short = try judged([40, 50, 52], [30, 35, 40])
        #expect(short.outcome == .notTested && short.reason == "needs 6 epochs; longest run 3")
        #expect(short.seen.hasPrefix("CIFAR-10, 20,000 hidden nodes, after 3 epochs"))
        let variant = try judged([40, 50, 52, 50, 47, 45], dense, dataset: "cifar10-jpeg")
        #expect(variant.outcome == .notTested && variant.reason.contains("stands in for CIFAR-10"))
    }

    @Test func networksReachTheirPeakLater() throws {
        let claim = """
            - {id: later, figure: 9D, kind: shape, dataset: mnist, hidden: 20000, claim: x, \
            criterion: {rule: reaches-later, left: {density: 1}, right: {density: 0.1}, share: 0.99, least-epochs: 5}}
            """
        func judged(_ sparse: [Double], _ dense: [Double]) throws -> Verdict {
            try Self.verdict(
                claim,
                zip([0.1, 1], [sparse, dense]).flatMap { density, course in
                    course.enumerated().map {
                        Cell(
                            size: 20_000, density: density, epoch: $0 + 1, percents: Self.around($1, 0.2))
                    }
                }, shows: .accuracyByEpoch)
        }
        // 99 % of 98 are 97.02, of 90 they are 89.1: shares count, not accuracies.
        let fast = [90.0, 97.5, 98, 97.5, 97.5]
        let met = try judged(fast, [30, 60, 80, 88, 90])
        #expect(met.outcome == .confirmed, "\(met)")
        #expect(met.ours == "5.0 ± 0.0 epochs (n = 3) against 2.0 ± 0.0 epochs (n = 3)", "\(met.ours)")
        #expect(try judged([30, 60, 80, 88, 90], fast).outcome == .refuted)
        #expect(try judged(fast, fast).outcome == .undecided)
        let short = try judged(fast, [30, 60])
        #expect(short.outcome == .notTested && short.reason == "needs 5 epochs; longest run 2", "\(short)")
    }

    /// What is said of every dataset is not shown by one; one that contradicts it is enough.
    @Test func allDatasetsAreNeededUnlessOneContradicts() throws {
        let claim = """
            - {id: alike, figure: 9D, kind: shape, hidden: 10000, epochs: 1, claim: x, criterion: {rule: equivalent, density: 0.1, \
            smallest: 10000, largest: 10000, least-sizes: 1, margin: 1, each-dataset: [mnist, cifar10]}}
            """
        func cells(_ dataset: String, _ sparse: Double) -> [Cell] {
            [(0.1, sparse), (1, 90)].map {
                Cell(
                    dataset: dataset, size: 10_000, density: $0, epoch: 1, percents: Self.around($1, 0.1))
            }
        }
        let both = try Self.verdict(claim, cells("mnist", 90.1) + cells("cifar10", 90.2))
        #expect(both.outcome == .confirmed && both.criterion.hasSuffix("on MNIST and CIFAR-10"), "\(both)")
        let one = try Self.verdict(claim, cells("mnist", 90.1))
        #expect(
            one.outcome == .notTested && one.reason == "needs networks of these sizes on CIFAR-10"
                && one.seen.contains("+0.1 points"), "\(one)")
        #expect(try Self.verdict(claim, cells("mnist", 95)).outcome == .refuted)
    }

    /// Differences that are surely there are small all the same until they are surely beyond the margin.
    @Test func aMarginIsRefutedByATestOfItsOwn() {
        let near = PlacedTest(
            place: "10,000",
            test: MeanDifference(difference: 0.012, standardError: 0.002, degreesOfFreedom: 8), networks: 5)
        let far = PlacedTest(
            place: "10,000",
            test: MeanDifference(difference: 0.02, standardError: 0.002, degreesOfFreedom: 8), networks: 5)
        let range = SizeRange(density: 0.1, sizes: 10_000...10_000, leastSizes: 1, margin: 1)
        #expect(near.test.isAbove)
        for rule in [SizeRule.equivalent, .noImprovement] {
            #expect(rule.judge([near], range).outcome == .undecided)
            #expect(rule.judge([far], range).outcome == .refuted)
        }
        #expect(near.test.outcome(within: 0.01) == .undecided && far.test.outcome(within: 0.01) == .refuted)
    }

    // MARK: - Best accuracies and gradients

    static let best = """
        - {id: sparse, figure: 9A, kind: value, dataset: mnist, hidden: 500, density: 0.1, per-class: 50, epochs: 5, \
        metric: best test accuracy, mean: 57.0, sd: 1.3}
        - {id: dense, figure: 9A, kind: value, dataset: mnist, hidden: 500, density: 1, per-class: 50, epochs: 5, \
        metric: best test accuracy, mean: 66.0, sd: 4.0}
        - {id: order, figure: 9A, kind: greater, left: dense, right: sparse}
        """

    /// Networks whose best epoch is the first, and that end there or go on to the fifth.
    static func ended(
        _ sparse: Double, _ dense: Double, perClass: Int? = 50, early: Bool = true, size: Int = 500
    )
        -> [Cell]
    {
        pair(size, around(sparse), around(dense)) {
            ($0.perClass, $0.endsTraining) = (perClass, early)
        } + pair(size, around(50), around(50)) { ($0.perClass, $0.epoch) = (early ? 7 : perClass, 5) }
    }

    @Test func bestAccuraciesAreThoseOfBestEpochs() throws {
        func judged(_ cells: [Cell]) throws -> Verdict {
            try Self.verdict(Self.best, cells, shows: .bestAccuracyByExamples)
        }
        for early in [true, false] {
            let met = try judged(Self.ended(57, 66, early: early))
            #expect(met.outcome == .confirmed, "\(met.reason)")
            #expect(met.ours == "66.0 ± 0.1 % (n = 3) against 57.0 ± 0.1 % (n = 3)")
        }
        #expect(try judged(Self.ended(66, 57)).outcome == .refuted)
        let other = try judged(Self.ended(57, 66, perClass: 100))
        #expect(other.outcome == .notTested)
        #expect(other.reason == "needs 50 examples per class; run: 7, 100")
        #expect(other.seen.hasPrefix("MNIST, 500 hidden nodes, best of up to 5 epochs, "))
        let large = try judged(Self.ended(57, 66, size: 2000))
        #expect(large.reason == "needs 500 hidden nodes; largest run 2,000")
        // Networks that stopped in between without having ended are not complete.
        let broken = try judged(
            Self.pair(500, Self.around(57), Self.around(66)) { $0.perClass = 50 }
                + Self.pair(500, Self.around(57), Self.around(66)) { ($0.perClass, $0.epoch) = (7, 5) })
        #expect(broken.outcome == .notTested)
        let first = String(Self.best.split(separator: "\n")[0])
        let value = try Self.verdict(first, Self.ended(57.2, 66), shows: .bestAccuracyByExamples)
        #expect(
            value.outcome == .confirmed && value.words.contains("50 examples per class, best of 5 epochs"))
        let far = try Self.verdict(first, Self.ended(59.9, 66), shows: .bestAccuracyByExamples)
        #expect(far.outcome == .undecided, "three networks are too few to refute a mean")
    }

    @Test func gradientsAreJudgedByAFactor() throws {
        let claim = """
            - {id: gradient, figure: 9, kind: value, dataset: mnist, nonlinearity: tanh, hidden: 10000, density: 0.1, \
            epochs: 1, metric: mean gradient magnitude of recurrent weights, mean: 2.0e-5, \
            criterion: {rule: within-factor, factor: 1.5}}
            """
        func judged(_ gradient: Double?, size: Int = 10_000, spread: Double = 0) throws -> Verdict {
            try Self.verdict(
                claim,
                [
                    Cell(
                        nonlinearity: .tanh, size: size, density: 0.1, percents: Self.around(50),
                        gradient: gradient, gradientSpread: spread)
                ], shows: .gradientByNonlinearity)
        }
        let near = try judged(2.9e-5)
        #expect(near.outcome == .confirmed && near.paper == "2.0×10⁻⁵")
        #expect(
            near.reason
                == "2.9×10⁻⁵ (3 networks) against the paper's 2.0×10⁻⁵: within a factor of 1.5 (ratio 1.45, 90 % interval 1.45 to 1.45)",
            "\(near.reason)")
        #expect(try judged(1.4e-5).outcome == .confirmed)
        let high = try judged(3.1e-5)
        #expect(high.outcome == .refuted && high.reason.contains("not within a factor of 1.5 (ratio 1.55"))
        #expect(try judged(1.3e-5).outcome == .refuted)
        let wide = try judged(2.9e-5, spread: 0.2)
        #expect(wide.outcome == .undecided && wide.reason.contains("seeds would decide it"), "\(wide.reason)")
        #expect(try judged(nil).outcome == .notTested)
        let small = try judged(2e-5, size: 300)
        #expect(small.outcome == .notTested && small.reason == "needs 10,000 hidden nodes; largest run 300")
        #expect(small.seen.contains("gradient in the first epoch"))
    }
}
