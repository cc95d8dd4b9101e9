/// Products with a dense N × N matrix on a device.
final class DeviceProduct: DenseProduct {
    private let nodes: Int
    private let device: Device
    private let every: List
    private let lists: [List]

    /// Rows of a group of `matrix_product`, and rows and columns of one of `matrix_gradient` (`dense.cl`).
    private static let productRows = 64
    private static let outerRows = 32
    private static let outerColumns = 16

    /// The nodes that take part, and how many they are.
    private struct List {
        let indices: AlignedArray<Int32>
        let count = AlignedArray<Int32>(count: 1)
    }

    init(nodes: Int, on device: Device) {
        self.nodes = nodes
        self.device = device
        every = List(indices: AlignedArray((0..<nodes).map { Int32(truncatingIfNeeded: $0) }))
        every.count[0] = Int32(truncatingIfNeeded: nodes)
        lists = (0..<2).map { _ in List(indices: AlignedArray(count: nodes)) }
    }

    func addProduct(
        _ matrix: AlignedArray<Float>, _ factor: Activations, images: Int, to out: Activations
    ) {
        list(factor.active, lists[0])
        multiply(matrix, factor, rows: every, images: images, isTransposed: false, into: out)
    }

    func transposedProduct(
        _ matrix: AlignedArray<Float>, _ factor: Activations, wanted: AlignedArray<UInt8>, images: Int,
        into out: Activations
    ) {
        list(factor.active, lists[0])
        list(wanted, lists[1])
        multiply(matrix, factor, rows: lists[1], images: images, isTransposed: true, into: out)
    }

    func addOuterProduct(_ delta: Activations, _ factor: Activations, to gradient: AlignedArray<Float>) {
        precondition(delta.rows == nodes && factor.rows == nodes && gradient.count == nodes * nodes)
        precondition(delta.stride == factor.stride)
        list(delta.active, lists[0])
        list(factor.active, lists[1])
        let rows = (nodes + Self.outerRows - 1) / Self.outerRows
        let columns = (nodes + Self.outerColumns - 1) / Self.outerColumns
        device.launch(
            .matrixGradient, stride: delta.stride, groups: rows * columns,
            arguments(lists[0]) + arguments(lists[1]) + [
                .int(columns), delta.values.buffer(on: device), factor.values.buffer(on: device),
                gradient.buffer(on: device, .change), .long(nodes),
            ])
    }

    /// The product with the rows of `factor` that are in the first list.
    private func multiply(
        _ matrix: AlignedArray<Float>, _ factor: Activations, rows: List, images: Int, isTransposed: Bool,
        into out: Activations
    ) {
        precondition(matrix.count == nodes * nodes && factor.rows == nodes && out.rows == nodes)
        precondition(factor.stride == out.stride && images <= out.stride)
        let panels = (out.stride / 16 + 7) / 8
        device.launch(
            .matrixProduct, stride: out.stride,
            groups: (nodes + Self.productRows - 1) / Self.productRows * panels,
            arguments(rows) + arguments(lists[0]) + [
                .int(images), .int(isTransposed ? 1 : 0), matrix.buffer(on: device),
                .long(isTransposed ? 1 : nodes), .long(isTransposed ? nodes : 1),
                factor.values.buffer(on: device), out.values.buffer(on: device, .change),
            ])
    }

    private func list(_ flags: AlignedArray<UInt8>, _ list: List) {
        device.launch(
            .listActive, groups: 1,
            [
                .int(nodes), flags.buffer(on: device), list.indices.buffer(on: device, .overwrite),
                list.count.buffer(on: device, .overwrite),
            ])
    }

    private func arguments(_ list: List) -> [DeviceArgument] {
        [list.count.buffer(on: device), list.indices.buffer(on: device)]
    }
}
