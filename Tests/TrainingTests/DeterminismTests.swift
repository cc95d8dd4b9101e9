import Compute
@testable import Model
import Networks
import Testing

@testable import Training

/// The same recipe gives the same bits.
@Suite struct DeterminismTests {
    private func train(
        _ options: TrainingOptions, density: Double = 0.2, epochs: Int = 1
    ) throws -> Trained {
        let trainer = try Trainer(
            options, mask: TestNetworks.mask(75, density, seed: 1),
            dataset: TestNetworks.mnist(training: 530, test: 77))
        try trainer.evaluateBeforeTraining()
        for _ in 0..<epochs { try trainer.runEpoch() }
        return try Trained(state: trainer.takeState(), metrics: trainer.metrics)
    }

    private struct Trained: Equatable {
        let state: TrainingState
        let metrics: TrainingMetrics
    }

    @Test(arguments: [2, 3]) func anyNumberOfThreadsWithTwoLayers(threads: Int) throws {
        let one = try train(TrainingOptions(Conditions(network: .feedforward), threads: 1))
        let same = try train(TrainingOptions(Conditions(network: .feedforward), threads: threads)) == one
        #expect(same)
    }

    @Test(arguments: ProductChoice.allCases, [2, 3])
    func anyNumberOfThreads(products: ProductChoice, threads: Int) throws {
        let density = products == .sparse ? 0.7 : 1
        let one = try train(TrainingOptions(products: products, threads: 1), density: density)
        let more = try train(TrainingOptions(products: products, threads: threads), density: density)
        let same = one == more  // not in #expect, which would print thousands of numbers
        #expect(same)
    }

    @Test(
        .enabled(if: InstructionSet.supported.count > 1, "this processor has the plain kernels only"),
        arguments: NetworkKind.allCases, Nonlinearity.allCases)
    func anyInstructionSetGivesTheSameBits(kind: NetworkKind, nonlinearity: Nonlinearity) throws {
        var options = TrainingOptions(
            Conditions(network: kind, nonlinearity: nonlinearity), products: .sparse, instructionSet: .plain)
        let plain = try train(options)
        for set in InstructionSet.supported where set != .plain {
            options.instructionSet = set
            let same = try train(options) == plain
            #expect(same, "\(set)")
        }
    }

    /// Everything but the mean gradient, whose sum runs in the order of memory.
    @Test(arguments: NetworkKind.allCases, Nonlinearity.allCases)
    func sparseAndDenseProducts(kind: NetworkKind, nonlinearity: Nonlinearity) throws {
        let sparse = try train(
            TrainingOptions(Conditions(network: kind, nonlinearity: nonlinearity), products: .sparse),
            density: 1)
        for set in InstructionSet.supported {
            let options = TrainingOptions(
                Conditions(network: kind, nonlinearity: nonlinearity), products: .dense, instructionSet: set)
            let dense = try train(options, density: 1)
            let same =
                dense.state == sparse.state && dense.metrics.trainLoss == sparse.metrics.trainLoss
            #expect(same, "\(set)")
            for (a, b) in zip(dense.metrics.meanAbsGradient, sparse.metrics.meanAbsGradient) {
                #expect(abs(a - b) <= 1e-5 * abs(b))
            }
        }
    }

    @Test(arguments: [ProductChoice.dense, .openBLAS])
    func denseProductsNeedAllConnections(products: ProductChoice) throws {
        #expect(throws: TrainingError.self) { try train(TrainingOptions(products: products), density: 0.5) }
    }

    @Test func resumingEqualsNotStopping() throws {
        let options = TrainingOptions(Conditions(seed: 4), threads: 2)
        let mask = TestNetworks.mask(75, 0.2, seed: 4)
        let dataset = TestNetworks.mnist(training: 530, test: 77)
        let first = try Trainer(options, mask: mask, dataset: dataset)
        try first.runEpoch()
        let second = try Trainer(options, mask: mask, dataset: dataset, resuming: first.takeState())
        try first.runEpoch()
        try second.runEpoch()
        let same = try first.takeState() == second.takeState()
        #expect(same)
        #expect(first.metrics.testAccuracy.last == second.metrics.testAccuracy.last)
        #expect(Array(first.metrics.trainLoss.suffix(6)) == second.metrics.trainLoss)
        #expect(second.metrics.testEpochs == [2])
    }

