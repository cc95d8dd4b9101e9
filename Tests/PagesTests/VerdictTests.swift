import Analysis
@testable import Model
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// Verdicts on made-up records: each kind of claim with all three outcomes.
@Suite struct VerdictTests {
    /// The paper's claims about panels B and C.
    static let text = """
        - {id: sparse, figure: 2C, kind: value, dataset: mnist, hidden: 20000, density: 0.1, epochs: 1, \
        metric: test accuracy, mean: 90.3, sd: 2.0}
        - {id: dense, figure: 2C, kind: value, dataset: mnist, hidden: 20000, density: 1, epochs: 1, \
        metric: test accuracy, mean: 77.5, sd: 7.3}
        - {id: order, figure: 2C, kind: greater, left: sparse, right: dense}
        - {id: converge, figure: 2B, kind: equal, dataset: mnist, hidden: 20000, left: {density: 0.1}, \
        right: {density: 1}, epochs: 4, metric: test accuracy}
        - {id: small, figure: 2C, kind: shape, dataset: mnist, epochs: 1, claim: no benefit, \
        criterion: {rule: no-benefit, density: 0.1, smallest: 100, largest: 1000, least-sizes: 2, standard-errors: 2}}
        - {id: words, figure: 2C, kind: shape, dataset: mnist, claim: said in words only}
        - {id: other, figure: 2D, kind: value, dataset: cifar10, hidden: 20000, density: 1, epochs: 1, \
        metric: test accuracy, mean: 17.4, sd: 3.9}
        - {id: elsewhere, figure: 3A, kind: shape, claim: of another figure}
        """

