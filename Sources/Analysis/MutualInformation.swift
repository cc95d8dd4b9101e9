import Compute
import Random

/// Mutual information between the activations of two nodes over all images, in nats (paper, "Sparse connectivity …
/// robust representations" and Methods).
///
/// The numbers of scikit-learn's `mutual_info_regression(x, y, discrete_features=False, random_state=seed)` with its three
/// neighbours: the first estimator of Kraskov, Stögbauer & Grassberger (Phys. Rev. E 69, 066138, 2004). Each node is
/// divided by its standard deviation; noise of 10⁻¹⁰ separates equal numbers, such as the zeros of silent nodes; with d the
/// distance of an image's third nearest image by the larger of both differences, and c of the images (itself included)
/// nearer than d in one node's activation, it is ψ(n) + ψ(3) − ⟨ψ(cₓ)⟩ − ⟨ψ(c_y)⟩, and zero where that is negative.
///
/// scikit-learn adds the noise to a float32 target in float32, where it is lost unless the number is zero. Here, all is
/// computed in float64, as there if both arguments are float64.
package final class MutualInformation {
    /// Images, n.
    package let images: Int
    /// The seed of the noise, as scikit-learn's `random_state`.
    package let seed: UInt32
    /// Neighbours that set the distance.
    package static let neighbours = 3

    private let noise: [[Double]]
    private let cloud: NoiseCloud
    /// ψ of whole numbers, by the number, 0...n; the first is not used.
    private let digamma: [Double]

    /// Draws the noise for a number of images: that of x first, then that of y. It is the same for all pairs, since
    /// scikit-learn starts anew from the seed in every call.
    ///
    /// - Throws: `AnalysisError.tooFew` for fewer than four images.
    package init(images: Int, seed: UInt32) throws {
        guard images > Self.neighbours else {
            throw AnalysisError.tooFew(
                "images for mutual information", found: images, needed: Self.neighbours + 1)
        }
        self.images = images
        self.seed = seed
        var random = NumPyRandom(seed: seed)
        noise = [random.standardNormal(images), random.standardNormal(images)]
        // As it comes out where a node is silent and its mean magnitude is at most its standard deviation.
        cloud = NoiseCloud(noise[0].map { 1e-10 * $0 }, noise[1].map { 1e-10 * $0 })
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
        let estimator = PairEstimator(self)
        return x.withUnsafeBufferPointer { x in y.withUnsafeBufferPointer { y in estimator.estimate(x, y) } }
    }

    /// The memory for one pair at a time, for one thread.
    final class PairEstimator {
        private let all: MutualInformation
        private let x, y: Marginal
        private let sweep: NeighbourSweep
        private let images, listed: Int
        /// By image: 1 where the distances of the cloud hold.
        private let bothSilent: AlignedArray<UInt8>

        init(_ all: MutualInformation) {
            self.all = all
            x = Marginal(.feature, noise: all.noise[0], noiseOrder: all.cloud.orderA)
            y = Marginal(.target, noise: all.noise[1], noiseOrder: all.cloud.orderB)
            sweep = NeighbourSweep(x, y)
            (images, listed) = (all.images, all.cloud.listed)
            bothSilent = AlignedArray(count: images)
        }

        /// All numbers must be finite, one for each image.
        func estimate<Number: BinaryFloatingPoint>(
            _ first: UnsafeBufferPointer<Number>, _ second: UnsafeBufferPointer<Number>
        ) -> Double {
            x.load(first)
            y.load(second)
            sweep.prepare()
            let sums = all.digamma.withUnsafeBufferPointer(sumsOfDigamma)
            let n = Double(all.images)
            let constant = all.digamma[all.images] + all.digamma[MutualInformation.neighbours]
            return max(0, constant - sums.x / n - sums.y / n)
        }

        /// Σ ψ(c) over the images, for either node.
        private func sumsOfDigamma(_ digamma: UnsafeBufferPointer<Double>) -> (x: Double, y: Double) {
            // The cloud's distances are those of a pair whose noise is as large in both nodes, and around zero alone.
            let isKnown = x.isSeparated && y.isSeparated && x.amplitude == 1e-10 && y.amplitude == 1e-10
            let bothSilent = bothSilent.pointer
            for image in 0..<images { bothSilent[image] = isKnown ? x.silent[image] & y.silent[image] : 0 }
            var (sumX, sumY) = (0.0, 0.0)
            all.cloud.neighbours.withUnsafeBufferPointer { neighbours in
                all.cloud.extents.withUnsafeBufferPointer { extents in
                    let (beforeX, beforeY) = (x.silentBefore, y.silentBefore)
                    for image in 0..<images {
                        if let near = thirdSilent(image, neighbours, bothSilent) {
                            let extent = extents[near]
                            sumX += digamma[Int(beforeX[Int(extent.endA)] &- beforeX[Int(extent.firstA)])]
                            sumY += digamma[Int(beforeY[Int(extent.endB)] &- beforeY[Int(extent.firstB)])]
                        } else {
                            let radius = max(0, sweep.radius(of: image).nextDown)
                            sumX += digamma[x.countWithin(radius, of: image)]
                            sumY += digamma[y.countWithin(radius, of: image)]
                        }
                    }
                }
            }
            return (sumX, sumY)
        }

        /// Where both nodes are silent, the place in the lists of the third nearest such image, if it is listed.
        @inline(__always)
        private func thirdSilent(
            _ image: Int, _ neighbours: UnsafeBufferPointer<Int32>,
            _ bothSilent: UnsafeMutablePointer<UInt8>
        ) -> Int? {
            if bothSilent[image] == 0 { return nil }
            let start = image &* listed
            var missing = MutualInformation.neighbours
            for index in start..<(start &+ listed) {
                missing &-= Int(bothSilent[Int(neighbours[index])])
                if missing == 0 { return index }
            }
            return nil
        }
    }
}
