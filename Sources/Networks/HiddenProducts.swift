import Compute
import Model

/// How products with the weights between hidden nodes are computed.
package enum ProductChoice: String, CaseIterable, Sendable {
    /// Dense if all pairs of nodes are connected, otherwise sparse.
    case automatic
    /// Along the connections, in tiles.
    case sparse
    /// With the whole N × N matrix: the same bits as `sparse`. Needs a mask with all connections.
    case dense
    /// Like `dense`, but through OpenBLAS: different bits, which depend on its version and core type; for comparison.
    case openBLAS = "openblas"

    /// Whether these products work with `mask`.
    package func accepts(_ mask: ConnectivityMask) -> Bool {
        switch self {
        case .automatic, .sparse: true
        case .dense, .openBLAS: mask.count == mask.hiddenNodes * mask.hiddenNodes
        }
    }
}

/// Products with the weights between hidden nodes, from one time step or layer to the next, forward and backward.
protocol HiddenProducts: AnyObject {
    /// Memory besides weights and gradient.
    var bytes: Int { get }

    /// Call this after every change of the weights.
    func weightsChanged()

    /// out = function(biases + input term + weights · before). Without `before`, this is the first time step; without
    /// `input`, a second layer.
    func forward(
        biases: ProductStart, input: DenseTerm?, before: Activations?, function: ProductFunction, images: Int,
        into out: Activations)

    /// out = function(weightsᵀ · delta), where function is the derivative at `before`; rows that are not active are
    /// zero. Adds delta · beforeᵀ to the gradient of these weights.
    func backward(
        delta: Activations, before: Activations, function: ProductFunction, activeRows: AlignedArray<UInt8>?,
        images: Int, into out: Activations)
}

/// Along the connections: time and memory grow with E.
final class SparseHiddenProducts: HiddenProducts {
    private let engine: Engine
    private let tiles: ConnectionTiles
    private let weights: AlignedArray<Float>
    private let weightsByRows: AlignedArray<Float>
    private let gradient: AlignedArray<Float>

    init(
        tiles: ConnectionTiles, weights: AlignedArray<Float>, gradient: AlignedArray<Float>, engine: Engine
    ) {
        self.engine = engine
        self.tiles = tiles
        self.weights = weights
        self.gradient = gradient
        weightsByRows = AlignedArray(count: weights.count)
    }

    var bytes: Int { tiles.bytes + weightsByRows.bytes }

    func weightsChanged() {
        tiles.sortByRows(weights, into: weightsByRows, on: engine)
    }

    func forward(
        biases: ProductStart, input: DenseTerm?, before: Activations?, function: ProductFunction, images: Int,
        into out: Activations
    ) {
        engine.multiply(
            start: biases, dense: input,
            sparse: before.map { SparseTerm(tiles, weightsByRows: weightsByRows, factor: $0) },
            function: function, images: images, into: out)
    }

    func backward(
        delta: Activations, before: Activations, function: ProductFunction, activeRows: AlignedArray<UInt8>?,
        images: Int, into out: Activations
    ) {
        engine.multiply(
            start: .zero,
            sparse: SparseTerm(tiles, transposed: weights, delta: delta, gradient: gradient),
            function: function, activeRows: activeRows, images: images, into: out)
    }
}
