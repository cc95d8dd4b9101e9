import Compute
import Model
import Random

/// Weights from the hidden nodes to the classes, in float64.
package struct Readout {
    /// Classes.
    package let classes: Int
    /// Hidden nodes, N.
    package let nodes: Int
    /// By node, then class.
    let weights: AlignedArray<Double>
    /// By class.
    let biases: AlignedArray<Double>

    /// `weights`: row-major [class][node]; `biases`: [class].
    ///
    /// - Throws: `AnalysisError.sizes` where there are not as many weights as nodes for each class, `AnalysisError.tooFew`
    ///   without classes, `AnalysisError.notANumber`.
    package init(weights: [Float], biases: [Float], nodes: Int) throws {
        guard !biases.isEmpty else { throw AnalysisError.tooFew("classes", found: 0, needed: 1) }
        guard weights.count == biases.count * nodes else {
            throw AnalysisError.sizes(
                "read-out weights", found: weights.count, expected: biases.count * nodes)
        }
        for (what, numbers) in [("read-out weight", weights), ("read-out bias", biases)] {
            if let wrong = numbers.firstIndex(where: { !$0.isFinite }) {
                throw AnalysisError.notANumber("\(what) \(wrong)")
            }
        }
        let classes = biases.count
        (self.classes, self.nodes) = (classes, nodes)
        self.weights = AlignedArray(
            (0..<nodes * classes).map { Double(weights[$0 % classes * nodes + $0 / classes]) })
        self.biases = AlignedArray(biases.map { Double($0) })
    }
}

/// Accuracy when a fresh random set of hidden nodes has its output to the read-out set to zero for each image (paper, figures
/// 5D and 5E).
///
/// For each seed a NumPy generator draws one `permutation(N)` for each image, in the order of the test set. A fraction f
/// drops the first round(f · N) nodes of it (half to even), N nodes at most: exactly that many distinct nodes, all sets
/// equally likely, fresh for each image. The sets of one image under two fractions are nested, so that fractions differ by
/// what is dropped more, not by luck. No nodes are scaled up. The answer is the first of the largest
/// bias + Σ weight · activation over the nodes left, in float64, added from the back of the permutation.
package struct DropoutNoise: Equatable, Sendable {
    /// Fractions of nodes that are dropped.
    package let fractions: [Double]
    /// Seeds, one for each repetition.
    package let seeds: [UInt32]
    /// Images.
    package let images: Int
    /// Correct answers, [seed][fraction].
    package let correct: [[Int]]

    /// Fraction of correct answers, 0...1, [seed][fraction].
    package var accuracies: [[Double]] {
        correct.map { $0.map { Double($0) / Double(images) } }
    }

    /// Nodes that a fraction of `nodes` is.
    package static func dropped(_ fraction: Double, of nodes: Int) -> Int {
        Int((fraction * Double(nodes)).rounded(.toNearestOrEven))
    }

    /// Measures the accuracy for each seed and fraction. Seeds are computed side by side; the result is the same for any
    /// number of threads.
    ///
    /// - Parameters:
    ///   - activations: of the last time step.
    ///   - labels: the class of each image.
    ///   - maximum: activations in memory at once (64 · 2²⁰, that is 256 MB, unless said); all are read once for each part.
    /// - Throws: `AnalysisError.sizes` where nodes, images and labels differ, `AnalysisError.setting` for a fraction outside of
    ///   0...1, `AnalysisError.notANumber`, what reading throws.
    package init(
        of activations: some ActivationBlocks, labels: [UInt8], readout: Readout, fractions: [Double],
        seeds: [UInt32], engine: Engine, maximum: Int = 1 << 26
    ) throws {
        guard readout.nodes == activations.nodes else {
            throw AnalysisError.sizes("nodes", found: activations.nodes, expected: readout.nodes)
        }
        guard labels.count == activations.images else {
            throw AnalysisError.sizes("labels", found: labels.count, expected: activations.images)
        }
        if let wrong = fractions.first(where: { !(0...1).contains($0) }) {
            throw AnalysisError.setting("A fraction of \(wrong) nodes cannot be dropped; give 0 to 1.")
        }
        (self.fractions, self.seeds, images) = (fractions, seeds, activations.images)
        let dropped = fractions.map { Self.dropped($0, of: readout.nodes) }
        let trials = seeds.map { DropoutTrial(seed: $0, dropped: dropped, readout: readout) }
        let width = max(1, maximum / max(1, readout.nodes))
        for start in stride(from: 0, to: images, by: width) {
            let part = start..<min(start + width, images)
            let transposed = try Self.transpose(activations, part)
            try Self.answer(trials, transposed, labels[part], readout, engine)
        }
        correct = trials.map(\.correct)
    }

    /// What a device needs for the sums.
    package static func deviceNeed(
        of activations: some ActivationBlocks, readout: Readout, seeds: Int, fractions: Int,
        maximum: Int = 1 << 26
    ) -> DeviceNeed {
        let nodes = readout.nodes
        let images = min(imagesAtOnce(nodes), activations.images)
        let part = 4 * nodes * min(max(1, maximum / max(1, nodes)), activations.images)
        let ofSeed = images * (4 * nodes + 8 * fractions * readout.classes)
        // What is after the end of each array.
        let more = 4096 * (4 + 3 * seeds)
        return DeviceNeed(
            bytes: part + seeds * ofSeed + 8 * nodes * readout.classes + more,
            largestArray: max(part, 4 * images * nodes))
    }

    /// Images whose orders of nodes are drawn before they are used, by the number of nodes: 16 MB for each seed.
    private static func imagesAtOnce(_ nodes: Int) -> Int { max(1, (1 << 22) / max(1, nodes)) }

    /// Draws for some images at a time, seeds side by side; then answers, images side by side.
    private static func answer(
        _ trials: [DropoutTrial], _ activations: AlignedArray<Float>, _ labels: ArraySlice<UInt8>,
        _ readout: Readout, _ engine: Engine
    ) throws {
        let some = imagesAtOnce(readout.nodes)
        for first in stride(from: 0, to: labels.count, by: some) {
            let images = min(some, labels.count - first)
            engine.forEachBlock(trials.count) { trial, _ in trials[trial].draw(images) }
            let from = labels.startIndex + first
            for trial in trials {
                trial.answer(activations, labels[from..<from + images], firstImage: first, engine)
            }
            try engine.checkDevice()
        }
    }

    /// The activations of some images, [image][node].
    private static func transpose(
        _ activations: some ActivationBlocks, _ part: Range<Int>
    ) throws -> AlignedArray<Float> {
        let (nodes, images) = (activations.nodes, activations.images)
        let transposed = AlignedArray<Float>(count: nodes * part.count)
        let target = transposed.pointer
        for block in activations.blocks(maximum: 1 << 22) {
            let values = try activations.read(block)
            for (row, node) in block.enumerated() {
                for image in part where values[row * images + image] != 0 {
                    let value = values[row * images + image]
                    guard value.isFinite else {
                        throw AnalysisError.notANumber("activation of node \(node) in image \(image)")
                    }
                    target[(image - part.lowerBound) * nodes + node] = value
                }
            }
        }
        return transposed
    }
}

