import HDF5
import Model

extension BestEvaluation {
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
        self.init(loss: 0, accuracy: 0, epoch: 0)
        loss = try root.attribute("best_test_loss", in: .anyMagnitude)
        lossEpoch = try root.attribute("best_test_loss_epoch", in: 0...epoch)
        accuracy = try root.attribute("best_test_accuracy", in: .fraction)
        accuracyEpoch = try root.attribute("best_test_accuracy_epoch", in: 0...epoch)
    }
}
