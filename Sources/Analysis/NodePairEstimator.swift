import Compute

/// Computes mutual information for one pair of nodes at a time: the memory for it, for one thread.
///
/// An image in which both nodes are silent is looked at for each seed of the noise. For any other image the noise, 10⁻¹⁰ of a standard
/// deviation, nearly always decides nothing, and its neighbours are found for the first seed only (`NeighbourCount.isFixed`).
final class NodePairEstimator {
    private let all: MutualInformation
    private let x, y: Marginal
    private let sweep: NeighbourSweep
    private let images, listed: Int
    /// By image: 1 where the distances of the clouds hold.
    private let bothSilent: AlignedArray<UInt8>
    /// The images where that is 1.
    private let silentImages: AlignedArray<Int32>
    private var silentCount = 0
    /// Other images, for which the noise can decide.
    private var loose: [Int] = []
    /// Images whose third silent neighbour is not in the cloud's list.
    private var unlisted: [Int] = []
    /// That of two nodes that are always silent.
    private var ofSilence: Double?

    /// Sums of ψ(c) over images, for either node.
    private struct Sums {
        var x = 0.0, y = 0.0
    }

    init(_ all: MutualInformation) {
        self.all = all
        (images, listed) = (all.images, all.noises[0].cloud.listed)
        x = Marginal(.feature, count: images, largestNoise: all.largestNoise)
        y = Marginal(.target, count: images, largestNoise: all.largestNoise)
        sweep = NeighbourSweep(x, y)
        (bothSilent, silentImages) = (AlignedArray(count: images), AlignedArray(count: images))
    }

    /// The mean over the seeds. All numbers must be finite, one for each image.
    func estimate<Number: BinaryFloatingPoint>(
        _ first: UnsafeBufferPointer<Number>, _ second: UnsafeBufferPointer<Number>
    ) -> Double {
        x.load(first)
        y.load(second)
        findSilentImages()
        if silentCount == images, let ofSilence { return ofSilence }
        let mean = all.digamma.withUnsafeBufferPointer(meanOverSeeds)
        if silentCount == images { ofSilence = mean }
        return mean
    }

    private func findSilentImages() {
        // The clouds' distances are those of a pair whose noise is as large in both nodes, and around zero alone.
        let isKnown = x.isSeparated && y.isSeparated && x.amplitude == 1e-10 && y.amplitude == 1e-10
        let (both, list) = (bothSilent.pointer, silentImages.pointer)
        silentCount = 0
        for image in 0..<images {
            both[image] = isKnown ? x.silent[image] & y.silent[image] : 0
            list[silentCount] = Int32(truncatingIfNeeded: image)
            silentCount &+= Int(both[image])
        }
    }

    private func meanOverSeeds(_ digamma: UnsafeBufferPointer<Double>) -> Double {
        let n = Double(images)
        let constant = digamma[images] + digamma[MutualInformation.neighbours]
        var fixed = Sums()
        var total = 0.0
        loose.removeAll(keepingCapacity: true)
        for (index, noise) in all.noises.enumerated() {
            var sums = Sums()
            addSilent(noise, digamma, &sums)
            if index == 0 || !loose.isEmpty || !unlisted.isEmpty { arrange(noise) }
            if index == 0 {
                addOthers(digamma, &fixed, loose: &sums)
            } else {
                for image in loose { add(image, digamma, &sums) }
            }
            for image in unlisted { add(image, digamma, &sums) }
            total += max(0, constant - (fixed.x + sums.x) / n - (fixed.y + sums.y) / n)
        }
        return total / Double(all.noises.count)
    }

    private func arrange(_ noise: NodePairNoise) {
        x.arrange(noise.ofFeature, order: noise.cloud.orderA)
        y.arrange(noise.ofTarget, order: noise.cloud.orderB)
        sweep.prepare()
    }

    /// The images in which both nodes are silent; those that the cloud does not list become `unlisted`.
    private func addSilent(
        _ noise: NodePairNoise, _ digamma: UnsafeBufferPointer<Double>, _ sums: inout Sums
    ) {
        unlisted.removeAll(keepingCapacity: true)
        if silentCount == 0 { return }
        x.countSilent(order: noise.cloud.orderA)
        y.countSilent(order: noise.cloud.orderB)
        let (beforeX, beforeY, both) = (x.silentBefore, y.silentBefore, bothSilent.pointer)
        noise.cloud.neighbours.withUnsafeBufferPointer { neighbours in
            noise.cloud.extents.withUnsafeBufferPointer { extents in
                for index in 0..<silentCount {
                    let image = Int(silentImages.pointer[index])
                    guard let near = thirdSilent(image, neighbours, both) else {
                        unlisted.append(image)
                        continue
                    }
                    let extent = extents[near]
                    sums.x += digamma[Int(beforeX[Int(extent.endA)] &- beforeX[Int(extent.firstA)])]
                    sums.y += digamma[Int(beforeY[Int(extent.endB)] &- beforeY[Int(extent.firstB)])]
                }
            }
        }
    }

    /// The place in the lists of the third nearest image in which both nodes are silent, if it is listed.
    @inline(__always)
    private func thirdSilent(
        _ image: Int, _ neighbours: UnsafeBufferPointer<Int32>, _ bothSilent: UnsafeMutablePointer<UInt8>
    ) -> Int? {
        var missing = MutualInformation.neighbours
        var index = image
        for _ in 0..<listed {
            missing &-= Int(bothSilent[Int(neighbours[index])])
            if missing == 0 { return index }
            index &+= images
        }
        return nil
    }

    /// All other images, with the noise of the first seed.
    private func addOthers(
        _ digamma: UnsafeBufferPointer<Double>, _ fixed: inout Sums, loose sums: inout Sums
    ) {
        let isSilent = bothSilent.pointer
        // Between two seeds, a distance differs by at most four times the largest noise, and so does another one.
        let margin = 16 * max(x.amplitude, y.amplitude) * all.largestNoise
        for image in 0..<images where isSilent[image] == 0 {
            let radius = sweep.radius(of: image)
            let (ofX, ofY) = (
                x.neighbours(nearer: radius, of: image, margin: margin),
                y.neighbours(nearer: radius, of: image, margin: margin)
            )
            if radius > 2 * margin, ofX.atRadius + ofY.atRadius == 1 {
                fixed.x += digamma[ofX.nearer]
                fixed.y += digamma[ofY.nearer]
            } else {
                loose.append(image)
                sums.x += digamma[ofX.nearer]
                sums.y += digamma[ofY.nearer]
            }
        }
    }

    /// One image, with the noise as it is arranged.
    private func add(_ image: Int, _ digamma: UnsafeBufferPointer<Double>, _ sums: inout Sums) {
        let radius = max(0, sweep.radius(of: image).nextDown)
        sums.x += digamma[x.countWithin(radius, of: image)]
        sums.y += digamma[y.countWithin(radius, of: image)]
    }
}
