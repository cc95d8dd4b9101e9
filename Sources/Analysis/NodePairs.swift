import Compute
import Model
import Random

/// Two different nodes, in order: first the feature, then the target.
package struct NodePair: Equatable, Sendable {
    /// Index of the first node.
    package let first: Int
    /// Index of the second node.
    package let second: Int

    /// A pair; see the properties.
    package init(_ first: Int, _ second: Int) {
        self.first = first
        self.second = second
    }

    /// `count` pairs of two different nodes each, drawn independently, so that a pair may come again: two calls of
    /// NumPy's `randint(0, nodes)` a pair, both again while they are equal (paper, Methods: "10,000 randomly sampled node
    /// pairs").
    ///
    /// - Throws: `AnalysisError.tooFew` for fewer than two nodes.
    package static func random(_ count: Int, of nodes: Int, seed: UInt32) throws -> [NodePair] {
        guard nodes > 1 else { throw AnalysisError.tooFew("nodes for a pair", found: nodes, needed: 2) }
        var random = NumPyRandom(seed: seed)
        var pairs: [NodePair] = []
        while pairs.count < count {
            let drawn = try random.randint(0, nodes, size: 2)
            if drawn[0] != drawn[1] { pairs.append(NodePair(drawn[0], drawn[1])) }
        }
        return pairs
    }
}

extension MutualInformation {
    /// Mutual information of many pairs of nodes, in nats, in the order of `pairs`, the same for any number of threads.
    ///
    /// - Parameter maximum: numbers read at once; unless these are all, twice as many are held. 512 MB unless said.
    /// - Throws: `AnalysisError.sizes` where the activations are not of as many images as this is for, or have no such
    ///   nodes; what reading throws.
    package func estimate(
        _ pairs: [NodePair], of activations: some ActivationBlocks, engine: Engine, maximum: Int = 1 << 27
    ) throws -> [Double] {
        guard activations.images == images else {
            throw AnalysisError.sizes("images", found: activations.images, expected: images)
        }
        for pair in pairs
        where min(pair.first, pair.second) < 0 || max(pair.first, pair.second) >= activations.nodes {
            throw AnalysisError.sizes(
                "nodes, for a pair of \(pair.first) and \(pair.second)", found: activations.nodes,
                expected: max(pair.first, pair.second) + 1)
        }
        let estimators = (0..<engine.threads).map { _ in NodePairEstimator(self) }
        var results = [Double](repeating: 0, count: pairs.count)
        let blocks = activations.blocks(maximum: maximum)
        for (number, block) in blocks.enumerated() {
            let values = try activations.read(block)
            for later in blocks[number...] {
                let chosen = pairs.indices.filter { pairs[$0].lies(in: block, and: later) }
                if chosen.isEmpty { continue }
                let rows = Rows(
                    images, [(block, values), (later, later == block ? [] : try activations.read(later))])
                compute(chosen, pairs, rows, estimators, engine, &results)
            }
        }
        return results
    }

    private func compute(
        _ chosen: [Int], _ pairs: [NodePair], _ rows: Rows, _ estimators: [NodePairEstimator],
        _ engine: Engine,
        _ results: inout [Double]
    ) {
        results.withUnsafeMutableBufferPointer { results in
            nonisolated(unsafe) let results = results
            engine.withSubnormalsFlushed {
                for start in stride(from: 0, to: chosen.count, by: 1 << 19) {
                    let part = chosen[start..<min(start + 1 << 19, chosen.count)]
                    engine.forEachBlock(part.count) { block, worker in
                        let index = part[start + block]
                        let pair = pairs[index]
                        results[index] = rows.with(pair.first) { first in
                            rows.with(pair.second) { estimators[worker].estimate(first, $0) }
                        }
                    }
                }
            }
        }
    }

    /// Two blocks of nodes in memory.
    private struct Rows {
        let images: Int
        let blocks: [(nodes: Range<Int>, values: [Float])]

        init(_ images: Int, _ blocks: [(Range<Int>, [Float])]) {
            self.images = images
            self.blocks = blocks
        }

        /// Calls `body` with the activations of a node of either block.
        func with<Result>(_ node: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
            let block = blocks[0].nodes.contains(node) ? blocks[0] : blocks[1]
            let start = (node - block.nodes.lowerBound) * images
            return block.values.withUnsafeBufferPointer {
                body(UnsafeBufferPointer(rebasing: $0[start..<start + images]))
            }
        }
    }
}

extension NodePair {
    /// Whether one node is in `block` and the other in `later`, in either order.
    fileprivate func lies(in block: Range<Int>, and later: Range<Int>) -> Bool {
        block.contains(min(first, second)) && later.contains(max(first, second))
    }
}
