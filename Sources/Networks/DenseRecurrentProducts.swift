import Compute
import Formats

/// With the whole N × N matrix: faster where many pairs of nodes are connected.
final class DenseRecurrentProducts: RecurrentProducts {
    private let engine: Engine
    private let product: any DenseProduct
    private let nodes: Int
    /// Where the connections lie in the matrix; nil if all of it is connections.
    private let pattern: SparsePattern?
    private let matrix: AlignedArray<Float>
    private let matrixGradient: AlignedArray<Float>
    private let gradient: AlignedArray<Float>
    private let everyRow: AlignedArray<UInt8>

    init(
        mask: ConnectivityMask, weights: AlignedArray<Float>, gradient: AlignedArray<Float>,
        product: any DenseProduct, engine: Engine
    ) {
        self.engine = engine
        self.gradient = gradient
        nodes = mask.hiddenNodes
        self.product = product
        if mask.count == nodes * nodes {
            pattern = nil
            matrix = weights
            matrixGradient = gradient
        } else {
            pattern = SparsePattern(mask)
            matrix = AlignedArray(count: nodes * nodes)
            matrixGradient = AlignedArray(count: nodes * nodes)
        }
        everyRow = AlignedArray(repeatElement(1, count: nodes))
    }

    func prepare(_ weights: AlignedArray<Float>) {
        guard let pattern else { return }
        forEachRow(pattern) { [nodes, matrix] i, entries in
            let row = matrix.pointer + i * nodes
            for c in entries { row[Int(pattern.columns.pointer[c])] = weights.pointer[c] }
        }
    }

    func forward(
        biases: ProductStart, input: DenseTerm, before: Activations?, function: ProductFunction, images: Int,
        into out: Activations
    ) {
        guard let before else {
            engine.multiply(start: biases, dense: input, function: function, images: images, into: out)
            return
        }
        engine.multiply(start: biases, dense: input, function: .linear, images: images, into: out)
        product.addProduct(matrix, before, to: out)
        engine.multiply(start: .matrix(out), function: function, images: images, into: out)
    }

    func backward(
        delta: Activations, function: ProductFunction, activeRows: AlignedArray<UInt8>?, images: Int,
        into out: Activations
    ) {
        product.transposedProduct(matrix, delta, wanted: activeRows ?? everyRow, into: out)
        engine.multiply(
            start: .matrix(out), function: function, activeRows: activeRows, images: images, into: out)
    }

    func accumulate(
        delta: Activations, biases: AlignedArray<Float>, input: DenseTerm, before: Activations?
    ) {
        engine.accumulateGradients(delta: delta, biases: biases, dense: input)
        if let before { product.addOuterProduct(delta, before, to: matrixGradient) }
    }

    /// Takes the gradient at the connections, and clears the matrix for the next batch.
    func finishGradient() {
        guard let pattern else { return }
        forEachRow(pattern) { [nodes, matrixGradient, gradient] i, entries in
            let row = matrixGradient.pointer + i * nodes
            for c in entries { gradient.pointer[c] += row[Int(pattern.columns.pointer[c])] }
            row.update(repeating: 0, count: nodes)
        }
    }

    private func forEachRow(_ pattern: SparsePattern, _ body: (_ row: Int, _ entries: Range<Int>) -> Void) {
        let size = 64
        engine.forEachBlock((nodes + size - 1) / size) { block, _ in
            for i in block * size..<min(nodes, (block + 1) * size) {
                body(i, Int(pattern.rowStarts.pointer[i])..<Int(pattern.rowStarts.pointer[i + 1]))
            }
        }
    }
}