    @Test(arguments: [0.2, 1], [Nonlinearity.relu, .tanh])
    func resumingWithinAnEpochEqualsNotStopping(density: Double, nonlinearity: Nonlinearity) throws {
        struct Stopped: Error {}
        let options = TrainingOptions(Conditions(nonlinearity: nonlinearity, seed: 4), threads: 2)
        let mask = TestNetworks.mask(75, density, seed: 4)
        let dataset = TestNetworks.mnist(training: 530, test: 77)
        let whole = try Trainer(options, mask: mask, dataset: dataset)
        for _ in 0..<2 { try whole.runEpoch() }
        let expected = try whole.takeState()
        for last in 1...11 where last != 6 {
            let first = try Trainer(options, mask: mask, dataset: dataset)
            if last > 6 { try first.runEpoch() }
            #expect(throws: Stopped.self) {
                try first.runEpoch(progress: { _, _, _ in if first.step == last { throw Stopped() } })
            }
            let second = try Trainer(options, mask: mask, dataset: dataset, resuming: first.takeState())
            #expect(second.step == last && second.stepInEpoch == last % 6)
            while second.epoch < 2 { try second.runEpoch() }
            let isSame = try second.takeState() == expected
            #expect(isSame, "stopped after step \(last)")
            #expect(first.metrics.followed(by: second.metrics) == whole.metrics)
        }
    }

    /// The state is that after the epoch's last step; what was evaluated before is evaluated again. Images are evaluated 112 at a time.
    @Test(arguments: [0, 112], [0, 1])
    func resumingWithinTheEvaluationEqualsNotStopping(images: Int, epochsBefore: Int) throws {
        struct Stopped: Error {}
        let options = TrainingOptions(Conditions(seed: 4), threads: 2)
        let mask = TestNetworks.mask(75, 0.2, seed: 4)
        let dataset = TestNetworks.mnist(training: 530, test: 177)
        let whole = try Trainer(options, mask: mask, dataset: dataset)
        try whole.evaluateBeforeTraining()
        for _ in 0..<2 { try whole.runEpoch() }
        let first = try Trainer(options, mask: mask, dataset: dataset)
        try first.evaluateBeforeTraining()
        for _ in 0..<epochsBefore { try first.runEpoch() }
        var state: TrainingState?
        #expect(throws: Stopped.self) {
            try first.runEpoch(proceed: { done in
                guard done == images else { return }
                state = try first.takeState()
                throw Stopped()
            })
        }
        let second = try Trainer(options, mask: mask, dataset: dataset, resuming: try #require(state))
        #expect(second.epoch == epochsBefore && second.stepInEpoch == second.stepsPerEpoch)
        while second.epoch < 2 { try second.runEpoch() }
        let isSame = try second.takeState() == whole.takeState()
        #expect(isSame)
        #expect(first.metrics.followed(by: second.metrics) == whole.metrics)
    }

    @Test func theEvaluationBeforeTrainingMayBeEnded() throws {
        struct Stopped: Error {}
        let trainer = try Trainer(
            TrainingOptions(Conditions(seed: 4)), mask: TestNetworks.mask(75, 0.2, seed: 4),
            dataset: TestNetworks.mnist(training: 530, test: 177))
        var seen: [Int] = []
        #expect(throws: Stopped.self) {
            try trainer.evaluateBeforeTraining { done in
                seen.append(done)
                if done > 0 { throw Stopped() }
            }
        }
        #expect(seen == [0, 112] && trainer.metrics.testEpochs.isEmpty && trainer.testImages == 177)
    }

    /// Saving must not change what comes after.
    @Test func takingTheStateWithinAnEpochChangesNothing() throws {
        let options = TrainingOptions(Conditions(seed: 4), threads: 2)
        let mask = TestNetworks.mask(75, 0.2, seed: 4)
        let dataset = TestNetworks.mnist(training: 530, test: 77)
        let (calm, saved) = (
            try Trainer(options, mask: mask, dataset: dataset),
            try Trainer(options, mask: mask, dataset: dataset)
        )
        try calm.runEpoch()
        try saved.runEpoch(progress: { _, _, _ in _ = try saved.takeState() })
        let isSame = try calm.takeState() == saved.takeState()
        #expect(isSame)
        #expect(calm.metrics == saved.metrics)
    }

    @Test func seedsDiffer() throws {
        #expect(
            try train(TrainingOptions(Conditions(seed: 1))).state
                != train(TrainingOptions(Conditions(seed: 2))).state)
    }
}
