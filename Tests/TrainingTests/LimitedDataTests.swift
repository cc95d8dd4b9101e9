@testable import Model
import Foundation
import Networks
import Testing

@testable import Training

/// Few examples of each class, and training that ends when it no longer helps (paper, figure 4).
@Suite struct LimitedDataTests {
    private struct Draw: Decodable {
        let seed: UInt32
        let per_class: Int
        let indices: [Int]
    }

    private static func draws() throws -> [Draw] {
        let data = try Data(contentsOf: TestFiles.fixtures.appending(path: "limited-data.json"))
        return try JSONDecoder().decode([Draw].self, from: data)
    }

    @Test func examplesAreThoseThatNumPyDraws() throws {
        for draw in try Self.draws() {
            let limited = try TestFiles.mnist.limited(perClass: draw.per_class, seed: draw.seed)
            let same = limited.training == TestFiles.mnist.training.picked(draw.indices)
            #expect(same, "seed \(draw.seed), \(draw.per_class) a class")
            #expect(limited.test.count == 10_000)
            let counts = Dictionary(grouping: limited.training.labels) { $0 }.mapValues(\.count)
            #expect(counts.count == 10 && counts.values.allSatisfy { $0 == draw.per_class })
        }
    }

    @Test func aClassWithTooFewExamplesIsNamed() throws {
        let few = TestNetworks.mnist(training: 100, test: 10)
        let error = #expect(throws: TrainingError.self) { try few.limited(perClass: 50, seed: 0) }
        #expect("\(try #require(error))".hasPrefix("Class 0 has "))
    }

    /// With a step size so large that the loss soon only grows.
    private func impatient(_ patience: Int?) -> TrainingOptions {
        TrainingOptions(Conditions(learningRate: 0.05), patience: patience)
    }

    private let mask = TestNetworks.mask(40, 0.3, seed: 0)
    private let dataset = TestNetworks.mnist(training: 200, test: 50)

    @Test func trainingEndsWhenTheTestLossNoLongerFalls() throws {
        let trainer = try Trainer(impatient(2), mask: mask, dataset: dataset)
        try trainer.evaluateBeforeTraining()
        for _ in 0..<30 where !trainer.hasStopped { try trainer.runEpoch() }
        #expect(trainer.hasStopped)
        let losses = trainer.metrics.testLoss
        let best = try #require(trainer.best)
        #expect(best.loss == losses.min() && losses[best.lossEpoch] == best.loss)
        #expect(trainer.epoch == best.lossEpoch + 2)
        #expect(best.accuracy == trainer.metrics.testAccuracy.max())
        #expect(trainer.metrics.testAccuracy[best.accuracyEpoch] == best.accuracy)

        let state = try trainer.takeState()
        #expect(state.hasStopped && state.best == best && state.epoch == trainer.epoch)
        let later = try Trainer(impatient(2), mask: mask, dataset: dataset, resuming: state)
        #expect(later.hasStopped && later.best == best)
    }

    /// Up to its end, training with patience is training without.
    @Test func patienceChangesNothingBeforeTheEnd() throws {
        let patient = try Trainer(impatient(1000), mask: mask, dataset: dataset)
        let endless = try Trainer(impatient(nil), mask: mask, dataset: dataset)
        for trainer in [patient, endless] {
            for _ in 0..<3 { try trainer.runEpoch() }
        }
        let same = try patient.takeState() == endless.takeState()
        #expect(same)
    }

    @Test func patienceOfNoEpochIsRefused() {
        #expect(throws: TrainingError.patience(0)) {
            try Trainer(impatient(0), mask: mask, dataset: dataset)
        }
    }
}

@Suite struct BestEvaluationTests {
    @Test func theFirstOfEqualsCounts() {
        let first = BestEvaluation(loss: 2, accuracy: 0.5, epoch: 0)
        let second = first.including(loss: 2, accuracy: 0.5, epoch: 1)
        #expect(second == first)
        let third = second.including(loss: 3, accuracy: 0.6, epoch: 2).including(
            loss: 1, accuracy: 0.4, epoch: 3)
        #expect((third.loss, third.lossEpoch) == (1, 3))
        #expect((third.accuracy, third.accuracyEpoch) == (0.6, 2))
    }
}
