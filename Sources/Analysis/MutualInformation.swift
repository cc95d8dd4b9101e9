import Compute
import Random

/// Mutual information between the activations of two nodes over all images, in nats (paper, "Sparse connectivity …
/// robust representations" and Methods): the mean over some seeds of the noise.
///
/// For each seed, the number of scikit-learn's `mutual_info_regression(x, y, discrete_features=False, random_state=seed)` with its
/// three neighbours: the first estimator of Kraskov, Stögbauer & Grassberger (Phys. Rev. E 69, 066138, 2004). Each node is
/// divided by its standard deviation; noise of 10⁻¹⁰ separates equal numbers, such as the zeros of silent nodes; with d the
/// distance of an image's third nearest image by the larger of both differences, and c of the images (itself included)
/// nearer than d in one node's activation, it is ψ(n) + ψ(3) − ⟨ψ(cₓ)⟩ − ⟨ψ(c_y)⟩, and zero where that is negative.
///
/// scikit-learn adds the noise to a float32 target in float32, where it is lost unless the number is zero. Here, all is
/// computed in float64, as there if both arguments are float64.
package final class MutualInformation {
    /// Images, n.
    package let images: Int
    /// The seeds of the noise, as scikit-learn's `random_state`.
    package let seeds: [UInt32]
    /// Neighbours that set the distance.
    package static let neighbours = 3
    /// Ten: with one seed, the number of a pair of silent nodes is anything from 0 to 0.006 nat.
    package static let usualSeeds: [UInt32] = Array(0..<10)

    /// The noise of each seed.
    let noises: [NodePairNoise]
    /// The largest magnitude of all noise.
    let largestNoise: Double
    /// ψ of whole numbers, by the number, 0...n; the first is not used.
    let digamma: [Double]

    /// Draws the noise for a number of images. It is the same for all pairs, since scikit-learn starts anew from the seed in every
    /// call.
    ///
    /// - Throws: `AnalysisError.tooFew` for fewer than four images, or no seed.
    package init(images: Int, seeds: [UInt32] = usualSeeds) throws {
        guard images > Self.neighbours else {
            throw AnalysisError.tooFew(
                "images for mutual information", found: images, needed: Self.neighbours + 1)
        }
        guard !seeds.isEmpty else {
            throw AnalysisError.tooFew("seeds of noise for mutual information", found: 0, needed: 1)
        }
        self.images = images
        self.seeds = seeds
        noises = seeds.map { NodePairNoise(images: images, seed: $0) }
        largestNoise = noises.reduce(0) { max($0, $1.largest) }
        var digamma = [0.0, -0.577_215_664_901_532_9]
        for n in 1..<images { digamma.append(digamma[n] + 1 / Double(n)) }
        self.digamma = digamma
    }

    /// Mutual information of one pair, in nats: x the feature, y the target.
    ///
    /// - Throws: `AnalysisError.sizes` unless there is one number for each image, `AnalysisError.notANumber` where one is
    ///   not finite.
    package func estimate(_ x: [Double], _ y: [Double]) throws -> Double {
        for values in [x, y] {
            guard values.count == images else {
                throw AnalysisError.sizes("activations of a node", found: values.count, expected: images)
            }
            if let wrong = values.firstIndex(where: { !$0.isFinite }) {
                throw AnalysisError.notANumber("activation in image \(wrong)")
            }
        }
        let estimator = NodePairEstimator(self)
        return x.withUnsafeBufferPointer { x in y.withUnsafeBufferPointer { y in estimator.estimate(x, y) } }
    }
}

/// The noise that scikit-learn adds to the numbers of two nodes, for one seed: that of the feature is drawn first.
struct NodePairNoise: Sendable {
    /// By image.
    let ofFeature: [Double], ofTarget: [Double]
    /// Both as points of a plane, as they come out where a node is silent and its mean magnitude is at most its standard deviation.
    let cloud: NoiseCloud

    init(images: Int, seed: UInt32) {
        var random = NumPyRandom(seed: seed)
        ofFeature = random.standardNormal(images)
        ofTarget = random.standardNormal(images)
        cloud = NoiseCloud(ofFeature.map { 1e-10 * $0 }, ofTarget.map { 1e-10 * $0 })
    }

    /// The largest magnitude.
    var largest: Double { (ofFeature + ofTarget).reduce(0) { max($0, abs($1)) } }
}
