import Training

/// Trains a network and notes how long each step takes.
///
/// A step is what `Trainer` does with one batch: images, forward, loss, backward, Adam. What happens between steps
/// (the order of an epoch's images, the test set) is not included in their times.
final class TimedTraining {
    /// Time of each step in milliseconds.
    private(set) var milliseconds: [Double] = []
    /// Mean cross entropy of each step's batch in nats.
    private(set) var losses: [Float] = []
    /// In each step, the share of pairs of node and time step that are nonzero for at least one image of the batch.
    private(set) var activity: [Double] = []
    private let trainer: Trainer
    private let clock = ContinuousClock()
    private var stepStart: ContinuousClock.Instant
    private var stepEnd: ContinuousClock.Instant

    /// What a whole epoch took.
    struct Epoch {
        /// From the order of the images to the end of the last step.
        let training: Duration
        /// The test set after the epoch.
        let test: Duration
        /// Fraction of the test set classified correctly.
        let testAccuracy: Double
    }

    init(_ trainer: Trainer) {
        self.trainer = trainer
        stepStart = clock.now
        stepEnd = stepStart
    }

    /// Trains for `count` steps, over as many epochs as they need.
    /// - Throws: `TrainingError` if the loss is not finite.
    func run(steps count: Int) throws {
        while milliseconds.count < count {
            try runEpoch(maxSteps: count - milliseconds.count)
        }
    }

    /// Trains for a whole epoch and tests once.
    /// - Throws: `TrainingError` if the loss is not finite.
    func runEpoch() throws -> Epoch {
        let start = clock.now
        try runEpoch(maxSteps: nil)
        return Epoch(
            training: stepEnd - start, test: clock.now - stepEnd,
            testAccuracy: trainer.metrics.testAccuracy.last ?? 0)
    }

    private var activeShare: Double {
        let activations = trainer.network.activations
        let pairs = activations.reduce(0) { $0 + $1.rows }
        return Double(activations.reduce(0) { $0 + $1.activeCount }) / Double(max(1, pairs))
    }

    /// The trainer asks whether to stop right before each step and reports its loss right after it.
    private func runEpoch(maxSteps: Int?) throws {
        try trainer.runEpoch(
            maxSteps: maxSteps,
            progress: { _, _, loss in
                self.stepEnd = self.clock.now
                self.milliseconds.append((self.stepEnd - self.stepStart).milliseconds)
                self.losses.append(loss)
                self.activity.append(self.activeShare)
            },
            shouldStop: {
                self.stepStart = self.clock.now
                return false
            })
    }
}
