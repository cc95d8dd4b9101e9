@testable import Compute
@testable import Model

/// A small layer on which every kernel of a device is tried: for kernels that are wrong in one place, and for tools that look for races.
struct SmallLayer {
    /// Kernels that are tried together. Most of the time goes into compiling them, so whoever needs some leaves out the others.
    enum Part: CaseIterable {
        /// Products forward and backward along many connections, whose rows share activations, and their gradient.
        case sharing
        /// The same along few connections, where each row gathers its own.
        case gathering
        /// Products with all pairs of nodes.
        case dense
        /// Gradients of biases and input weights, and Adam.
        case updates
        /// Inputs without connections, weights in other orders, and a read-out that leaves nodes out.
        case others
    }

    private static let nodes = 70
    private let images: Int
    private var random: RandomNumbers
    private let h: Activations
    private let delta: Activations

    private init(_ kind: RandomNumbers.Kind, images: Int) {
        var random = RandomNumbers(seed: 21, kind)
        h = random.activations(rows: Self.nodes, images: images)
        delta = random.activations(rows: Self.nodes, images: images)
        // Marked as silent although it is not: whoever does not skip it gives other numbers.
        for i in stride(from: 1, to: Self.nodes, by: 9) { (h.active[i], delta.active[i]) = (0, 0) }
        self.images = images
        self.random = random
    }

    /// The bits of all that an engine computes.
    static func bits(
        _ kind: RandomNumbers.Kind, images: Int = 37, of parts: [Part] = Part.allCases, on engine: Engine
    ) -> [UInt32] {
        // So that kernels that know no rows need no compilation of their own.
        engine.device?.usualStride = Activations.stride(images: images)
        var bits: [UInt32] = []
        for part in parts {
            var layer = SmallLayer(kind, images: images)
            switch part {
            case .sharing: bits += layer.products(density: 0.3, on: engine)
            case .gathering: bits += layer.products(density: 0.03, on: engine)
            case .dense: bits += layer.denseProducts(on: engine)
            case .updates: bits += layer.updates(on: engine)
            case .others: bits += layer.others(on: engine)
            }
        }
        return bits
    }

    private func bits(_ arrays: [AlignedArray<Float>]) -> [UInt32] { arrays.flatMap(\.bits) }

    private func zeros() -> Activations { Activations(rows: Self.nodes, stride: h.stride) }

    /// Where there are many connections, in several tiles and granules.
    private mutating func tiles(density: Double) -> ConnectionTiles {
        let mask = random.mask(nodes: Self.nodes, density: density)
        guard density > 0.1 else { return ConnectionTiles(mask) }
        return ConnectionTiles(mask, layout: TileLayout(mask, side: 64, granules: 2))
    }

    private mutating func products(density: Double, on engine: Engine) -> [UInt32] {
        let tiles = tiles(density: density)
        let weights = random.floats(tiles.count)
        let (forward, backward) = (zeros(), zeros())
        engine.multiply(
            start: .zero, sparse: SparseTerm(tiles, weightsByRows: weights, factor: h), function: .relu,
            images: images, into: forward)
        let gradient = AlignedArray<Float>(count: tiles.count)
        engine.multiply(
            start: .zero, sparse: SparseTerm(tiles, transposed: weights, delta: delta, gradient: gradient),
            function: .tanhDerivative(h), activeRows: h.active, images: images, into: backward)
        return forward.active.contents.map { UInt32($0) } + bits([forward.values, backward.values, gradient])
    }

    private mutating func denseProducts(on engine: Engine) -> [UInt32] {
        let matrix = random.floats(Self.nodes * Self.nodes)
        let product = engine.denseProduct(nodes: Self.nodes)
        let (forward, backward) = (zeros(), zeros())
        product.addProduct(matrix, h, images: images, to: forward)
        product.transposedProduct(matrix, delta, wanted: h.active, images: images, into: backward)
        let gradient = AlignedArray<Float>(count: matrix.count)
        product.addOuterProduct(delta, h, to: gradient)
        return bits([forward.values, backward.values, gradient])
    }

    private mutating func updates(on engine: Engine) -> [UInt32] {
        let biases = AlignedArray<Float>(count: Self.nodes)
        let inputWeights = AlignedArray<Float>(count: Self.nodes * 5)
        engine.accumulateGradients(
            delta: delta, biases: biases, dense: DenseTerm(weights: inputWeights, factor: h, rows: 2..<7))
        // Several blocks, since sums in another order may round to the same number.
        let count = 20_000
        let (matrix, gradient) = (random.floats(count), random.floats(count))
        let moments = (0..<2).map { _ in AlignedArray<Float>(count: count) }
        let sums = AlignedArray<Float>(count: Engine.adamBlocks(count))
        engine.adam(
            AdamOptions(), step: 2, parameters: matrix, gradient: gradient, firstMoments: moments[0],
            secondMoments: moments[1], blockSums: sums)
        return bits([biases, inputWeights, matrix, moments[0], moments[1], sums, gradient])
    }

    private mutating func others(on engine: Engine) -> [UInt32] {
        let (one, other) = (random.floats(Self.nodes), random.floats(Self.nodes))
        let weights = random.floats(Self.nodes * 5)
        let out = zeros()
        engine.multiply(
            start: .biases(one, other), dense: DenseTerm(weights: weights, factor: h, rows: 2..<7),
            function: .tanh, images: images, into: out)
        let tiles = tiles(density: 0.3)
        let sorted = AlignedArray<Float>(count: tiles.count)
        tiles.sortByRows(random.floats(tiles.count), into: sorted, on: engine)
        let transposed = AlignedArray<Float>(count: weights.count)
        engine.transpose(weights, rows: Self.nodes, into: transposed)
        let active = out.active.contents.map { UInt32($0) }
        return active + bits([out.values, sorted, transposed]) + readOut(on: engine)
    }

    /// Of the images after the first two.
    private mutating func readOut(on engine: Engine) -> [UInt32] {
        let (nodes, classes) = (Self.nodes, 4)
        let activations = random.floats((images + 2) * nodes)
        let order = (0..<images * nodes).map { Int32($0 % nodes * 3 % nodes) }
        let weights = random.floats(nodes * classes).array().map { Double($0) }
        let biases = random.floats(classes).array().map { Double($0) }
        let sums = AlignedArray<Double>(count: images * 3 * classes)
        engine.readOut(
            PartialReadout(
                activations: activations, order: AlignedArray(order), weights: AlignedArray(weights),
                biases: AlignedArray(biases), leftOut: AlignedArray([60, 35, 0]), sums: sums, firstImage: 2,
                images: images))
        return sums.contents.flatMap {
            [UInt32(truncatingIfNeeded: $0.bitPattern), UInt32(truncatingIfNeeded: $0.bitPattern >> 32)]
        }
    }
}
