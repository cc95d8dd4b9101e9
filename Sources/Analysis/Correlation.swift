import Compute
import Model

/// Pearson's correlation between the activations of all pairs of different nodes over all images, as a histogram
/// (paper, figure 6D).
package struct Correlation: Equatable, Sendable {
    /// Pairs of nodes i < j that both vary, by correlation; bins over -1...1.
    package let histogram: Histogram
    /// Nodes with the same activation in every image, whose correlation is not defined; their pairs are left out.
    package let constantNodes: Int
    /// Pairs in the histogram.
    package let pairs: Int
    /// Mean correlation of these pairs; NaN where there is none.
    package let mean: Double

    /// Nodes of which the products are taken together.
    static let tileNodes = 512
    /// Images that are summed in one product, so that the rows of a tile fit into the second-level cache.
    static let slabImages = 512

    /// All pairs; memory for `maximum` float32 numbers (64 · 2²⁰, that is 256 MB, unless said) and two tiles of 512 nodes.
    ///
    /// Each node's activations have their mean taken away and are divided by their length, in float64, and rounded to
    /// float32; a correlation is the dot product of two of them by the float32 kernels (sixteen partial sums over 512
    /// images, one fixed tree, slab after slab), right to some 10⁻⁶, the same bits for any number of threads and any
    /// instruction set. What rounding puts above 1 counts as 1. The mean is the sum in float64 of each node's pairs in
    /// order, tile by tile, and then over nodes in order.
    ///
    /// - Throws: `AnalysisError.tooFew` for fewer than two nodes or images, `AnalysisError.notANumber`, what reading throws.
    package init(
        of activations: some ActivationBlocks, bins: Int = 200, engine: Engine, maximum: Int = 1 << 26
    ) throws {
        for (what, count) in [("nodes", activations.nodes), ("images", activations.images)] where count < 2 {
            throw AnalysisError.tooFew("\(what) for correlations", found: count, needed: 2)
        }
        var sums = CorrelationSums(nodes: activations.nodes, bins: bins, engine: engine)
        let tiles = activations.blocks(maximum: 0, step: Self.tileNodes)
        let held = max(1, maximum / (Self.tileNodes * activations.images))
        for start in stride(from: 0, to: tiles.count, by: held) {
            var block: [StandardisedTile] = []
            for index in start..<tiles.count {
                let tile = try StandardisedTile(activations, tiles[index], engine)
                for earlier in block { sums.add(earlier, tile) }
                if index < start + held {
                    sums.addPairs(within: tile)
                    block.append(tile)
                }
            }
        }
        histogram = sums.histogram
        constantNodes = sums.constantNodes
        pairs = histogram.total
        mean = sums.nodeSums.reduce(0, +) / Double(pairs)
    }
}

/// Up to 512 nodes whose activations have mean 0 and length 1.
final class StandardisedTile {
    let nodes: Range<Int>
    /// Some images each, [node][image], always 512 nodes.
    let slabs: [Activations]
    /// By node of the tile: whether it is constant, and its numbers zero.
    let isConstant: [Bool]

    init(_ activations: some ActivationBlocks, _ nodes: Range<Int>, _ engine: Engine) throws {
        let images = activations.images
        let values = try activations.read(nodes)
        let slabs = stride(from: 0, to: images, by: Correlation.slabImages).map { start in
            let width = min(Correlation.slabImages, images - start)
            return Activations(rows: Correlation.tileNodes, stride: Activations.stride(images: width))
        }
        let states = AlignedArray<UInt8>(count: nodes.count)
        engine.withSubnormalsFlushed {
            engine.forEachBlock(nodes.count) { node, _ in
                values.withUnsafeBufferPointer { values in
                    let row = UnsafeBufferPointer(rebasing: values[node * images..<(node + 1) * images])
                    states.pointer[node] = Self.standardise(row, node, slabs)
                }
            }
        }
        if let wrong = states.elements.firstIndex(of: 2) {
            throw AnalysisError.notANumber("activation of node \(nodes.lowerBound + wrong) in some image")
        }
        (self.nodes, self.slabs) = (nodes, slabs)
        isConstant = states.elements.map { $0 == 1 }
    }

    /// Fills the node's rows. Returns 0, 1 for a constant node, 2 for one with a number that is not finite.
    private static func standardise(_ row: UnsafeBufferPointer<Float>, _ node: Int, _ slabs: [Activations])
        -> UInt8
    {
        var sum = 0.0
        var isConstant = true
        for value in row {
            sum += Double(value)
            isConstant = isConstant && value == row[0]
        }
        guard sum.isFinite else { return 2 }
        if isConstant { return 1 }
        let mean = sum / Double(row.count)
        let squares = row.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        let scale = 1 / squares.squareRoot()
        for (number, slab) in slabs.enumerated() {
            let start = number * Correlation.slabImages
            let target = slab.values.pointer + node * slab.stride
            for image in start..<min(start + Correlation.slabImages, row.count) {
                target[image - start] = Float((Double(row[image]) - mean) * scale)
            }
            slab.active[node] = 1
        }
        return 0
    }
}

/// What is added up over pairs of tiles.
struct CorrelationSums {
    private(set) var histogram: Histogram
    /// By node: the sum of its correlations with the later nodes.
    private(set) var nodeSums: [Double]
    private(set) var constantNodes = 0

    private let engine: Engine
    private let product: any DenseProduct
    private let correlations: AlignedArray<Float>
    private static let side = Correlation.tileNodes

    init(nodes: Int, bins: Int, engine: Engine) {
        histogram = Histogram(bins: bins, over: -1...1)
        nodeSums = [Double](repeating: 0, count: nodes)
        self.engine = engine
        product = engine.denseProduct(nodes: Self.side)
        correlations = AlignedArray(count: Self.side * Self.side)
    }

    /// Adds all pairs of different nodes of one tile, and counts its constant nodes.
    mutating func addPairs(within tile: StandardisedTile) {
        constantNodes += tile.isConstant.count { $0 }
        multiply(tile, tile)
        count(tile, tile) { $0 + 1 }
    }

    /// Adds all pairs of a node of each of two tiles.
    mutating func add(_ first: StandardisedTile, _ second: StandardisedTile) {
        multiply(first, second)
        count(first, second) { _ in 0 }
    }

    private func multiply(_ first: StandardisedTile, _ second: StandardisedTile) {
        engine.withSubnormalsFlushed {
            correlations.clear()
            for (left, right) in zip(first.slabs, second.slabs) {
                product.addOuterProduct(left, right, to: correlations)
            }
        }
    }

    /// Counts the correlations of each node of the first tile with those of the second from `from(node)` on.
    private mutating func count(_ first: StandardisedTile, _ second: StandardisedTile, from: (Int) -> Int) {
        for (i, node) in first.nodes.enumerated() where !first.isConstant[i] {
            let row = correlations.pointer + i * Self.side
            var sum = 0.0
            for j in from(i)..<second.nodes.count where !second.isConstant[j] {
                let correlation = min(1, max(-1, Double(row[j])))
                histogram.add(correlation)
                sum += correlation
            }
            nodeSums[node] += sum
        }
    }
}
