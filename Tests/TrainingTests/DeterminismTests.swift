import Compute
import Formats
import Networks
import Testing

@testable import Training

/// The same recipe gives the same bits.
@Suite struct DeterminismTests {
    private func train(
        _ options: TrainingOptions, density: Double = 0.2, epochs: Int = 1
    ) throws -> (TrainingState, TrainingMetrics) {
        let trainer = try Trainer(
            options, mask: TestNetworks.mask(75, density, seed: 1),
            dataset: TestNetworks.mnist(training: 530, test: 77))
        trainer.evaluateBeforeTraining()
        for _ in 0..<epochs { try trainer.runEpoch() }
        return (trainer.state, trainer.metrics)
    }

    @Test(arguments: ProductChoice.allCases, [2, 3])
    func anyNumberOfThreads(products: ProductChoice, threads: Int) throws {
        let one = try train(TrainingOptions(products: products, threads: 1), density: 0.7)
        let more = try train(TrainingOptions(products: products, threads: threads), density: 0.7)
        let same = one == more  // not in #expect, which would print thousands of numbers
        #expect(same)
    }

    @Test(arguments: Nonlinearity.allCases) func anyInstructionSet(nonlinearity: Nonlinearity) throws {
        var options = TrainingOptions(nonlinearity: nonlinearity, products: .sparse, instructionSet: .plain)
        let plain = try train(options)
        for set in InstructionSet.supported where set != .plain {
            options.instructionSet = set
            let same = try train(options) == plain
            #expect(same, "\(set)")
        }
    }

    @Test(arguments: Nonlinearity.allCases, [0.3, 1])
    func sparseAndDenseProducts(nonlinearity: Nonlinearity, density: Double) throws {
        let sparse = try train(
            TrainingOptions(nonlinearity: nonlinearity, products: .sparse), density: density)
        for set in InstructionSet.supported {
            let options = TrainingOptions(nonlinearity: nonlinearity, products: .dense, instructionSet: set)
            let same = try train(options, density: density) == sparse
            #expect(same, "\(set)")
        }
    }

    @Test func resumingEqualsNotStopping() throws {
        let options = TrainingOptions(seed: 4, threads: 2)
        let mask = TestNetworks.mask(75, 0.2, seed: 4)
        let dataset = TestNetworks.mnist(training: 530, test: 77)
        let first = try Trainer(options, mask: mask, dataset: dataset)
        try first.runEpoch()
        let second = try Trainer(options, mask: mask, dataset: dataset, resuming: first.state)
        try first.runEpoch()
        try second.runEpoch()
        let same = first.state == second.state
        #expect(same)
        #expect(first.metrics.testAccuracy.last == second.metrics.testAccuracy.last)
        #expect(Array(first.metrics.trainLoss.suffix(6)) == second.metrics.trainLoss)
        #expect(second.metrics.testEpochs == [2])
    }

    @Test func seedsDiffer() throws {
        #expect(try train(TrainingOptions(seed: 1)).0 != train(TrainingOptions(seed: 2)).0)
    }
}
