import CGPU

/// The kernels of a device. Numbers stay there until somebody reads them.
final class DeviceKernels: Kernels {
    private let device: Device
    /// For what the device cannot do.
    private let processor: ProcessorKernels
    /// In place of arrays that are not there.
    private let nothing = AlignedArray<Float>(count: 16)

    init(_ device: Device, beside processor: ProcessorKernels) {
        (self.device, self.processor) = (device, processor)
    }

    func accumulateGradients(delta: Activations, biases: AlignedArray<Float>?, dense: DenseTerm?) {
        let columns = (dense?.rows.count ?? 0) + (biases == nil ? 0 : 1)
        device.launch(
            .gradient, stride: delta.stride, groups: (delta.rows * columns + 15) / 16,
            [
                .int(delta.rows), read(delta.values), read(delta.active), .int(biases == nil ? 0 : 1),
                biases.map { $0.buffer(on: device, .change) } ?? none, .int(dense?.rows.count ?? 0),
                dense.map { read($0.factor.values) } ?? none, .int(dense?.rows.lowerBound ?? 0),
                dense.map { $0.weights.buffer(on: device, .change) } ?? none,
            ])
    }

    func adam(_ update: AdamUpdate) {
        let count = update.parameters.count
        device.launch(
            .adam, groups: Engine.adamBlocks(count),
            [
                .long(count), change(update.parameters), change(update.gradient),
                change(update.firstMoments), change(update.secondMoments), .float(update.oneMinusBeta1),
                .float(update.beta2), .float(update.oneMinusBeta2), .float(update.stepSize),
                .float(update.rootCorrection), .float(update.epsilon), .int(update.signs == nil ? 0 : 1),
                update.signs.map(read) ?? none, .int(update.blockSums == nil ? 0 : 1),
                update.blockSums.map { $0.buffer(on: device, .overwrite) } ?? none,
            ])
    }

    func sortByRows(_ tiles: ConnectionTiles, _ values: AlignedArray<Float>, into out: AlignedArray<Float>) {
        device.launch(
            .reorder, groups: tiles.tiles * tiles.tiles,
            [read(tiles.first), read(tiles.rowPlaces), read(values), out.buffer(on: device, .overwrite)])
    }

    func transpose(_ matrix: AlignedArray<Float>, rows: Int, into out: AlignedArray<Float>) {
        device.launch(
            .transpose, groups: (matrix.count + 255) / 256,
            [.int(rows), .int(matrix.count / rows), read(matrix), out.buffer(on: device, .overwrite)])
    }

    func copy(_ values: AlignedArray<Float>, into out: AlignedArray<Float>) {
        guard case .buffer(let from) = read(values), case .buffer(let to) = out.buffer(on: device, .overwrite)
        else { return }
        sc_gpu_copy(device.gpu, from, to, UInt64(values.count * MemoryLayout<Float>.stride))
    }

    func readOut(_ readout: PartialReadout) {
        guard device.description.hasDoubles else { return processor.readOut(readout) }
        device.launch(
            .readOut, groups: (readout.images * readout.classes + 255) / 256,
            [
                .int(readout.images), .int(readout.firstImage), .int(readout.nodes), .int(readout.classes),
                .int(readout.leftOut.count), read(readout.activations), read(readout.order),
                read(readout.weights), read(readout.biases), read(readout.leftOut),
                readout.sums.buffer(on: device, .overwrite),
            ])
    }

    func denseProduct(nodes: Int) -> any DenseProduct { DeviceProduct(nodes: nodes, on: device) }

    func isSilent(_ matrix: Activations) -> Bool { false }

    private var none: DeviceArgument { nothing.buffer(on: device) }
    private func read<Element>(_ array: AlignedArray<Element>) -> DeviceArgument { array.buffer(on: device) }
    private func change(_ array: AlignedArray<Float>) -> DeviceArgument { array.buffer(on: device, .change) }
}

// MARK: - Products

extension DeviceKernels {
    /// From this share of all pairs on, rows share activations; below, each gathers its own.
    private static let sharingDensity = 0.04
    /// Rows of a group: 16 · ROWS_EACH of `sparse.cl`.
    private static let groupRows = 32

    func multiply(_ product: Product) {
        let out = product.out
        guard let sparse = product.sparse else {
            launch(.product, product, [])
            return
        }
        let pairs = Double(out.rows) * Double(out.rows)
        let shares = Double(sparse.tiles.count) >= Self.sharingDensity * pairs
        launch(
            shares ? .productSharing : .productGathering, product,
            connections(of: sparse) + [read(sparse.weights)])
        if let gradient = sparse.gradient { addGradient(product, sparse, to: gradient) }
    }

    private func launch(_ kernel: DeviceKernel, _ product: Product, _ more: [DeviceArgument]) {
        let out = product.out
        var (initial, input, recurrent) = (none, none, none)
        var start = 0
        var isInPlace = false
        switch product.start {
        case .zero: break
        case .matrix(let matrix):
            start = 1
            isInPlace = matrix === out
            initial = read(matrix.values)
        case .biases(let first, let second):
            start = 2
            (input, recurrent) = (read(first), read(second))
        }
        let h = product.function.activations
        let flags = start + (h == nil ? 0 : 4) + (product.activeRows == nil ? 0 : 8)
        let dense = product.dense
        device.launch(
            kernel, stride: out.stride, groups: (out.rows + Self.groupRows - 1) / Self.groupRows,
            [
                .int(out.rows), .int(product.images), .int(Int(product.function.code.rawValue)), .int(flags),
                initial, input, recurrent, .int(dense?.rows.count ?? 0),
                dense.map { read($0.weights) } ?? none, dense.map { read($0.factor.values) } ?? none,
                .int(dense?.rows.lowerBound ?? 0), h.map { read($0.values) } ?? none,
                product.activeRows.map(read) ?? none,
                out.values.buffer(on: device, isInPlace ? .change : .overwrite),
                out.active.buffer(on: device, .overwrite),
            ] + more)
    }

    private func connections(of term: SparseTerm) -> [DeviceArgument] {
        let tiles = term.tiles
        return [
            .int(tiles.side), .int(tiles.granules), .int(tiles.tiles),
            .int(term.transposed ? tiles.tiles : 1), .int(term.transposed ? 1 : tiles.tiles),
            read(tiles.first), read(term.transposed ? tiles.columnStarts : tiles.rowStarts),
            read(term.transposed ? tiles.columnRows : tiles.rowColumns), read(term.factor.values),
            read(term.factor.active),
        ]
    }

    private func addGradient(_ product: Product, _ term: SparseTerm, to gradient: AlignedArray<Float>) {
        guard let h = product.function.activations else { return }
        device.launch(
            .connectionGradient, stride: product.out.stride, groups: (product.out.rows + 15) / 16,
            [
                .int(product.out.rows), .int(product.activeRows == nil ? 0 : 8), read(h.values),
                product.activeRows.map(read) ?? none,
            ] + connections(of: term) + [change(gradient)])
    }
}
