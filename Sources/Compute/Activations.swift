/// One float32 number for each node and image of a batch, feature-major: [node][image].
///
/// Rows are padded to a multiple of 16 floats (64 bytes). The padding holds zeros, so that it cannot keep a node
/// alive. `active` says for each node whether any of its numbers is nonzero: silent nodes are left out of products.
package final class Activations {
    /// Nodes (or inputs, or classes).
    package let rows: Int
    /// Floats from one row to the next.
    package let stride: Int
    /// The numbers, [rows][stride].
    package let values: AlignedArray<Float>
    /// 1 for each row that is not all zero, [rows]; kept by the kernels that write `values`.
    package let active: AlignedArray<UInt8>

    /// Zeros for `rows` nodes and `stride` images.
    package init(rows: Int, stride: Int) {
        precondition(stride > 0 && stride % 16 == 0, "a row must be a multiple of 16 floats, not \(stride)")
        self.rows = rows
        self.stride = stride
        values = AlignedArray(count: rows * stride)
        active = AlignedArray(count: rows)
    }

    /// The padded length of a row of `images` numbers.
    package static func stride(images: Int) -> Int { (images + 15) / 16 * 16 }

    /// The number for `node` and `image`.
    package subscript(node: Int, image: Int) -> Float {
        get { values[node * stride + image] }
        set { values[node * stride + image] = newValue }
    }

    /// Memory of all numbers.
    package var bytes: Int { values.bytes + active.bytes }

    /// Number of rows that are not all zero.
    package var activeCount: Int { active.contents.reduce(0) { $0 + Int($1) } }
}
