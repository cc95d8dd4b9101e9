import CKernels

/// The kernels of CKernels, on a pool of threads.
final class ProcessorKernels: Kernels {
    let instructionSet: InstructionSet
    let threads: Int
    let pool: OpaquePointer
    /// Memory for products along connections, one part for each thread.
    private lazy var scratch = AlignedArray<UInt8>(count: threads * Int(SC_SCRATCH))

    /// - Throws: `EngineError` if the threads cannot be started.
    init(threads: Int, instructionSet: InstructionSet) throws {
        guard let pool = sc_pool_create(Int32(threads)) else { throw EngineError.cannotStart(threads) }
        self.pool = pool
        self.threads = threads
        self.instructionSet = instructionSet
    }

    deinit {
        sc_pool_destroy(pool)
    }

    /// See `Engine.forEachBlock`.
    func forEachBlock(_ blocks: Int, _ body: (_ block: Int, _ worker: Int) -> Void) {
        precondition(blocks < 1 << 20, "too many blocks")
        withoutActuallyEscaping(body) { escapable in
            var task = BlockTask(body: escapable)
            withUnsafeMutablePointer(to: &task) { pointer in
                sc_pool_run(
                    pool, blocks,
                    { context, block, worker in
                        context?.assumingMemoryBound(to: BlockTask.self).pointee.body(block, Int(worker))
                    },
                    pointer)
            }
        }
    }

    private struct BlockTask {
        let body: (Int, Int) -> Void
    }

    func multiply(_ product: Product) {
        let out = product.out
        var call = sc_product()
        call.rows = out.rows
        call.stride = out.stride
        call.images = product.images
        call.block_rows = Self.blockRows(out.rows)
        call.out = out.values.pointer
        call.out_active = out.active.pointer
        call.row_active = product.activeRows?.contents.baseAddress
        set(&call, product.start)
        set(&call, product.function)
        if let dense = product.dense { set(&call, dense) }
        if let sparse = product.sparse { set(&call, sparse, rows: out.rows) }
        sc_run_product(instructionSet.code, pool, &call)
    }

    func accumulateGradients(delta: Activations, biases: AlignedArray<Float>?, dense: DenseTerm?) {
        var call = sc_gradient()
        call.rows = delta.rows
        call.stride = delta.stride
        call.block_rows = Self.blockRows(delta.rows)
        call.delta = delta.values.contents.baseAddress
        call.delta_active = delta.active.contents.baseAddress
        call.bias_gradient = biases?.pointer
        if let dense {
            call.dense_count = dense.rows.count
            call.dense = dense.start
            call.dense_gradient = dense.weights.pointer
        }
        sc_run_gradient(instructionSet.code, pool, &call)
    }

    func adam(_ update: AdamUpdate) {
        var call = sc_adam()
        call.count = Int64(update.parameters.count)
        call.parameters = update.parameters.pointer
        call.gradient = update.gradient.pointer
        call.first_moment = update.firstMoments.pointer
        call.second_moment = update.secondMoments.pointer
        call.one_minus_beta1 = update.oneMinusBeta1
        call.beta2 = update.beta2
        call.one_minus_beta2 = update.oneMinusBeta2
        call.step_size = update.stepSize
        call.root_correction = update.rootCorrection
        call.epsilon = update.epsilon
        call.block_sums = update.blockSums?.pointer
        call.signs = update.signs?.contents.baseAddress
        sc_run_adam(instructionSet.code, pool, &call)
    }

    func sortByRows(_ tiles: ConnectionTiles, _ values: AlignedArray<Float>, into out: AlignedArray<Float>) {
        sc_reorder(
            pool, tiles.tiles * tiles.tiles, tiles.first.pointer, tiles.rowPlaces.pointer, values.pointer,
            out.pointer)
    }

    func transpose(_ matrix: AlignedArray<Float>, rows: Int, into out: AlignedArray<Float>) {
        let columns = matrix.count / rows
        let (values, out) = (matrix.contents, out.pointer)
        for i in 0..<rows {
            for j in 0..<columns { out[j * rows + i] = values[i * columns + j] }
        }
    }

    func copy(_ values: AlignedArray<Float>, into out: AlignedArray<Float>) {
        out.copy(from: values.contents)
    }

    func denseProduct(nodes: Int) -> any DenseProduct { KernelProduct(nodes: nodes, kernels: self) }

    func isSilent(_ matrix: Activations) -> Bool { matrix.activeCount == 0 }
}

// MARK: - Parts of a product

extension ProcessorKernels {
    private func set(_ call: inout sc_product, _ start: ProductStart) {
        switch start {
        case .zero: break
        case .biases(let input, let recurrent):
            call.bias_in = input.contents.baseAddress
            call.bias_rec = recurrent.contents.baseAddress
        case .matrix(let matrix): call.initial = matrix.values.contents.baseAddress
        }
    }

    private func set(_ call: inout sc_product, _ function: ProductFunction) {
        call.function = function.code
        call.h = function.activations?.values.contents.baseAddress
    }

    private func set(_ call: inout sc_product, _ term: DenseTerm) {
        call.dense_count = term.rows.count
        call.dense_weights = term.weights.contents.baseAddress
        call.dense = term.start
    }

    private func set(_ call: inout sc_product, _ term: SparseTerm, rows: Int) {
        call.block_rows = Self.sparseBlockRows(rows)
        call.connections = UnsafePointer(term.transposed ? term.tiles.backward : term.tiles.forward)
        call.values = term.weights.contents.baseAddress
        call.factor = term.factor.values.contents.baseAddress
        call.factor_active = term.factor.active.contents.baseAddress
        call.values_gradient = term.gradient?.pointer
        call.scratch = scratch.pointer
    }

    /// Rows in a block of work: fixed, so that no result depends on the number of threads.
    static func blockRows(_ rows: Int) -> Int { rows <= SC_FEW_ROWS ? 1 : SC_BLOCK_ROWS }

    /// The same for a product along connections.
    static func sparseBlockRows(_ rows: Int) -> Int {
        let least = SC_LEAST_BLOCK_ROWS
        return min(SC_MOST_BLOCK_ROWS, max(least, (rows / SC_BLOCKS + least - 1) / least * least))
    }
}
