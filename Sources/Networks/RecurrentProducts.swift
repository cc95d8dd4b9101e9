import Compute
import Formats

/// How products with the recurrent weights are computed.
public enum ProductChoice: String, CaseIterable, Sendable {
    /// Sparse below `RecurrentNetwork.denseThreshold`, dense from there on.
    case automatic
    /// Along the connections.
    case sparse
    /// With the whole N × N matrix, zeros where there is no connection: the same bits as `sparse`.
    case dense
    /// As `dense`, through OpenBLAS: other bits, which depend on its version and core type; to compare with.
    case openBLAS = "openblas"
}

/// The three products of back-propagation through time that involve the recurrent weights.
protocol RecurrentProducts: AnyObject {
    /// To be called after every change of the weights, one value a connection.
    func prepare(_ weights: AlignedArray<Float>)

    /// out = function(biases + input term + weights · before); without `before`, the first time step.
    func forward(
        biases: ProductStart, input: DenseTerm, before: Activations?, function: ProductFunction, images: Int,
        into out: Activations)

    /// out = function(weightsᵀ · delta), where function is a derivative at h; rows where h is silent are zero.
    func backward(
        delta: Activations, function: ProductFunction, activeRows: AlignedArray<UInt8>?, images: Int,
        into out: Activations)

    /// Adds one time step's gradients of biases, input weights and, if there is a `before`, recurrent weights.
    func accumulate(
        delta: Activations, biases: AlignedArray<Float>, input: DenseTerm, before: Activations?)

    /// Adds what `accumulate` gathered to the gradient of the connections, if it is not there yet.
    func finishGradient()
}

/// Along the connections: time and memory follow E.
final class SparseRecurrentProducts: RecurrentProducts {
    private let engine: Engine
    private let matrix: SparseMatrix
    private let weights: AlignedArray<Float>
    private let gradient: AlignedArray<Float>

    init(mask: ConnectivityMask, weights: AlignedArray<Float>, gradient: AlignedArray<Float>, engine: Engine)
    {
        self.engine = engine
        self.weights = weights
        self.gradient = gradient
        matrix = SparseMatrix(mask)
    }

    func prepare(_ weights: AlignedArray<Float>) {
        matrix.transposeValues(weights, on: engine)
    }

    func forward(
        biases: ProductStart, input: DenseTerm, before: Activations?, function: ProductFunction, images: Int,
        into out: Activations
    ) {
        let sparse = before.map { SparseTerm(pattern: matrix.pattern, values: weights, factor: $0) }
        engine.multiply(
            start: biases, dense: input, sparse: sparse, function: function, images: images, into: out)
    }

    func backward(
        delta: Activations, function: ProductFunction, activeRows: AlignedArray<UInt8>?, images: Int,
        into out: Activations
    ) {
        let sparse = SparseTerm(pattern: matrix.transposed, values: matrix.transposedValues, factor: delta)
        engine.multiply(
            start: .zero, sparse: sparse, function: function, activeRows: activeRows, images: images,
            into: out)
    }

    func accumulate(
        delta: Activations, biases: AlignedArray<Float>, input: DenseTerm, before: Activations?
    ) {
        let sparse = before.map { SparseTerm(pattern: matrix.pattern, values: gradient, factor: $0) }
        engine.accumulateGradients(delta: delta, biases: biases, dense: input, sparse: sparse)
    }

    func finishGradient() {}
}
