import CKernels

/// What happens to each sum of a product.
public enum ProductFunction {
    /// Nothing.
    case linear
    /// max(0, x); not-a-number stays.
    case relu
    /// Hyperbolic tangent, the kernels' own (at most 3 ulp off).
    case tanh
    /// Times the derivative of ReLU at the activations h: 1 where h > 0.
    case reluDerivative(Activations)
    /// Times the derivative of tanh at the activations h: 1 - h².
    case tanhDerivative(Activations)

    var code: sc_function {
        switch self {
        case .linear: SC_LINEAR
        case .relu: SC_RELU
        case .tanh: SC_TANH
        case .reluDerivative: SC_RELU_DERIVATIVE
        case .tanhDerivative: SC_TANH_DERIVATIVE
        }
    }
}

/// What the sums of a product start from.
public enum ProductStart {
    /// Zero.
    case zero
    /// The sum of two biases for each row.
    case biases(AlignedArray<Float>, AlignedArray<Float>)
    /// A matrix; it may be the result itself.
    case matrix(Activations)
}

/// A dense term of a product: weights [rows][factor.rows], row-major, times factor, from its row `firstRow` on.
public struct DenseTerm {
    let weights: AlignedArray<Float>
    let factor: Activations
    let rows: Range<Int>

    /// weights · factor[rows]; without `rows`, all of them.
    public init(weights: AlignedArray<Float>, factor: Activations, rows: Range<Int>? = nil) {
        self.weights = weights
        self.factor = factor
        self.rows = rows ?? 0..<factor.rows
        precondition(self.rows.lowerBound >= 0 && self.rows.upperBound <= factor.rows)
    }

    var start: UnsafeMutablePointer<Float> { factor.values.pointer + rows.lowerBound * factor.stride }
}

/// A sparse term of a product: a sparse matrix times factor, silent rows of the factor left out.
public struct SparseTerm {
    let pattern: SparsePattern
    let values: AlignedArray<Float>
    let factor: Activations

    /// (pattern, values) · factor.
    public init(pattern: SparsePattern, values: AlignedArray<Float>, factor: Activations) {
        precondition(pattern.count == values.count, "one value for each connection")
        self.pattern = pattern
        self.values = values
        self.factor = factor
    }

    /// Leaving out silent rows costs about a fifth of what it saves, so it pays from a tenth on (N = 1000, AVX-512).
    var activeRows: UnsafeMutablePointer<UInt8>? {
        factor.activeCount * 10 <= factor.rows * 9 ? factor.active.pointer : nil
    }
}

extension Engine {
    /// Rows in a block of work: fixed, so that no result depends on the number of threads.
    static let blockRows = 16

    /// out = function(start + dense term + sparse term), for `images` columns; the rest becomes zero.
    ///
    /// The sum of a number runs in the order start, inputs of the dense term, connections of the sparse term.
    /// - Parameter activeRows: rows of the result that can be nonzero (1) or are left zero (0); nil: all.
    public func multiply(
        start: ProductStart, dense: DenseTerm? = nil, sparse: SparseTerm? = nil,
        function: ProductFunction = .linear,
        activeRows: AlignedArray<UInt8>? = nil, images: Int, into out: Activations
    ) {
        var product = sc_product()
        product.rows = out.rows
        product.stride = out.stride
        product.images = images
        product.block_rows = out.rows <= 64 ? 1 : Self.blockRows
        product.out = out.values.pointer
        product.out_active = out.active.pointer
        product.row_active = activeRows.map { UnsafePointer($0.pointer) }
        set(&product, start, out)
        set(&product, function, out)
        if let dense { set(&product, dense, out) }
        if let sparse { set(&product, sparse, out) }
        sc_run_product(instructionSet.code, pool, &product)
    }

    private func set(_ product: inout sc_product, _ start: ProductStart, _ out: Activations) {
        switch start {
        case .zero: break
        case .biases(let input, let recurrent):
            precondition(input.count == out.rows && recurrent.count == out.rows)
            product.bias_in = UnsafePointer(input.pointer)
            product.bias_rec = UnsafePointer(recurrent.pointer)
        case .matrix(let matrix):
            precondition(matrix.rows == out.rows && matrix.stride == out.stride)
            product.initial = UnsafePointer(matrix.values.pointer)
        }
    }

    private func set(_ product: inout sc_product, _ function: ProductFunction, _ out: Activations) {
        product.function = function.code
        switch function {
        case .linear, .relu, .tanh: break
        case .reluDerivative(let h), .tanhDerivative(let h):
            precondition(h.rows == out.rows && h.stride == out.stride)
            product.h = UnsafePointer(h.values.pointer)
        }
    }

    private func set(_ product: inout sc_product, _ term: DenseTerm, _ out: Activations) {
        precondition(term.factor.stride == out.stride && term.weights.count == out.rows * term.rows.count)
        product.dense_count = term.rows.count
        product.dense_weights = UnsafePointer(term.weights.pointer)
        product.dense = UnsafePointer(term.start)
    }

    private func set(_ product: inout sc_product, _ term: SparseTerm, _ out: Activations) {
        precondition(term.factor.stride == out.stride && term.pattern.rows == out.rows)
        product.row_starts = UnsafePointer(term.pattern.rowStarts.pointer)
        product.columns = UnsafePointer(term.pattern.columns.pointer)
        product.values = UnsafePointer(term.values.pointer)
        product.sparse = UnsafePointer(term.factor.values.pointer)
        product.sparse_active = term.activeRows.map { UnsafePointer($0) }
    }
}
