/// The three products with a dense N × N matrix that training needs, with silent nodes left out. This is exact, since
/// they add zeros, and after a few training steps two thirds of a dense network's nodes are silent for a whole batch.
package protocol DenseProduct: AnyObject {
    /// out += matrix · factor for `images` columns; matrix is [N][N], row-major.
    func addProduct(_ matrix: AlignedArray<Float>, _ factor: Activations, images: Int, to out: Activations)

    /// out[j] = (matrixᵀ · factor)[j] for `images` columns of the rows j that `wanted` marks; the other rows are left as
    /// they are.
    func transposedProduct(
        _ matrix: AlignedArray<Float>, _ factor: Activations, wanted: AlignedArray<UInt8>, images: Int,
        into out: Activations)

    /// gradient[i][j] += Σ_image delta[i] · factor[j] where both ends are active; gradient is [N][N], row-major.
    func addOuterProduct(_ delta: Activations, _ factor: Activations, to gradient: AlignedArray<Float>)
}

/// The nodes that a matrix of flags marks, in memory that is allocated once.
final class NodeList {
    private let indices: AlignedArray<Int32>

    init(nodes: Int) {
        indices = AlignedArray(count: nodes)
    }

    /// The indices of the nonzero flags, ascending; valid until the next call.
    func fill(_ flags: AlignedArray<UInt8>) -> UnsafeBufferPointer<Int32> {
        precondition(flags.count == indices.count)
        var count = 0
        for i in 0..<flags.count where flags.pointer[i] != 0 {
            indices.pointer[count] = Int32(truncatingIfNeeded: i)
            count += 1
        }
        return UnsafeBufferPointer(start: indices.pointer, count: count)
    }
}
