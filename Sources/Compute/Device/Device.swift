import CGPU
import Model

/// A device that computes networks instead of the processor: a GPU through OpenCL or CUDA, or a processor that OpenCL presents as one.
/// It gives the bits of the processor's kernels, which `Engine.proveDevice` checks before it is trusted.
///
/// Not Sendable, like the engine that uses it.
package final class Device {
    /// What it is.
    package let description: DeviceDescription
    /// Called before a network takes memory of it; may wait until there is room.
    package var admit: (DeviceUse) throws -> Void = { _ in }
    /// Bytes of all arrays that are there now.
    package internal(set) var allocated = 0
    /// The length of rows that is used most; kernels that know no rows are compiled with it.
    package var usualStride = 16
    let gpu: OpaquePointer
    /// What is compiled beside the stride.
    private let definitions: [String]
    /// The kernels; tests of the tests change them.
    private let source: String
    private var programs: [Int: DeviceProgram] = [:]

    /// Opens the device that `choice` names. None of its memory is taken before it is first used.
    ///
    /// - Returns: nil for the processor.
    /// - Throws: `DeviceError` if there is none, or if it cannot be used, say because its arithmetic is not that of IEEE 754.
    package static func open(_ choice: DeviceChoice) throws(DeviceError) -> Device? {
        switch choice {
        case .processor: return nil
        case .openCL, .cuda: return try Device(choice)
        case .anyGPU:
            let all = try DeviceDescription.all()
            let gpus = all.filter { !$0.isProcessor }
            guard let gpu = gpus.first(where: { $0.obstacle == nil }) ?? gpus.first else {
                throw .noGPU(others: all, problems: DeviceDescription.problems())
            }
            return try Device(gpu.choice)
        }
    }

    /// - Parameters:
    ///   - edit: changes the kernels, for tests of the tests.
    ///   - mayBeUnfit: whether its bits may differ, for tools that look for races.
    init(
        _ choice: DeviceChoice, editing edit: (String) -> String = { $0 }, mayBeUnfit: Bool = false
    ) throws(DeviceError) {
        description = try DeviceDescription(choice)
        if let obstacle = description.obstacle, !mayBeUnfit { throw .unusable(description, obstacle) }
        var why = [CChar](repeating: 0, count: SC_GPU_TEXT)
        guard let (interface, index) = choice.native, let gpu = sc_gpu_open(interface, index, &why) else {
            throw .unavailable(text(why))
        }
        self.gpu = gpu
        source = edit(String(cString: sc_gpu_kernels()))
        definitions =
            (description.dividesCorrectly ? [] : ["-DSOFT_DIVISION"])
            + (description.hasDoubles ? [CompiledKernels.doubles] : [])
    }

    deinit {
        for program in programs.values { sc_gpu_release_program(gpu, program.program) }
        sc_gpu_close(gpu)
    }

    /// - Throws: `DeviceError` if anything has failed on it. What was computed with it since the last call is worthless then.
    package func check() throws(DeviceError) {
        sc_gpu_wait(gpu)
        if let failure { throw .failed(description, failure) }
    }

    /// Bytes of memory that nobody uses now; nil if the driver does not say it.
    package var freeMemory: Int? {
        let bytes = Int(sc_gpu_free_memory(gpu))
        return bytes == 0 ? nil : bytes
    }

    /// What failed first.
    private var failure: String? { sc_gpu_failure(gpu).map { String(cString: $0) } }

    /// Makes it fail from here on, for tests.
    func fail(_ what: String) { sc_gpu_fail(gpu, what) }

    /// Runs `groups` groups of 256 items of a kernel that was compiled for rows of `stride` numbers; any, if it knows no rows.
    func launch(_ kernel: DeviceKernel, stride: Int? = nil, groups: Int, _ arguments: [DeviceArgument]) {
        guard let program = program(stride: stride ?? usualStride),
            let kernel = program.kernel(kernel, on: gpu)
        else {
            return
        }
        let native = arguments.map(\.native)
        sc_gpu_launch(gpu, kernel, UInt64(groups), 256, native, UInt32(native.count))
    }

    /// nil after a failure.
    private func program(stride: Int) -> DeviceProgram? {
        if let known = programs[stride] { return known }
        let definitions = CompiledKernels.definitions(stride: stride, definitions)
        let compiled = description.choice.isCUDA ? CompiledKernels.read(source, definitions) : nil
        let built = sc_gpu_build(gpu, source, definitions, compiled)
        programs[stride] = built.map { DeviceProgram(program: $0) }
        return programs[stride]
    }
}

@available(*, unavailable)
extension Device: @unchecked Sendable {}

/// The kernels, compiled for one length of rows.
private final class DeviceProgram {
    let program: OpaquePointer
    private var kernels: [DeviceKernel: OpaquePointer] = [:]

    init(program: OpaquePointer) { self.program = program }

    /// nil after a failure.
    func kernel(_ kernel: DeviceKernel, on gpu: OpaquePointer) -> OpaquePointer? {
        if let known = kernels[kernel] { return known }
        let found = sc_gpu_get_kernel(gpu, program, kernel.rawValue)
        kernels[kernel] = found
        return found
    }
}

/// The kernels of `Sources/CGPU/kernels`.
enum DeviceKernel: String {
    case flush, operations
    case product
    case productGathering = "product_gathering"
    case productSharing = "product_sharing"
    case connectionGradient = "connection_gradient"
    case gradient
    case listActive = "list_active"
    case matrixProduct = "matrix_product"
    case matrixGradient = "matrix_gradient"
    case adam, reorder, transpose
    case readOut = "read_out"
}

/// What a kernel is called with.
enum DeviceArgument {
    case buffer(OpaquePointer?)
    /// A 32-bit number.
    case int(Int)
    /// A 64-bit number.
    case long(Int)
    case float(Float)

    fileprivate var native: sc_gpu_argument {
        switch self {
        case .buffer(let buffer): sc_gpu_argument(buffer: buffer, value: 0, size: 8)
        case .int(let value):
            sc_gpu_argument(buffer: nil, value: UInt64(UInt32(truncatingIfNeeded: value)), size: 4)
        case .long(let value): sc_gpu_argument(buffer: nil, value: UInt64(bitPattern: Int64(value)), size: 8)
        case .float(let value): sc_gpu_argument(buffer: nil, value: UInt64(value.bitPattern), size: 4)
        }
    }
}
