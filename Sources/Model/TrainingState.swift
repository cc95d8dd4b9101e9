/// A Mersenne Twister between two draws.
package struct GeneratorState: Equatable, Sendable {
    /// The 624 state words.
    package var words: [UInt32]
    /// Index of the next word to hand out, 0...624 (624: twist first).
    package var position: Int

    /// 624 words and a position.
    package init(words: [UInt32], position: Int) {
        self.words = words
        self.position = position
    }
}

/// Everything that training needs to go on, bit for bit.
package struct TrainingState: Equatable, Sendable {
    /// Epochs finished.
    package var epoch: Int
    /// True when training ended early: it never goes on.
    package var hasStopped: Bool
    /// The step in which the network diverged (`Trainer.divergedStep`); all numbers are NaN then.
    package var divergedStep: Int?
    /// The best of all evaluations so far; nil before the first.
    package var best: BestEvaluation?
    /// Steps (batches) finished since the start of training.
    package var step: Int
    /// The parameters after the last step.
    package var parameters: NetworkParameters
    /// Adam's first moments (mean of gradients).
    package var firstMoments: NetworkParameters
    /// Adam's second moments (mean of squared gradients).
    package var secondMoments: NetworkParameters
    /// The generator that draws the order of batches; within an epoch as it was before it drew that epoch's.
    package var generator: GeneratorState

    /// A state; see the properties.
    package init(
        epoch: Int, step: Int, best: BestEvaluation?, hasStopped: Bool = false, divergedStep: Int? = nil,
        parameters: NetworkParameters, firstMoments: NetworkParameters, secondMoments: NetworkParameters,
        generator: GeneratorState
    ) {
        self.epoch = epoch
        self.step = step
        self.best = best
        self.hasStopped = hasStopped
        self.divergedStep = divergedStep
        self.parameters = parameters
        self.firstMoments = firstMoments
        self.secondMoments = secondMoments
        self.generator = generator
    }
}

/// What was measured while training one segment.
package struct TrainingMetrics: Equatable, Sendable {
    /// Mean cross entropy of each step's batch before its update, in nats.
    package var trainLoss: [Float] = []
    /// Mean magnitude of the gradient of the recurrent weights in each step.
    package var meanAbsGradient: [Float] = []
    /// Epochs after which the test set was evaluated (0: before training).
    package var testEpochs: [Int] = []
    /// Fraction of test images classified correctly, for each of `testEpochs`.
    package var testAccuracy: [Double] = []
    /// Mean cross entropy over the test set in nats, for each of `testEpochs`.
    package var testLoss: [Double] = []

    /// Nothing measured yet.
    package init() {}

    /// These measurements and the later ones, as one.
    package func followed(by later: TrainingMetrics) -> TrainingMetrics {
        var all = self
        all.trainLoss += later.trainLoss
        all.meanAbsGradient += later.meanAbsGradient
        all.testEpochs += later.testEpochs
        all.testAccuracy += later.testAccuracy
        all.testLoss += later.testLoss
        return all
    }
}
