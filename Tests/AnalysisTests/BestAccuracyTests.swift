import Analysis
import Formats
@testable import Model
import Testing

struct BestAccuracyTests {
    private func record(
        seed: Int = 0, epoch: Int, _ accuracy: Double, ends: Bool = false, density: Double = 0.1
    ) -> AccuracyRecord {
        AccuracyRecord(
            Conditions(
                dataset: "mnist", hiddenNodes: 10, density: density, connections: 10, seed: seed,
                trainingImages: 500, perClass: 50, testImages: 100), epoch: epoch, endsTraining: ends,
            testAccuracy: accuracy, testLoss: 1)
    }

    @Test func theEarliestOfTheBestCounts() {
        let records = [
            record(epoch: 2, 0.5), record(epoch: 0, 0.1), record(epoch: 1, 0.5), record(epoch: 3, 0.9),
            record(seed: 1, epoch: 1, 0.3),
        ]
        let best = BestAccuracy.of(records, upTo: 2)
        #expect(best.map(\.record.epoch) == [1, 1] && best.map(\.record.testAccuracy) == [0.5, 0.3])
        #expect(best.map(\.lastEpoch) == [2, 1])
        #expect(BestAccuracy.of(records, upTo: 3)[0].record.epoch == 3)
    }

    /// A network that was not trained to the end, and did not end early, is none to compare with.
    @Test func onlyFinishedNetworksAreSummarised() throws {
        let records = [
            record(seed: 0, epoch: 5, 0.5), record(seed: 1, epoch: 3, 0.7, ends: true),
            record(seed: 2, epoch: 4, 0.9),
        ]
        let summary = try #require(try AccuracySummary.best(of: records, upTo: 5).first)
        #expect(summary.seeds == [0, 1] && summary.accuracies == [0.5, 0.7])
        #expect(summary.condition.epoch == 5 && summary.condition.perClass == 50)
    }

    @Test func otherLearningRatesAndExamplesAreOtherConditions() throws {
        var other = record(epoch: 1, 0.5)
        other.learningRate = 0.01
        var fewer = record(epoch: 1, 0.5)
        fewer.perClass = nil
        #expect(try AccuracySummary.summarise([record(epoch: 1, 0.5), other, fewer]).count == 3)
    }
}
