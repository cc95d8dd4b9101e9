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

    /// h, of a derivative.
    var activations: Activations? {
        switch self {
        case .linear, .relu, .tanh: nil
        case .reluDerivative(let h), .tanhDerivative(let h): h
        }
    }

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

    /// The first number of the first row, to read.
    var start: UnsafePointer<Float>? {
        factor.values.contents.baseAddress.map { $0 + rows.lowerBound * factor.stride }
    }
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
    /// out = function(start + dense term + sparse term), for `images` columns; the rest becomes zero.
    ///
    /// The sum for each number runs in the order start, inputs of the dense term, connections of the sparse term.
    /// - Parameter activeRows: rows of the result that can be nonzero (1) or stay zero (0); nil: all can.
    package func multiply(
        start: ProductStart, dense: DenseTerm? = nil, sparse: SparseTerm? = nil,
        function: ProductFunction = .linear,
        activeRows: AlignedArray<UInt8>? = nil, images: Int, into out: Activations
    ) {
        check(start, out)
        if let h = function.activations { precondition(h.rows == out.rows && h.stride == out.stride) }
        if let dense {
            precondition(
                dense.factor.stride == out.stride && dense.weights.count == out.rows * dense.rows.count)
        }
        if let sparse {
            precondition(sparse.factor.stride == out.stride && sparse.tiles.nodes == out.rows)
            precondition(
                sparse.gradient == nil || function.activations != nil, "a gradient needs a derivative at h")
        }
        kernels.multiply(
            Product(
                start: start, dense: dense, sparse: sparse, function: function, activeRows: activeRows,
                images: images, out: out))
    }

    private func check(_ start: ProductStart, _ out: Activations) {
        switch start {
        case .zero: break
        case .biases(let input, let recurrent):
            precondition(input.count == out.rows && recurrent.count == out.rows)
        case .matrix(let matrix): precondition(matrix.rows == out.rows && matrix.stride == out.stride)
        }
    }
}
