import Compute
import Model
import Random

/// Weights from the hidden nodes to the classes, in float64.
package struct Readout: Sendable {
    /// Classes.
    package let classes: Int
    /// Hidden nodes, N.
    package let nodes: Int
    /// By node, then class.
    let weights: [Double]
    /// By class.
    let biases: [Double]

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
        self.weights = (0..<nodes * classes).map { Double(weights[$0 % classes * nodes + $0 / classes]) }
        self.biases = biases.map { Double($0) }
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
            engine.withSubnormalsFlushed {
                engine.forEachBlock(trials.count) { trial, _ in
                    transposed.withUnsafeBufferPointer { trials[trial].answer($0, labels[part]) }
                }
            }
        }
        correct = trials.map(\.correct)
    }

    /// The activations of some images, [image][node].
    private static func transpose(
        _ activations: some ActivationBlocks, _ part: Range<Int>
    ) throws -> [Float] {
        let (nodes, images) = (activations.nodes, activations.images)
        var transposed = [Float](repeating: 0, count: nodes * part.count)
        for block in activations.blocks(maximum: 1 << 22) {
            let values = try activations.read(block)
            for (row, node) in block.enumerated() {
                for image in part where values[row * images + image] != 0 {
                    let value = values[row * images + image]
                    guard value.isFinite else {
                        throw AnalysisError.notANumber("activation of node \(node) in image \(image)")
                    }
                    transposed[(image - part.lowerBound) * nodes + node] = value
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
    /// Nodes to drop for each fraction, and the fractions by that number, the largest first.
    private let dropped: [Int]
    private let order: [Int]
    private let nodes: [Int32]

    init(seed: UInt32, dropped: [Int], readout: Readout) {
        correct = [Int](repeating: 0, count: dropped.count)
        random = NumPyRandom(seed: seed)
        (self.readout, self.dropped) = (readout, dropped)
        order = dropped.indices.sorted { (dropped[$0], $0) > (dropped[$1], $1) }
        nodes = (0..<readout.nodes).map { Int32(truncatingIfNeeded: $0) }
    }

    /// Counts the answers to the next images, [image][node].
    func answer(_ activations: UnsafeBufferPointer<Float>, _ labels: ArraySlice<UInt8>) {
        for (index, label) in labels.enumerated() {
            let start = index * readout.nodes
            answer(UnsafeBufferPointer(rebasing: activations[start..<start + readout.nodes]), Int(label))
        }
    }

    private func answer(_ activations: UnsafeBufferPointer<Float>, _ label: Int) {
        let permutation = random.permutation(nodes)
        var sums = readout.biases
        var left = readout.nodes
        for fraction in order {
            add(activations, permutation, dropped[fraction]..<left, to: &sums)
            left = dropped[fraction]
            correct[fraction] += Self.firstLargest(sums) == label ? 1 : 0
        }
    }

    /// Adds what the nodes at some places of the permutation contribute, from the back.
    private func add(
        _ activations: UnsafeBufferPointer<Float>, _ permutation: [Int32], _ places: Range<Int>,
        to sums: inout [Double]
    ) {
        let classes = readout.classes
        permutation.withUnsafeBufferPointer { permutation in
            readout.weights.withUnsafeBufferPointer { weights in
                sums.withUnsafeMutableBufferPointer { sums in
                    for place in stride(from: places.upperBound - 1, through: places.lowerBound, by: -1) {
                        let node = Int(permutation[place])
                        if activations[node] == 0 { continue }
                        let activation = Double(activations[node])
                        for c in 0..<classes { sums[c] += weights[node &* classes &+ c] * activation }
                    }
                }
            }
        }
    }

    private static func firstLargest(_ sums: [Double]) -> Int {
        var best = 0
        for index in sums.indices where sums[index] > sums[best] { best = index }
        return best
    }
}