    /// Accuracies in percent of each (size, density, epoch) → verdicts by claim.
    static func verdicts(
        _ cells: [(size: Int, density: Double, epoch: Int, percents: [Double])], trainingImages: Int = 60_000,
        learningRate: Double = 0.001
    ) throws -> [String: Verdict] {
        let seeds = cells.map(\.percents.count).max() ?? 1
        var figure = MadeUpRuns.figure(
            sizes: Array(Set(cells.map(\.size))).sorted(),
            densities: Array(Set(cells.map(\.density))).sorted(),
            seeds: seeds, sizeOfCurves: cells[0].size, epochs: cells.map(\.epoch).max() ?? 1,
            trainLimit: trainingImages == 60_000 ? nil : trainingImages)
        for index in figure.panels.indices {
            let networks = figure.panels[index].grid?.conditions ?? []
            figure.panels[index].grid?.conditions = networks.map { network in
                var network = network
                network.learningRate = learningRate
                return network
            }
            figure.panels[index].grid?.epochs = cells.map(\.epoch).max() ?? 1
        }
        let records = cells.flatMap { cell in
            cell.percents.enumerated().map { seed, percent in
                AccuracyRecord(
                    Conditions(
                        dataset: "mnist", hiddenNodes: cell.size, density: cell.density, connections: 1,
                        seed: seed, learningRate: learningRate, trainingImages: trainingImages,
                        testImages: 10_000), epoch: cell.epoch, testAccuracy: percent / 100, testLoss: 1)
            }
        }
        let claims = try Claim.claims(in: YAMLValue.parse(text, file: "claims.yaml"))
        let panels = try figure.panels.map { try PanelResults($0, records) }
        let judge = Judge(try RunResults(figure: figure, records: records, panels: panels))
        let verdicts = try judge.verdicts(on: claims)
        #expect(
            verdicts.map(\.claim) == claims.dropLast().map(\.id), "one verdict for each claim of the figure")
        return Dictionary(uniqueKeysWithValues: verdicts.map { ($0.claim, $0) })
    }

    /// Sparse and dense networks at the paper's size after one epoch.
    static func large(
        _ sparse: [Double], _ dense: [Double], trainingImages: Int = 60_000, learningRate: Double = 0.001
    ) throws -> [String: Verdict] {
        try verdicts(
            [(20_000, 0.1, 1, sparse), (20_000, 1, 1, dense)], trainingImages: trainingImages,
            learningRate: learningRate)
    }

    @Test func aMeanNearThePapersIsConfirmedAndOneFurtherAwayIsNot() throws {
        // Allowed: 2 · 2.0 · √(1/10 + 1/3) + 0.05 = 2.683 points.
        let near = try Self.large([91, 92.9, 95], [70, 77, 84])
        #expect(near["sparse"]?.outcome == .confirmed)
        #expect(near["sparse"]?.ours == "93.0 ± 2.0 % (n = 3)")
        #expect(near["dense"]?.outcome == .confirmed)
        let far = try Self.large([91, 93, 95.1], [70, 77, 84])
        #expect(far["sparse"]?.outcome == .notConfirmed)
        #expect(far["sparse"]?.reason == "our mean is 2.7 points from the paper's; 2.7 are allowed")
    }

    @Test func noiseOfOurOwnConfirmsNothing() throws {
        let noisy = try Self.large([50, 75, 99], [70, 77, 84])
        #expect(noisy["sparse"]?.outcome == .notConfirmed)
    }

    @Test func lessThanThePapersConditionIsNotTested() throws {
        let small = try Self.verdicts([(1000, 0.1, 1, [90, 91, 92]), (1000, 1, 1, [70, 77, 84])])
        #expect(small["sparse"]?.outcome == .notTested)
        #expect(small["sparse"]?.reason == "needs 20,000 hidden nodes; largest run 1,000")
        #expect(small["order"]?.outcome == .notTested)
        #expect(
            small["order"]?.seen
                == "MNIST, 1,000 hidden nodes, after 1 epoch, 60,000 training examples: density 0.1 91.0 ± 1.0 % (n = 3), "
                + "density 1 77.0 ± 7.0 % (n = 3)")
        let few = try Self.large([90, 91], [77, 78])
        #expect(few["sparse"]?.reason == "needs at least 3 networks; 2 run")
        #expect(few["order"]?.outcome == .notTested)
        let limited = try Self.large([90, 91, 92], [70, 77, 84], trainingImages: 300)
        #expect(limited["sparse"]?.outcome == .notTested)
        #expect(
            limited["sparse"]?.reason
                == "needs all 60,000 training and 10,000 test images; 300 and 10,000 were used")
        let slow = try Self.large([90, 91, 92], [70, 77, 84], learningRate: 0.0001)
        #expect(slow["sparse"]?.outcome == .notTested)
        #expect(slow["sparse"]?.reason.contains("needs learning rate 0.001") == true)
        let sparseOnly = try Self.verdicts([(20_000, 0.5, 1, [90, 91, 92])])
        #expect(sparseOnly["sparse"]?.reason == "needs density 0.1; run: 0.5")
        let untrained = try Self.verdicts([(20_000, 0.1, 2, [90, 91, 92])])
        #expect(untrained["sparse"]?.reason == "needs 1 epoch; not measured then")
    }

    @Test func anotherDatasetIsNotTested() throws {
        let verdicts = try Self.large([90, 91, 92], [70, 77, 84])
        #expect(verdicts["other"]?.outcome == .notTested)
        #expect(verdicts["other"]?.reason == "CIFAR-10 is not part of this figure")
    }

    @Test func greaterNeedsADifferenceBeyondTwoStandardErrors() throws {
        let clear = try Self.large([90, 91, 92], [70, 77, 84])
        #expect(clear["order"]?.outcome == .confirmed)
        #expect(clear["order"]?.ours == "91.0 ± 1.0 % (n = 3) against 77.0 ± 7.0 % (n = 3)")
        // Standard error √(1/3 + 49/3) = 4.08: 8.0 points are not beyond two, 8.3 are.
        #expect(try Self.large([84, 85, 86], [70, 77, 84])["order"]?.outcome == .notConfirmed)
        #expect(try Self.large([84.3, 85.3, 86.3], [70, 77, 84])["order"]?.outcome == .confirmed)
        #expect(try Self.large([70, 77, 84], [90, 91, 92])["order"]?.outcome == .notConfirmed)
    }

    @Test func equalNeedsATestThatCouldHaveFoundADifference() throws {
        let alike = [96.0, 96.2, 96.4, 96.6]
        func after(_ epochs: Int, _ sparse: [Double], _ dense: [Double]) throws -> Verdict? {
            try Self.verdicts([(20_000, 0.1, epochs, sparse), (20_000, 1, epochs, dense)])["converge"]
        }
        #expect(try after(4, alike, alike.map { $0 + 0.1 })?.outcome == .confirmed)
        let apart = try after(4, alike, alike.map { $0 - 3 })
        #expect(apart?.outcome == .notConfirmed)
        #expect(apart?.reason == "Kolmogorov-Smirnov distance 1.00, p = 0.029")
        let three = try after(4, [96, 96.2, 96.4], [92, 93, 94])
        #expect(three?.outcome == .notTested)
        #expect(three?.reason.contains("smallest p is 0.100") == true)
        let early = try after(3, alike, alike)
        #expect(early?.reason == "needs 4 epochs; longest run 3")
        #expect(early?.seen.hasPrefix("MNIST, 20,000 hidden nodes, after 3 epochs") == true)
    }

    @Test func noBenefitIsJudgedByItsNumbers() throws {
        func small(_ cells: [(Int, [Double], [Double])], trainingImages: Int = 60_000) throws -> Verdict? {
            try Self.verdicts(
                cells.flatMap { [($0.0, 0.1, 1, $0.1), ($0.0, 1, 1, $0.2)] }, trainingImages: trainingImages)[
                    "small"]
        }
        let (low, middle, high) = ([70.0, 71, 72], [80.0, 81, 82], [90.0, 91, 92])
        let loss = try small([
            (100, low, middle), (300, middle, middle), (1000, high, high), (5000, high, low),
        ])
        #expect(loss?.outcome == .confirmed, "a benefit at 5,000 nodes does not count")
        #expect(loss?.reason == "sizes with a benefit: none; with a loss: 100; of 100, 300, 1,000")
        let benefit = try small([(100, low, middle), (1000, high, middle)])
        #expect(benefit?.outcome == .notConfirmed)
        let indifferent = try small([(100, low, low), (1000, high, high)])
        #expect(indifferent?.outcome == .notConfirmed, "no benefit but no loss either")
        #expect(try small([(100, low, middle)])?.outcome == .notTested, "one size is not enough")
        #expect(try small([(32, low, middle), (64, low, middle)])?.outcome == .notTested)
        let limited = try small([(100, low, middle), (300, low, middle)], trainingImages: 400)
        #expect(limited?.outcome == .notTested)
        #expect(limited?.reason.contains("needs all 60,000") == true)
    }

    @Test func wordsWithoutACriterionAreNotTested() throws {
        let verdicts = try Self.large([90, 91, 92], [70, 77, 84])
        #expect(verdicts["words"]?.outcome == .notTested)
        #expect(verdicts["words"]?.reason == "no numerical criterion is stated for it")
    }

    @Test func theSummaryCountsOutcomes() throws {
        let verdicts = try Self.large([90, 91, 92], [70, 77, 84]).values.sorted { $0.claim < $1.claim }
        let figure = MadeUpRuns.figure(sizes: [100], densities: [1], seeds: 1, sizeOfCurves: 100, epochs: 1)
        let file = VerdictFile(figure: figure.figure, profile: figure.profile, verdicts: verdicts)
        let lines = file.summary.split(separator: "\n")
        #expect(
            lines.first
                == "figure2, profile laptop: 7 claims: 3 confirmed, 0 not confirmed, 4 not tested at this profile"
        )
        #expect(lines.count == 8)
        let json = String(decoding: try file.json(), as: UTF8.self)
        #expect(json.contains("\"outcome\" : \"not tested at this profile\""))
    }
}