/// One repetition: a seed's generator and what it has counted so far.
private final class DropoutTrial {
    /// Correct answers for each fraction.
    private(set) var correct: [Int]
    private var random: NumPyRandom
    private let readout: Readout
    /// The fractions by how many nodes they drop, the most first, and these numbers.
    private let fractions: [Int]
    private let leftOut: AlignedArray<Int32>
    private let nodes: [Int32]
    private var order = AlignedArray<Int32>(count: 0)
    private var sums = AlignedArray<Double>(count: 0)

    init(seed: UInt32, dropped: [Int], readout: Readout) {
        correct = [Int](repeating: 0, count: dropped.count)
        random = NumPyRandom(seed: seed)
        self.readout = readout
        fractions = dropped.indices.sorted { (dropped[$0], $0) > (dropped[$1], $1) }
        leftOut = AlignedArray(fractions.map { Int32(truncatingIfNeeded: dropped[$0]) })
        nodes = (0..<readout.nodes).map { Int32(truncatingIfNeeded: $0) }
    }

    /// Draws the orders of the next images.
    func draw(_ images: Int) {
        if order.count < images * nodes.count {
            order = AlignedArray(count: images * nodes.count)
            sums = AlignedArray(count: images * fractions.count * readout.classes)
        }
        let target = order.pointer
        for image in 0..<images {
            random.permutation(nodes).withUnsafeBufferPointer { permutation in
                guard let start = permutation.baseAddress else { return }
                (target + image * nodes.count).update(from: start, count: nodes.count)
            }
        }
    }

    /// Counts the answers to the images that were drawn for; `firstImage` is their place among the activations, [image][node].
    func answer(
        _ activations: AlignedArray<Float>, _ labels: ArraySlice<UInt8>, firstImage: Int, _ engine: Engine
    ) {
        engine.readOut(
            PartialReadout(
                activations: activations, order: order, weights: readout.weights, biases: readout.biases,
                leftOut: leftOut, sums: sums, firstImage: firstImage, images: labels.count))
        let sums = sums.contents
        for (image, label) in labels.enumerated() {
            for (level, fraction) in fractions.enumerated() {
                let start = (image * fractions.count + level) * readout.classes
                let answer = Self.firstLargest(sums[start..<start + readout.classes])
                correct[fraction] += answer == Int(label) ? 1 : 0
            }
        }
    }

    private static func firstLargest(_ sums: Slice<UnsafeBufferPointer<Double>>) -> Int {
        var best = sums.startIndex
        for index in sums.indices where sums[index] > sums[best] { best = index }
        return best - sums.startIndex
    }
}
