import CKernels
import Model

/// Where kernels run: an instruction set and a pool of threads, and a device, if there is one. Results depend on none of them.
///
/// Not Sendable: only one thread at a time may use a pool, and no other can get hold of its engine meanwhile.
package final class Engine {
    let processor: ProcessorKernels
    /// What computes networks; the rest is the processor's.
    let kernels: any Kernels
    /// The device that computes networks; nil: the processor does.
    package let device: Device?

    /// The instructions in use.
    package var instructionSet: InstructionSet { processor.instructionSet }
    /// Threads in use, including the calling one.
    package var threads: Int { processor.threads }
    var pool: OpaquePointer { processor.pool }

    /// An engine with `threads` threads; if no instruction set is given, it is the one that the environment selects.
    ///
    /// - Throws: `InstructionSetError`, or `EngineError` if there is fewer than one thread or they cannot be started.
    package init(threads: Int, instructionSet: InstructionSet? = nil, device: Device? = nil) throws {
        guard threads >= 1, threads <= 1024 else { throw EngineError.threadCount(threads) }
        let set = try instructionSet ?? InstructionSet.selected()
        guard set.isSupported else { throw InstructionSetError.unsupported(set) }
        processor = try ProcessorKernels(threads: threads, instructionSet: set)
        self.device = device
        kernels = device.map { [processor] in DeviceKernels($0, beside: processor) } ?? processor
    }

    /// - Throws: `DeviceError` if the device has failed; what was computed with it since the last call is worthless then.
    package func checkDevice() throws(DeviceError) { try device?.check() }

    /// Runs `body` with subnormal numbers flushed to zero on this thread, as they always are on the pool's threads,
    /// and then restores the thread's mode. Everything that computes with an engine belongs in here.
    package func withSubnormalsFlushed<Result, E>(_ body: () throws(E) -> Result) throws(E) -> Result {
        let mode = sc_flush_subnormals()
        defer { sc_restore_mode(mode) }
        return try body()
    }

    /// Calls `body(block, worker)` once for each block in 0 ..< blocks, on any of the threads, and waits for all of
    /// them.
    ///
    /// `worker` is in 0 ..< threads; no two blocks run on one worker at the same time, so it can index scratch
    /// memory.
    package func forEachBlock(_ blocks: Int, _ body: (_ block: Int, _ worker: Int) -> Void) {
        processor.forEachBlock(blocks, body)
    }

    /// Writes examples into a batch: out[step] is [input][example].
    ///
    /// - Parameters:
    ///   - bytes: [example][step][input].
    ///   - table: the float for each of the 256 bytes.
    ///   - indices: which examples, at most as many as fit into the batch.
    ///   - out: [step][input][example], `steps * inputs` rows.
    package func loadExamples(
        bytes: Span<UInt8>, table: AlignedArray<Float>, indices: Span<Int64>, steps: Int,
        into out: Activations
    ) {
        precondition(table.count == 256)
        checkExamples(indices, values: bytes.count, steps: steps, out)
        bytes.withUnsafeBufferPointer { bytes in
            indices.withUnsafeBufferPointer { indices in
                sc_load_bytes(
                    pool, steps, out.rows / steps, out.stride, indices.count, bytes.baseAddress,
                    table.pointer, indices.baseAddress, out.values.pointer)
            }
        }
    }

    /// Writes examples into a batch unchanged, where `floats` is [example][step][input]; see the version for bytes.
    package func loadExamples(
        floats: Span<Float>, indices: Span<Int64>, steps: Int, into out: Activations
    ) {
        checkExamples(indices, values: floats.count, steps: steps, out)
        floats.withUnsafeBufferPointer { floats in
            indices.withUnsafeBufferPointer { indices in
                sc_load_floats(
                    pool, steps, out.rows / steps, out.stride, indices.count, floats.baseAddress,
                    indices.baseAddress, out.values.pointer)
            }
        }
    }

    private func checkExamples(_ indices: Span<Int64>, values: Int, steps: Int, _ out: Activations) {
        precondition(indices.count <= out.stride && out.rows % steps == 0)
        let size = out.rows
        for k in indices.indices {
            precondition(indices[k] >= 0 && (Int(indices[k]) + 1) * size <= values)
        }
    }
}

// MARK: - Moving numbers

extension Engine {
    /// out[j][i] = matrix[i][j] of a matrix with `rows` rows.
    package func transpose(_ matrix: AlignedArray<Float>, rows: Int, into out: AlignedArray<Float>) {
        precondition(rows > 0 && matrix.count % rows == 0 && matrix.count == out.count)
        kernels.transpose(matrix, rows: rows, into: out)
    }

    /// Copies all numbers.
    package func copy(_ values: AlignedArray<Float>, into out: AlignedArray<Float>) {
        precondition(values.count == out.count)
        kernels.copy(values, into: out)
    }

    /// Products with N × N matrices, of the same bits as those along all connections.
    package func denseProduct(nodes: Int) -> any DenseProduct { kernels.denseProduct(nodes: nodes) }

    /// Whether all rows are known to be zero; false where finding out would take longer than computing with zeros.
    package func isSilent(_ matrix: Activations) -> Bool { kernels.isSilent(matrix) }
}

@available(*, unavailable)
extension Engine: @unchecked Sendable {}

/// Why an engine cannot be made.
package enum EngineError: Error, Equatable, CustomStringConvertible {
    /// A number of threads outside 1...1024.
    case threadCount(Int)
    /// The system refused to start the threads.
    case cannotStart(Int)

    /// One sentence for people.
    package var description: String {
        switch self {
        case .threadCount(let count): "The number of threads is \(count); it must be in 1...1024."
        case .cannotStart(let count): "The system cannot start \(count) threads; ask for fewer."
        }
    }
}
