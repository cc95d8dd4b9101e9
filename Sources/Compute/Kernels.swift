/// What computes networks for an engine: the processor's kernels or those of a device. All give the same bits.
///
/// `Engine` has checked sizes before it calls any of these.
protocol Kernels: AnyObject {
    /// See `Engine.multiply`.
    func multiply(_ product: Product)

    /// See `Engine.accumulateGradients`.
    func accumulateGradients(delta: Activations, biases: AlignedArray<Float>?, dense: DenseTerm?)

    /// See `Engine.adam`; writes `blockSums`.
    func adam(_ update: AdamUpdate)

    /// See `ConnectionTiles.sortByRows`.
    func sortByRows(_ tiles: ConnectionTiles, _ values: AlignedArray<Float>, into out: AlignedArray<Float>)

    /// out[j][i] = matrix[i][j] of a matrix with `rows` rows.
    func transpose(_ matrix: AlignedArray<Float>, rows: Int, into out: AlignedArray<Float>)

    /// Copies all numbers.
    func copy(_ values: AlignedArray<Float>, into out: AlignedArray<Float>)

    /// See `Engine.readOut`.
    func readOut(_ readout: PartialReadout)

    /// Products with N × N matrices.
    func denseProduct(nodes: Int) -> any DenseProduct

    /// Whether all rows are known to be zero; false where finding out would take longer than computing with zeros.
    func isSilent(_ matrix: Activations) -> Bool
}

/// out = function(start + dense term + sparse term), for `images` columns; the rest becomes zero.
struct Product {
    let start: ProductStart
    let dense: DenseTerm?
    let sparse: SparseTerm?
    let function: ProductFunction
    /// Rows of the result that can be nonzero (1) or stay zero (0); nil: all can.
    let activeRows: AlignedArray<UInt8>?
    let images: Int
    let out: Activations
}

/// One step of Adam, with all scalars.
struct AdamUpdate {
    let parameters: AlignedArray<Float>
    let gradient: AlignedArray<Float>
    let firstMoments: AlignedArray<Float>
    let secondMoments: AlignedArray<Float>
    let blockSums: AlignedArray<Float>?
    let signs: AlignedArray<UInt8>?
    let oneMinusBeta1: Float
    let beta2: Float
    let oneMinusBeta2: Float
    /// Learning rate / (1 - beta1^step).
    let stepSize: Float
    /// sqrt(1 - beta2^step).
    let rootCorrection: Float
    let epsilon: Float
}
