import Formats
@testable import Model
import Testing

@testable import Analysis

/// A record of a recurrent ReLU network on all of MNIST.
func record(
    _ hidden: Int, _ density: Double, seed: Int, epoch: Int = 1, accuracy: Double, loss: Double = 1,
    trainingImages: Int = 60_000
) -> AccuracyRecord {
    AccuracyRecord(
        Conditions(
            dataset: "mnist", hiddenNodes: hidden, density: density,
            connections: Int(Double(hidden * hidden) * density), seed: seed, trainingImages: trainingImages,
            testImages: 10_000), epoch: epoch, testAccuracy: accuracy, testLoss: loss)
}

@Suite struct AccuracySummaryTests {
    @Test func meanSampleDeviationAndLossOfThreeSeeds() throws {
        let records = [
            record(100, 0.1, seed: 2, accuracy: 0.9, loss: 0.6),
            record(100, 0.1, seed: 0, accuracy: 0.7, loss: 0.3),
            record(100, 0.1, seed: 1, accuracy: 0.8, loss: 0.3),
        ]
        let summary = try #require(try AccuracySummary.summarise(records).first)
        #expect(summary.seeds == [0, 1, 2])
        #expect(summary.accuracies == [0.7, 0.8, 0.9])
        #expect(abs(summary.meanAccuracy - 0.8) < 1e-15)
        #expect(abs((summary.sdAccuracy ?? 0) - 0.1) < 1e-15)
        #expect(abs(summary.meanLoss - 0.4) < 1e-15)
    }

    @Test func oneSeedHasNoDeviation() throws {
        let summaries = try AccuracySummary.summarise([record(100, 1, seed: 0, accuracy: 0.5)])
        #expect(summaries.count == 1)
        #expect(summaries.first?.sdAccuracy == nil)
    }

    @Test func conditionsAreSortedAndNotMixed() throws {
        let records = [
            record(300, 0.1, seed: 0, accuracy: 0.9), record(100, 1, seed: 0, accuracy: 0.5),
            record(100, 0.1, seed: 0, epoch: 2, accuracy: 0.5), record(100, 0.1, seed: 0, accuracy: 0.5),
            record(100, 0.1, seed: 0, accuracy: 0.5, trainingImages: 400),
        ]
        let keys = try AccuracySummary.summarise(records).map {
            [
                $0.condition.hiddenNodes, Int($0.condition.density * 10), $0.condition.epoch,
                $0.condition.trainingImages,
            ]
        }
        #expect(
            keys == [
                [100, 1, 1, 400], [100, 1, 1, 60_000], [100, 1, 2, 60_000], [100, 10, 1, 60_000],
                [300, 1, 1, 60_000],
            ])
        #expect(try AccuracySummary.summarise(records.reversed()) == AccuracySummary.summarise(records))
    }

    @Test func aNetworkGivenTwiceOrWithoutANumberIsRefused() throws {
        let twice = [record(100, 1, seed: 4, accuracy: 0.5), record(100, 1, seed: 4, accuracy: 0.6)]
        #expect(throws: AnalysisError.repeatedSeed(SharedConditions(twice[0]), seed: 4)) {
            try AccuracySummary.summarise(twice)
        }
        let lost = [record(100, 1, seed: 0, accuracy: .nan)]
        #expect(throws: AnalysisError.notFinite(SharedConditions(lost[0]), seed: 0)) {
            try AccuracySummary.summarise(lost)
        }
    }

    @Test func aNetworkThatDivergedCounts() throws {
        var records = [
            record(100, 1, seed: 0, accuracy: 0.5), record(100, 1, seed: 1, accuracy: 0.1, loss: .nan),
        ]
        records[1].divergedStep = 7
        let summary = try #require(try AccuracySummary.summarise(records).first)
        #expect(summary.meanAccuracy == 0.3 && summary.divergedSteps == [nil, 7] && summary.meanLoss.isNaN)
    }

    @Test func eachSparserDensityIsComparedWithTheDenseOneOfItsSizeAndEpoch() throws {
        var records: [AccuracyRecord] = []
        for seed in 0..<3 {
            let shift = Double(seed) / 100
            records.append(record(100, 0.1, seed: seed, accuracy: 0.9 + shift))
            records.append(record(100, 0.5, seed: seed, accuracy: 0.5 + shift))
            records.append(record(100, 1, seed: seed, accuracy: 0.5 + shift))
            records.append(record(300, 0.1, seed: seed, accuracy: 0.5 + shift))
            records.append(record(100, 0.1, seed: seed, epoch: 2, accuracy: 0.5 + shift))
        }
        let comparisons = try DensityComparison.againstDense(records)
        #expect(comparisons.map(\.sparse.condition.density) == [0.1, 0.5])
        #expect(comparisons.map(\.test.statistic) == [1, 0])
        #expect(abs(comparisons[0].test.pValue - 0.1) < 1e-15)
        #expect(comparisons[0].test.counts == [3, 3])
        #expect(abs(comparisons[0].difference - 0.4) < 1e-12)
    }

    @Test func standardErrorOfADifference() {
        let welch = MeanDifference((mean: 90.3, sd: 2, count: 10), (mean: 77.5, sd: 7.3, count: 10))
        #expect(abs(welch.difference - 12.8) < 1e-12)
        #expect(abs(welch.standardError - 2.393_532) < 1e-6)
    }
}
