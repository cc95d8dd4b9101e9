@testable import Model
import Networks
import Testing

@testable import Training

@Suite struct TrainerTests {
    private let mask = TestNetworks.mask(40, 0.3, seed: 0)
    private let dataset = TestNetworks.mnist(training: 250, test: 30)

    @Test func anEpochCountsStepsAndEvaluates() throws {
        let trainer = try Trainer(TrainingOptions(), mask: mask, dataset: dataset)
        var seen: [Int] = []
        #expect(try trainer.runEpoch(progress: { step, steps, _ in seen += [step, steps] }))
        #expect(seen == [1, 3, 2, 3, 3, 3])
        #expect(trainer.epoch == 1 && trainer.step == 3)
        #expect(trainer.metrics.testEpochs == [1] && trainer.metrics.trainLoss.count == 3)
        let accuracy = try #require(trainer.metrics.testAccuracy.first)
        #expect((accuracy * 30).rounded() / 30 == accuracy)
    }

    @Test func stoppingEarlyDoesNotFinishTheEpoch() throws {
        let trainer = try Trainer(TrainingOptions(), mask: mask, dataset: dataset)
        #expect(try !trainer.runEpoch(maxSteps: 2))
        #expect(
            trainer.metrics.trainLoss.count == 2 && trainer.metrics.testEpochs.isEmpty && trainer.epoch == 0)
        #expect(try !trainer.runEpoch(shouldStop: { true }))
    }

    @Test func badInputIsRefused() {
        #expect(throws: TrainingError.batch(0)) {
            try Trainer(TrainingOptions(Conditions(batch: 0)), mask: mask, dataset: dataset)
        }
        #expect(throws: TrainingError.learningRate(-1)) {
            try Trainer(TrainingOptions(Conditions(learningRate: -1)), mask: mask, dataset: dataset)
        }
        let few = Dataset(
            name: "few", title: "few", classNames: ["a", "b"], origin: "", training: dataset.training,
            test: dataset.test)
        #expect(throws: TrainingError.label(part: "training", index: 0, label: 5, classes: 2)) {
            try Trainer(TrainingOptions(), mask: mask, dataset: few)
        }
    }

    @Test func aStateOfOtherTrainingIsRefused() throws {
        let trainer = try Trainer(TrainingOptions(), mask: mask, dataset: dataset)
        try trainer.runEpoch()
        let state = try trainer.takeState()
        #expect(throws: TrainingError.self) {
            try Trainer(TrainingOptions(Conditions(batch: 50)), mask: mask, dataset: dataset, resuming: state)
        }
        let other = TestNetworks.mask(40, 0.5, seed: 0)
        #expect(throws: ShapeMismatch.self) {
            try Trainer(TrainingOptions(), mask: other, dataset: dataset, resuming: state)
        }
    }

    @Test func theCallersFloatingPointModeIsRestored() throws {
        let trainer = try Trainer(TrainingOptions(), mask: mask, dataset: dataset)
        try trainer.runEpoch()
        #expect(Float.leastNormalMagnitude / Float(2 * trainer.epoch) != 0)
    }
}
