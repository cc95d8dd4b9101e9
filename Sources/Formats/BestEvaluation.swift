import HDF5

/// The best that a network reached on the test set, from the start of its training on.
package struct BestEvaluation: Equatable, Sendable {
    /// Lowest mean cross entropy over the test set, in nats.
    package private(set) var loss: Double
    /// Epoch after which it was first reached; 0 is before training.
    package private(set) var lossEpoch: Int
    /// Highest fraction of test images classified correctly.
    package private(set) var accuracy: Double
    /// Epoch after which it was first reached.
    package private(set) var accuracyEpoch: Int

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

    func write(to root: borrowing HDF5Group) throws {
        try root.setAttribute("best_test_loss", to: loss)
        try root.setAttribute("best_test_loss_epoch", to: lossEpoch)
        try root.setAttribute("best_test_accuracy", to: accuracy)
        try root.setAttribute("best_test_accuracy_epoch", to: accuracyEpoch)
    }

    /// Nil where nothing was evaluated: where none of the attributes are there.
    ///
    /// - Parameter epoch: the last that can have been evaluated.
    init?(ifIn root: borrowing HDF5Group, upTo epoch: Int) throws {
        guard try root.attributeNames.contains(where: { $0.hasPrefix("best_test_") }) else { return nil }
        loss = try root.attribute("best_test_loss", in: .anyMagnitude)
        lossEpoch = try root.attribute("best_test_loss_epoch", in: 0...epoch)
        accuracy = try root.attribute("best_test_accuracy", in: .fraction)
        accuracyEpoch = try root.attribute("best_test_accuracy_epoch", in: 0...epoch)
    }
}
