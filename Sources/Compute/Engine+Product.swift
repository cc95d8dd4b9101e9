import CKernels

/// What happens to each sum of a product.
package enum ProductFunction {
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

/// What the sums of a product start with.
package enum ProductStart {
    /// Zero.
    case zero
    /// The sum of two biases for each row.
    case biases(AlignedArray<Float>, AlignedArray<Float>)
    /// A matrix; it may be the result itself.
    case matrix(Activations)
}

/// A dense term of a product: weights [rows of the result][`rows`.count], row-major, times the rows `rows` of the
/// factor.
package struct DenseTerm {
    let weights: AlignedArray<Float>
    let factor: Activations
    let rows: Range<Int>

    /// weights · factor[rows]; all rows if `rows` is not given.
    package init(weights: AlignedArray<Float>, factor: Activations, rows: Range<Int>? = nil) {
        self.weights = weights
        self.factor = factor
        self.rows = rows ?? 0..<factor.rows
        precondition(self.rows.lowerBound >= 0 && self.rows.upperBound <= factor.rows)
    }

    var start: UnsafeMutablePointer<Float> { factor.values.pointer + rows.lowerBound * factor.stride }
}

/// A term along the connections: weights · factor, or their transpose; silent nodes of the factor add nothing.
package struct SparseTerm {
    let tiles: ConnectionTiles
    let weights: AlignedArray<Float>
    let factor: Activations
    let transposed: Bool
    let gradient: AlignedArray<Float>?

    /// weights · factor: from presynaptic to postsynaptic nodes. The weights are as sorted by `sortByRows` of
    /// `tiles`.
    package init(_ tiles: ConnectionTiles, weightsByRows: AlignedArray<Float>, factor: Activations) {
        self.init(tiles, weightsByRows, factor, transposed: false, gradient: nil)
    }

    /// weightsᵀ · delta: from postsynaptic to presynaptic nodes, with weights in the order of `tiles`. If there is a
    /// `gradient`, delta · hᵀ is added to it at the connections, where h belongs to the derivative that the product
    /// ends with.
    package init(
        _ tiles: ConnectionTiles, transposed weights: AlignedArray<Float>, delta: Activations,
        gradient: AlignedArray<Float>? = nil
    ) {
        self.init(tiles, weights, delta, transposed: true, gradient: gradient)
    }

    private init(
        _ tiles: ConnectionTiles, _ weights: AlignedArray<Float>, _ factor: Activations, transposed: Bool,
        gradient: AlignedArray<Float>?
    ) {
        precondition(tiles.count == weights.count, "one weight for each connection")
        precondition(gradient.map { $0.count == tiles.count } ?? true, "one gradient for each connection")
        precondition(tiles.nodes == factor.rows, "one row for each node")
        self.tiles = tiles
        self.weights = weights
        self.factor = factor
        self.transposed = transposed
        self.gradient = gradient
    }
}

extension Engine {
    /// Rows in a block of work: fixed, so that no result depends on the number of threads.
    static func blockRows(_ rows: Int) -> Int { rows <= SC_FEW_ROWS ? 1 : SC_BLOCK_ROWS }

    /// out = function(start + dense term + sparse term), for `images` columns; the rest becomes zero.
    ///
    /// The sum for each number runs in the order start, inputs of the dense term, connections of the sparse term.
    /// - Parameter activeRows: rows of the result that can be nonzero (1) or stay zero (0); nil: all can.
    package func multiply(
        start: ProductStart, dense: DenseTerm? = nil, sparse: SparseTerm? = nil,
        function: ProductFunction = .linear,
        activeRows: AlignedArray<UInt8>? = nil, images: Int, into out: Activations
    ) {
        var product = sc_product()
        product.rows = out.rows
        product.stride = out.stride
        product.images = images
        product.block_rows = Self.blockRows(out.rows)
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
        precondition(term.factor.stride == out.stride && term.tiles.nodes == out.rows)
        precondition(term.gradient == nil || product.h != nil, "a gradient needs a derivative at h")
        product.block_rows = Self.sparseBlockRows(out.rows)
        product.connections = UnsafePointer(term.transposed ? term.tiles.backward : term.tiles.forward)
        product.values = UnsafePointer(term.weights.pointer)
        product.factor = UnsafePointer(term.factor.values.pointer)
        product.factor_active = UnsafePointer(term.factor.active.pointer)
        product.values_gradient = term.gradient?.pointer
        product.scratch = scratch.pointer
    }

    /// The same for a product along connections.
    static func sparseBlockRows(_ rows: Int) -> Int {
        let least = SC_LEAST_BLOCK_ROWS
        return min(SC_MOST_BLOCK_ROWS, max(least, (rows / SC_BLOCKS + least - 1) / least * least))
    }
}
