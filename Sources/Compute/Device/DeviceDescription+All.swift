import CGPU
import Model

extension DeviceDescription {
    /// All devices, those of CUDA first.
    ///
    /// - Throws: `DeviceError` if neither CUDA nor OpenCL can be used.
    package static func all() throws(DeviceError) -> [DeviceDescription] {
        var all: [DeviceDescription] = []
        var problems: [String] = []
        for interface in [SC_CUDA, SC_OPENCL] {
            var why = [CChar](repeating: 0, count: SC_GPU_TEXT)
            let count = sc_gpu_count(interface, &why)
            if count < 0 { problems.append(text(why)) }
            for index in 0..<Int(max(0, count)) {
                all.append(try DeviceDescription(interface == SC_CUDA ? .cuda(index) : .openCL(index)))
            }
        }
        guard problems.count < 2 else { throw .unavailable(problems.joined(separator: ", and ")) }
        return all
    }

    /// What is wrong with drivers that are there but do not work.
    package static func problems() -> [String] {
        [SC_CUDA, SC_OPENCL].compactMap { interface in
            var why = [CChar](repeating: 0, count: SC_GPU_TEXT)
            return sc_gpu_count(interface, &why) < -1 ? text(why) : nil
        }
    }

    /// - Throws: `DeviceError` if there is no such device.
    package init(_ choice: DeviceChoice) throws(DeviceError) {
        guard let (interface, index) = choice.native else {
            throw .unavailable("\(choice) names no single device")
        }
        var native = sc_gpu_description()
        var why = [CChar](repeating: 0, count: SC_GPU_TEXT)
        guard sc_gpu_describe(interface, index, &native, &why) == 0 else { throw .unavailable(text(why)) }
        self.init(
            choice, name: Self.string(native.name), platform: Self.string(native.platform),
            driver: Self.string(native.driver), memory: Int(native.memory),
            largestBuffer: Int(native.largest), isProcessor: native.is_cpu != 0,
            dividesCorrectly: native.divides_correctly != 0,
            hasDoubles: native.has_doubles != 0, id: native.id.0 == 0 ? nil : Self.string(native.id),
            obstacle: Self.obstacle(of: native, choice))
    }

    private static func obstacle(of native: sc_gpu_description, _ choice: DeviceChoice) -> String? {
        // What is in the way of CUDA is that there is no compiler.
        let needsCompiler = !(choice.isCUDA && CompiledKernels.areThere)
        if native.obstacle.0 != 0, needsCompiler { return string(native.obstacle) }
        let lacks =
            native.has_subnormals == 0
            ? "subnormal numbers"
            : native.rounds_fma == 0
                ? "fused multiply-adds that are rounded once"
                : native.local < 32 << 10
                    ? "32 KB of local memory" : native.group < 256 ? "groups of 256 items" : nil
        return lacks.map { "it lacks \($0), so it cannot compute the same bits" }
    }

    private static func string<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

extension DeviceChoice {
    /// Whether it names a device of CUDA.
    var isCUDA: Bool { if case .cuda = self { true } else { false } }

    /// Interface and number; nil unless it names one device.
    var native: (sc_gpu_interface, Int32)? {
        switch self {
        case .processor, .anyGPU: nil
        case .openCL(let index): (SC_OPENCL, Int32(index))
        case .cuda(let index): (SC_CUDA, Int32(index))
        }
    }
}

/// The text in a C array.
func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
