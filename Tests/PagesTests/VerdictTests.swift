import Analysis
import Foundation
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
        criterion: {rule: no-benefit, density: 0.1, smallest: 100, largest: 1000, least-sizes: 2, margin: 1}}
        - {id: words, figure: 2C, kind: shape, dataset: mnist, claim: said in words only}
        - {id: other, figure: 2D, kind: value, dataset: cifar10, hidden: 20000, density: 1, epochs: 1, \
        metric: test accuracy, mean: 17.4, sd: 3.9}
        - {id: elsewhere, figure: 3A, kind: shape, claim: of another figure}
        """

    /// Accuracies in percent of each (size, density, epoch) → verdicts by claim.
    static func verdicts(
        _ cells: [(size: Int, density: Double, epoch: Int, percents: [Double])], trainingImages: Int = 60_000,
        learningRate: Double = 0.001, claims text: String = text
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
        _ sparse: [Double], _ dense: [Double], trainingImages: Int = 60_000, learningRate: Double = 0.001,
        claims: String = text
    ) throws -> [String: Verdict] {
        try verdicts(
            [(20_000, 0.1, 1, sparse), (20_000, 1, 1, dense)], trainingImages: trainingImages,
            learningRate: learningRate, claims: claims)
    }

    /// Ten networks around a mean, with a standard deviation of 0.96 times the spread.
    static func ten(_ mean: Double, _ spread: Double = 0.5) -> [Double] {
        [-1.5, -1, -0.8, -0.5, -0.2, 0.2, 0.5, 0.8, 1, 1.5].map { mean + spread * $0 }
    }

    @Test func aMeanIsConfirmedRefutedOrUndecided() throws {
        let near = try Self.large(Self.ten(90.1), [70, 77, 84])
        #expect(near["sparse"]?.outcome == .confirmed)
        #expect(near["sparse"]?.ours == "90.1 ± 0.5 % (n = 10)")
        #expect(
            near["sparse"]?.reason
                == "90.1 ± 0.5 % (10 networks) against the paper's 90.3 ± 2.0 % (10): within 2.0 points (d = −0.2, 90 % interval "
                + "−1.4 to 1.0); our standard deviation is 0.24 times the paper's (F test, p = 2.9×10⁻⁴)")
        let far = try Self.large(Self.ten(84), [70, 77, 84])
        #expect(far["sparse"]?.outcome == .refuted)
        #expect(far["sparse"]?.reason.contains("more than 1 point apart (d = −6.3, 95 % interval") == true)
        #expect(far["sparse"]?.reason.contains(" corrected for 2 claims)") == true)
        // Of dense networks δ is 7.3 points, which three of them are too few to place.
        #expect(far["dense"]?.outcome == .undecided)
        #expect(
            far["dense"]?.reason.hasSuffix("about 6 seeds would decide it") == true,
            "\(far["dense"]?.reason ?? "")")
        let between = try Self.large([91, 92.9, 95], [70, 77, 84])
        #expect(between["sparse"]?.outcome == .undecided)
        #expect(
            between["sparse"]?.reason.hasPrefix(
                "93.0 ± 2.0 % (3 networks) against the paper's 90.3 ± 2.0 % (10): may or may not be within 2.0 points "
                    + "(d = 2.7, 90 % interval") == true)
    }

    @Test func noiseOfOurOwnDecidesNothing() throws {
        // Three networks alone refute nothing either.
        let few = try Self.large([50, 50.1, 50.2], [70, 77, 84])
        #expect(few["sparse"]?.outcome == .undecided)
        #expect(
            few["sparse"]?.reason.contains("but at least 5 networks are needed to refute a mean; our")
                == true,
            "\(few["sparse"]?.reason ?? "")")
        #expect(few["sparse"]?.reason.hasSuffix("about 5 seeds would decide it") == true)
        let noisy = try Self.large([50, 75, 99], [70, 77, 84])
        #expect(noisy["sparse"]?.outcome == .undecided)
    }

    @Test func aDifferenceOfLessThanAPointRefutesNothing() throws {
        // The paper's deviation of 0.1 makes 0.9 points significant, and δ is 1 point.
        let text = Self.text.replacing("mean: 90.3, sd: 2.0", with: "mean: 90.3, sd: 0.1")
        let small = try Self.large(Self.ten(91.2, 0.1), [70, 77, 84], claims: text)["sparse"]
        #expect(small?.outcome == .confirmed, "\(small?.reason ?? "")")
        let beyond = try Self.large(Self.ten(91.5, 0.1), [70, 77, 84], claims: text)["sparse"]
        #expect(beyond?.outcome == .refuted, "\(beyond?.reason ?? "")")
        let wide = try Self.large(Self.ten(91.2, 1.5), [70, 77, 84], claims: text)["sparse"]
        #expect(wide?.outcome == .undecided, "\(wide?.reason ?? "")")
    }

    @Test func aPaperThatScattersTooMuchIsNotDecidedBySeeds() throws {
        let verdict = try Self.large(Self.ten(89), [70, 77, 84])["sparse"]
        #expect(verdict?.outcome == .undecided)
        #expect(
            verdict?.reason.hasSuffix(
                "more seeds would not decide it, since the paper's own mean has a standard error of 0.6 points"
            ) == true,
            "\(verdict?.reason ?? "")")
    }

    @Test func valueClaimsOfAPageAreDecidedTogether() throws {
        let verdicts = try Self.large(Self.ten(88.1), [70, 77, 84])
        let (one, other) = (try #require(verdicts["sparse"]), try #require(verdicts["dense"]))
        let alone = [one].decidedTogether()[0]
        let many = (Array(repeating: one, count: 20) + [other]).decidedTogether()
        #expect(
            alone.outcome == .refuted && alone.reason.contains(", p = 0.00")
                && !alone.reason.contains("corrected"))
        #expect(many.allSatisfy { $0.outcome == .undecided } && many[0].value == one.value)
        #expect(many[0].reason.contains("corrected for 21 claims"))
        let untested = try #require(verdicts["other"])
        #expect([untested].decidedTogether() == [untested], "what was not tested does not count")
        let copy = try JSONDecoder().decode(
            VerdictFile.self, from: VerdictFile(figure: "figure2", profile: "x", verdicts: [one]).json())
        #expect(copy.verdicts == [one] && copy.verdicts[0].value?.pValue == one.value?.pValue)
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

    @Test func greaterIsWelchsTest() throws {
        let clear = try Self.large([90, 91, 92], [74, 77, 80])
        #expect(clear["order"]?.outcome == .confirmed)
        #expect(clear["order"]?.ours == "91.0 ± 1.0 % (n = 3) against 77.0 ± 3.0 % (n = 3)")
        // t = 14/1.83 with 2.4 degrees of freedom.
        #expect(clear["order"]?.reason == "difference +14.0 points (95 % interval 7.4 to 20.6, p = 0.009)")
        let few = try Self.large([90, 91, 92], [70, 77, 84])["order"]
        #expect(few?.outcome == .undecided)
        #expect(
            few?.reason.hasSuffix(", p = 0.071); about 4 seeds would decide it") == true,
            "\(few?.reason ?? "")")
        let reversed = try Self.large([74, 77, 80], [90, 91, 92])["order"]
        #expect(reversed?.outcome == .refuted)
        let same = try Self.large([90, 91, 92], [90, 91, 92])["order"]
        #expect(same?.outcome == .undecided)
        #expect(same?.reason.hasSuffix("even 1,000 seeds would not decide it") == true)
    }

    @Test func equalNeedsTenNetworksWithinAPoint() throws {
        func after(_ epochs: Int, _ sparse: [Double], _ dense: [Double]) throws -> Verdict? {
            try Self.verdicts([(20_000, 0.1, epochs, sparse), (20_000, 1, epochs, dense)])["converge"]
        }
        let alike = try after(4, Self.ten(96), Self.ten(96.1))
        #expect(alike?.outcome == .confirmed)
        #expect(alike?.reason.contains("difference −0.1 points (90 % interval −0.5 to 0.3, p = 0.") == true)
        #expect(
            alike?.reason.contains("; Kolmogorov-Smirnov distance 0.10, p = 1.000") == true,
            "\(alike?.reason ?? "")")
        let apart = try after(4, Self.ten(96), Self.ten(93))
        #expect(apart?.outcome == .refuted)
        #expect(apart?.reason.contains("Kolmogorov-Smirnov distance 1.00, p = 1.1×10⁻⁵") == true)
        let noisy = try after(4, Self.ten(96, 2), Self.ten(96.2, 2))
        #expect(noisy?.outcome == .undecided && noisy?.reason.hasSuffix("seeds would decide it") == true)
        let few = try after(4, [96, 96.2, 96.4], [92, 93, 94])
        #expect(few?.outcome == .notTested)
        #expect(few?.reason == "needs at least 10 networks of each density; 3 run")
        let early = try after(3, Self.ten(96), Self.ten(96))
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
            (100, low, middle), (300, [79.9, 80, 80.1], middle), (1000, [88.9, 89, 89.1], high),
            (5000, high, low),
        ])
        #expect(loss?.outcome == .confirmed, "a benefit at 5,000 nodes does not count")
        #expect(loss?.reason == "benefit: none; loss: 100; run: 100, 300, 1,000")
        let benefit = try small([(100, low, middle), (1000, high, middle)])
        #expect(benefit?.outcome == .refuted)
        let indifferent = try small([(100, low, low), (1000, high, high)])
        #expect(indifferent?.outcome == .undecided, "a benefit of 1 point is not excluded, nor a loss shown")
        let noLoss = try small(
            [(100, [70.0, 70.1, 70.2], [70, 70.1, 70.2])] + [(300, [80.0, 80.1, 80.2], [80, 80.1, 80.2])])
        #expect(
            noLoss?.outcome == .undecided
                && noLoss?.reason.hasSuffix("even 1,000 seeds would not decide it") == true)
        #expect(try small([(100, low, middle)])?.outcome == .notTested, "one size is not enough")
        #expect(try small([(32, low, middle), (64, low, middle)])?.outcome == .notTested)
        let limited = try small([(100, low, middle), (300, low, middle)], trainingImages: 400)
        #expect(limited?.outcome == .notTested)
        #expect(limited?.reason.contains("needs all 60,000") == true)
    }

    @Test func aPageSaysHowManyRefutationsMayBeFalse() throws {
        let verdicts = Array(try Self.large([90, 91, 92], [74, 77, 80]).values)
        let values = verdicts.filter { $0.value != nil }
        let words =
            "With probability 95 % at least, none of the 2 value claims tested is refuted wrongly, since their p values are "
            + "corrected by Holm."
        #expect(
            verdicts.errorText
                == "\(words) The other claim tested is refuted wrongly with probability 5 % at most. So at most 0.10 false "
                + "refutations are to be expected. None is refuted.")
        #expect(
            values.errorText.hasSuffix(
                "So at most 0.05 false refutations are to be expected. None is refuted."))
        let others = verdicts.filter { $0.value == nil && $0.outcome != .notTested }
        #expect(others.errorText.hasPrefix("The claim tested is refuted wrongly"), "\(others.errorText)")
        #expect(verdicts.filter { $0.outcome == .notTested }.errorText.isEmpty)
    }

    @Test func wordsWithoutACriterionAreNotTested() throws {
        let verdicts = try Self.large([90, 91, 92], [70, 77, 84])
        #expect(verdicts["words"]?.outcome == .notTested)
        #expect(verdicts["words"]?.reason == "no numerical criterion is stated for it")
    }

    @Test func theSummaryCountsOutcomes() throws {
        let verdicts = try Self.large([90, 91, 92], [74, 77, 80]).values.sorted { $0.claim < $1.claim }
        let figure = MadeUpRuns.figure(sizes: [100], densities: [1], seeds: 1, sizeOfCurves: 100, epochs: 1)
        let file = VerdictFile(figure: figure.figure, profile: figure.profile, verdicts: verdicts)
        let lines = file.summary.split(separator: "\n")
        #expect(
            lines.first
                == "figure2, profile laptop: 7 claims: 2 confirmed, 0 refuted, 1 undecided, 4 not tested at this profile"
        )
        #expect(lines.count == 8)
        let json = String(decoding: try file.json(), as: UTF8.self)
        #expect(json.contains("\"outcome\" : \"not tested at this profile\""))
    }
}
