@testable import Model
import Networks
import Testing

@testable import Training

/// A training whose loss becomes NaN goes on, as in PyTorch; what it answers then is known.
@Suite struct DivergenceTests {
    private let mask = TestNetworks.mask(40, 0.3, seed: 0)
    private let dataset = TestNetworks.mnist(training: 250, test: 60)
    private let options = TrainingOptions(Conditions(learningRate: 1e30))
    private var shareOfFirstClass: Double { Double(dataset.test.labels.count { $0 == 0 }) / 60 }

    @Test func epochsAndStepsAreCountedOn() throws {
        let trainer = try Trainer(options, mask: mask, dataset: dataset)
        try trainer.evaluateBeforeTraining()
        #expect(try trainer.runEpoch() && trainer.runEpoch())
        #expect(trainer.divergedStep == 2 && trainer.epoch == 2 && trainer.step == 6)
        let metrics = trainer.metrics
        #expect(metrics.trainLoss.map(\.isNaN) == [false, true, true, true, true, true])
        #expect(metrics.meanAbsGradient.map(\.isNaN) == [false, true, true, true, true, true])
        #expect(metrics.testEpochs == [0, 1, 2] && metrics.testLoss.map(\.isNaN) == [false, true, true])
        #expect(metrics.testAccuracy.dropFirst().allSatisfy { $0 == shareOfFirstClass })
        #expect(trainer.best?.lossEpoch == 0, "a loss of NaN is never the lowest")
        for field in NetworkParameters.fields {
            #expect(
                trainer.parameters[keyPath: field.path].allSatisfy { $0.bitPattern == Float.nan.bitPattern })
        }
    }

    /// What is said without computing is what a network of such parameters answers.
    @Test func theAccuracyIsThatOfTheNetwork() throws {
        let trainer = try Trainer(options, mask: mask, dataset: dataset)
        try trainer.runEpoch()
        let computed = try trainer.engine.withSubnormalsFlushed { try trainer.network.evaluate(dataset.test) }
        #expect(computed.accuracy == shareOfFirstClass && computed.loss.isNaN)
        #expect(trainer.metrics.testAccuracy == [computed.accuracy] && shareOfFirstClass > 0)
    }

    @Test func aTrainingGoesOnFromItsState() throws {
        let whole = try Trainer(options, mask: mask, dataset: dataset)
        try whole.runEpoch()
        try whole.runEpoch()
        let first = try Trainer(options, mask: mask, dataset: dataset)
        #expect(try !first.runEpoch(maxSteps: 2))
        let next = try Trainer(options, mask: mask, dataset: dataset, resuming: first.takeState())
        #expect(next.divergedStep == 2)
        try next.runEpoch()
        try next.runEpoch()
        let (one, other) = (try whole.takeState(), try next.takeState())
        #expect(one.generator == other.generator && one.step == other.step)
        #expect(other.divergedStep == 2 && !other.secondMoments.isFinite)
    }

    @Test func patienceEndsIt() throws {
        var impatient = options
        impatient.patience = 2
        let trainer = try Trainer(impatient, mask: mask, dataset: dataset)
        try trainer.evaluateBeforeTraining()
        try trainer.runEpoch()
        #expect(!trainer.hasStopped)
        try trainer.runEpoch()
        #expect(trainer.hasStopped && trainer.epoch == 2)
    }

    @Test func aSoundTrainingDoesNotDiverge() throws {
        let trainer = try Trainer(TrainingOptions(), mask: mask, dataset: dataset)
        try trainer.runEpoch()
        #expect(trainer.divergedStep == nil && trainer.parameters.isFinite)
    }
}
