import Compute

/// With the whole N × N matrix, if all pairs of nodes are connected.
final class DenseHiddenProducts: HiddenProducts {
    private let engine: Engine
    private let product: any DenseProduct
    private let weights: AlignedArray<Float>
    private let gradient: AlignedArray<Float>
    private let everyRow: AlignedArray<UInt8>

    /// `weights` and `gradient` are [N][N], row-major.
    init(
        nodes: Int, weights: AlignedArray<Float>, gradient: AlignedArray<Float>, product: any DenseProduct,
        engine: Engine
    ) {
        precondition(weights.count == nodes * nodes, "dense products need all connections")
        self.engine = engine
        self.product = product
        self.weights = weights
        self.gradient = gradient
        everyRow = AlignedArray(repeatElement(1, count: nodes))
    }

    /// Every row, and lists of active nodes.
    var bytes: Int { everyRow.bytes + 3 * 4 * everyRow.count }

    func weightsChanged() {}

    func forward(
        biases: ProductStart, input: DenseTerm?, before: Activations?, function: ProductFunction, images: Int,
        into out: Activations
    ) {
        guard let before else {
            engine.multiply(start: biases, dense: input, function: function, images: images, into: out)
            return
        }
        engine.multiply(start: biases, dense: input, function: .linear, images: images, into: out)
        product.addProduct(weights, before, images: images, to: out)
        engine.multiply(start: .matrix(out), function: function, images: images, into: out)
    }

    func backward(
        delta: Activations, before: Activations, function: ProductFunction, activeRows: AlignedArray<UInt8>?,
        images: Int, into out: Activations
    ) {
        product.addOuterProduct(delta, before, to: gradient)
        product.transposedProduct(weights, delta, wanted: activeRows ?? everyRow, images: images, into: out)
        engine.multiply(
            start: .matrix(out), function: function, activeRows: activeRows, images: images, into: out)
    }
}
