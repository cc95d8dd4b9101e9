/// The best that a network reached on the test set, from the start of its training on.
package struct BestEvaluation: Equatable, Sendable {
    /// Lowest mean cross entropy over the test set, in nats.
    package var loss: Double
    /// Epoch after which it was first reached; 0 is before training.
    package var lossEpoch: Int
    /// Highest fraction of test images classified correctly.
    package var accuracy: Double
    /// Epoch after which it was first reached.
    package var accuracyEpoch: Int

    /// The first evaluation.
    package init(loss: Double, accuracy: Double, epoch: Int) {
        (self.loss, lossEpoch) = (loss, epoch)
        (self.accuracy, accuracyEpoch) = (accuracy, epoch)
    }

    /// The best so far, another evaluation included; of equals, the first counts.
    package func including(loss: Double, accuracy: Double, epoch: Int) -> BestEvaluation {
        var best = self
        if loss < best.loss { (best.loss, best.lossEpoch) = (loss, epoch) }
        if accuracy > best.accuracy { (best.accuracy, best.accuracyEpoch) = (accuracy, epoch) }
        return best
    }
}
