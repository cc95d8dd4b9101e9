import CKernels

/// Products with a dense N × N matrix through OpenBLAS, with silent nodes left out.
///
/// Each call of sgemm is single-threaded and works on a fixed block of rows. Rows and columns of nodes that are
/// silent for the whole batch are packed away first. The bits depend on OpenBLAS's version and core type and, because
/// of the packing, on which nodes are silent. All columns are computed, padding too. This is here to judge `KernelProduct`.
package final class OpenBLASProduct: DenseProduct {
    /// Nodes, N.
    package let nodes: Int
    private let engine: Engine
    private let stride: Int
    private let packed: [Activations]
    private let scratch: [AlignedArray<Float>]
    private let lists: [NodeList]

    /// Room for products of `nodes` × `nodes` matrices with activations of `stride` columns.
    package init(nodes: Int, stride: Int, engine: Engine) {
        OpenBLAS.useOneThread()
        self.nodes = nodes
        self.stride = stride
        self.engine = engine
        packed = (0..<2).map { _ in Activations(rows: nodes, stride: stride) }
        scratch = (0..<engine.threads).map { _ in AlignedArray(count: SC_OPENBLAS_ROWS * max(nodes, stride)) }
        lists = (0..<2).map { _ in NodeList(nodes: nodes) }
    }

    package func addProduct(
        _ matrix: AlignedArray<Float>, _ factor: Activations, images: Int, to out: Activations
    ) {
        let active = pack(factor, 0)
        guard !active.isEmpty else { return }
        let all = active.count == nodes
        forEachRows(nodes) { rows, worker in
            var weights = UnsafePointer(matrix.pointer + rows.lowerBound * nodes)
            if !all {
                let block = scratch[worker].pointer
                for (r, i) in rows.enumerated() {
                    let row = matrix.pointer + i * nodes
                    let target = block + r * active.count
                    for k in 0..<active.count { target[k] = row[Int(active[k])] }
                }
                weights = UnsafePointer(block)
            }
            OpenBLAS.multiply(
                rows.count, stride, active.count, a: weights, lda: all ? nodes : active.count,
                b: packed[0].values.pointer, ldb: stride, beta: 1,
                c: out.values.pointer + rows.lowerBound * stride, ldc: stride)
        }
    }

    package func transposedProduct(
        _ matrix: AlignedArray<Float>, _ factor: Activations, wanted: AlignedArray<UInt8>, images: Int,
        into out: Activations
    ) {
        let active = pack(factor, 0)
        let targets = lists[1].fill(wanted)
        forEachRows(targets.count) { rows, worker in
            // The block is [target][active]: a gather along the columns of the matrix.
            let block = scratch[worker].pointer
            for (k, i) in active.enumerated() {
                let row = matrix.pointer + Int(i) * nodes
                for r in 0..<rows.count {
                    block[r * active.count + k] = row[Int(targets[rows.lowerBound + r])]
                }
            }
            let result = packed[1].values.pointer + rows.lowerBound * stride
            OpenBLAS.multiply(
                rows.count, stride, active.count, a: block, lda: max(1, active.count),
                b: packed[0].values.pointer, ldb: stride, beta: 0, c: result, ldc: stride)
            for r in 0..<rows.count {
                let target = out.values.pointer + Int(targets[rows.lowerBound + r]) * stride
                target.update(from: result + r * stride, count: stride)
            }
        }
    }

    package func addOuterProduct(
        _ delta: Activations, _ factor: Activations, to gradient: AlignedArray<Float>
    ) {
        let post = pack(delta, 0)
        let pre = pack(factor, 1)
        guard !pre.isEmpty else { return }
        forEachRows(post.count) { rows, worker in
            let block = scratch[worker].pointer
            OpenBLAS.multiply(
                rows.count, pre.count, stride, a: packed[0].values.pointer + rows.lowerBound * stride,
                lda: stride,
                b: packed[1].values.pointer, ldb: stride, beta: 0, c: block, ldc: pre.count, transposeB: true)
            for r in 0..<rows.count {
                let target = gradient.pointer + Int(post[rows.lowerBound + r]) * nodes
                let sums = block + r * pre.count
                for k in 0..<pre.count { target[Int(pre[k])] += sums[k] }
            }
        }
    }

    private func forEachRows(_ count: Int, _ body: (_ rows: Range<Int>, _ worker: Int) -> Void) {
        let size = SC_OPENBLAS_ROWS
        engine.forEachBlock((count + size - 1) / size) { block, worker in
            body(block * size..<min(count, (block + 1) * size), worker)
        }
    }

    /// Copies the active rows of `matrix` one after the other into `packed[slot]`; returns which rows they are.
    private func pack(_ matrix: Activations, _ slot: Int) -> UnsafeBufferPointer<Int32> {
        let active = lists[slot].fill(matrix.active)
        let target = packed[slot].values.pointer
        forEachRows(active.count) { rows, _ in
            for r in rows {
                (target + r * stride).update(
                    from: matrix.values.pointer + Int(active[r]) * stride, count: stride)
            }
        }
        return active
    }
}
