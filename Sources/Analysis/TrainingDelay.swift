/// How many epochs a network is trained before it exceeds chance (paper, figure 6C: "number of epochs before the network's
/// performance exceeds chance level", which the paper does not define further).
///
/// Chance is the best that a network can do which gives the same answer to every image: the share p of the most frequent
/// class. (A network on the plateau does give one answer; 1/classes would be too low: 11.35 % of MNIST's test images are
/// ones, and that is what such a network reaches at best.) Its accuracy on n images that are drawn anew has a standard
/// deviation of √(p(1 − p)/n). A network exceeds chance at its first evaluation with an accuracy above p + 5 √(p(1 − p)/n):
/// 12.94 % for MNIST. Five deviations, since hundreds of evaluations are looked at: fewer than one in a million exceeds
/// them by chance.
package struct TrainingDelay: Equatable, Sendable {
    /// Standard deviations above chance.
    package static let deviations = 5.0
    /// The accuracy of the best constant answer, p, 0...1.
    package let chance: Double
    /// Images of the test set, n.
    package let images: Int

    /// What an accuracy must exceed.
    package var criterion: Double {
        chance + Self.deviations * (chance * (1 - chance) / Double(images)).squareRoot()
    }

    /// From the labels of the test set.
    ///
    /// - Throws: `AnalysisError.tooFew` without labels.
    package init(testLabels labels: [UInt8]) throws {
        guard !labels.isEmpty else { throw AnalysisError.tooFew("test labels", found: 0, needed: 1) }
        var counts = [Int](repeating: 0, count: 256)
        for label in labels { counts[Int(label)] += 1 }
        chance = Double(counts.reduce(0, max)) / Double(labels.count)
        images = labels.count
    }

    /// From a chance that is known, for instance 1/classes where all classes are equally frequent.
    ///
    /// - Throws: `AnalysisError.setting` for a chance outside of 0...1 or no images.
    package init(chance: Double, images: Int) throws {
        guard (0...1).contains(chance), images > 0 else {
            throw AnalysisError.setting(
                "A chance of \(chance) with \(images) images was given; a fraction and at least one image are needed."
            )
        }
        self.chance = chance
        self.images = images
    }

    /// The earliest epoch whose test accuracy exceeds chance; nil if none does. 0: before any training.
    ///
    /// With an evaluation after each epoch this is the number of epochs until then. An accuracy that falls back later
    /// does not count: the plateau was left.
    ///
    /// - Parameter evaluations: epochs finished and test accuracy, in any order.
    package func epochs(_ evaluations: [(epoch: Int, accuracy: Double)]) -> Int? {
        evaluations.filter { $0.accuracy > criterion }.map(\.epoch).min()
    }
}
