import Foundation

/// The training loss of the first steps, where large dense networks explode and come back: Adam's first step moves all inputs of a node
/// by the learning rate, and recurrence multiplies it from time step to time step.
package struct EarlyLoss: Equatable, Sendable {
    /// Loss of each step from the first on, in nats.
    package let losses: [Double]
    /// The highest loss, and its step, from 1 on; of equal ones the first.
    package let highest: (loss: Double, step: Int)

    /// Of the losses of a training's first steps, of which the first `limit` count.
    ///
    /// A loss that is not a number, or infinite, is where the network diverged; the steps before it are shown.
    /// - Throws: `AnalysisError.tooFew` where there is no finite loss, or none at all.
    package init(_ losses: [Float], limit: Int) throws {
        let finite = losses.prefix(limit).prefix { $0.isFinite }.map(Double.init)
        guard let peak = finite.max(), let step = finite.firstIndex(of: peak) else {
            throw AnalysisError.tooFew("finite training losses", found: 0, needed: 1)
        }
        self.losses = finite
        highest = (peak, step + 1)
    }

    /// Powers of ten of the losses, in millionths, since logarithms of C libraries differ in the last bits; a loss of 0 counts as the
    /// smallest one that training can tell from it.
    package var decades: [Double] {
        losses.map { (log10(max($0, Double(Float.leastNormalMagnitude))) * 1e6).rounded() / 1e6 }
    }

    /// The same losses.
    package static func == (left: EarlyLoss, right: EarlyLoss) -> Bool { left.losses == right.losses }
}
