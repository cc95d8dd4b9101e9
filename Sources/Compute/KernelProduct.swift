import CKernels

/// Products with a dense N × N matrix by kernels of this package, in the order of the sparse ones: on every machine
/// they give the same bits as the sparse products of a matrix with all connections.
///
/// A tile of the result stays in registers while 64 rows of the factor, which fit into the first-level cache, stream by.
/// Blocks of the matrix are copied before they are used, and the next one is fetched meanwhile.
final class KernelProduct: DenseProduct {
    private let nodes: Int
    private let kernels: ProcessorKernels
    private let everyNode: AlignedArray<Int32>
    private let lists: [NodeList]

    /// Products of `nodes` × `nodes` matrices.
    init(nodes: Int, kernels: ProcessorKernels) {
        self.nodes = nodes
        self.kernels = kernels
        everyNode = AlignedArray((0..<nodes).map { Int32(truncatingIfNeeded: $0) })
        lists = (0..<2).map { _ in NodeList(nodes: nodes) }
    }

    func addProduct(
        _ matrix: AlignedArray<Float>, _ factor: Activations, images: Int, to out: Activations
    ) {
        var product = self.product(matrix, factor, images, out)
        product.rows = nodes
        product.row_list = UnsafePointer(everyNode.pointer)
        product.row_step = nodes
        product.column_step = 1
        sc_run_matrix_product(kernels.instructionSet.code, kernels.pool, &product)
    }

    func transposedProduct(
        _ matrix: AlignedArray<Float>, _ factor: Activations, wanted: AlignedArray<UInt8>, images: Int,
        into out: Activations
    ) {
        let rows = lists[1].fill(wanted)
        for row in rows {
            (out.values.pointer + Int(row) * out.stride).update(repeating: 0, count: out.stride)
        }
        var product = self.product(matrix, factor, images, out)
        product.rows = rows.count
        product.row_list = rows.baseAddress
        product.row_step = 1
        product.column_step = nodes
        sc_run_matrix_product(kernels.instructionSet.code, kernels.pool, &product)
    }

    func addOuterProduct(
        _ delta: Activations, _ factor: Activations, to gradient: AlignedArray<Float>
    ) {
        precondition(delta.rows == nodes && factor.rows == nodes && gradient.count == nodes * nodes)
        precondition(delta.stride == factor.stride)
        let post = lists[0].fill(delta.active)
        let pre = lists[1].fill(factor.active)
        var update = sc_matrix_gradient()
        update.rows = post.count
        update.row_list = post.baseAddress
        update.count = pre.count
        update.list = pre.baseAddress
        update.stride = delta.stride
        update.delta = UnsafePointer(delta.values.pointer)
        update.factor = UnsafePointer(factor.values.pointer)
        update.gradient = gradient.pointer
        update.row_step = nodes
        sc_run_matrix_gradient(kernels.instructionSet.code, kernels.pool, &update)
    }

    /// Everything except the rows and the steps.
    private func product(
        _ matrix: AlignedArray<Float>, _ factor: Activations, _ images: Int, _ out: Activations
    ) -> sc_matrix_product {
        precondition(matrix.count == nodes * nodes && factor.rows == nodes && out.rows == nodes)
        precondition(factor.stride == out.stride && images <= out.stride)
        let active = lists[0].fill(factor.active)
        var product = sc_matrix_product()
        product.count = active.count
        product.list = active.baseAddress
        product.stride = out.stride
        product.images = images
        product.matrix = UnsafePointer(matrix.pointer)
        product.factor = UnsafePointer(factor.values.pointer)
        product.out = out.values.pointer
        return product
    }
}
