import CGPU
import Model

extension DeviceDescription {
    /// All devices, in OpenCL's order.
    ///
    /// - Throws: `DeviceError` if OpenCL cannot be used.
    package static func all() throws(DeviceError) -> [DeviceDescription] {
        var why = [CChar](repeating: 0, count: SC_GPU_TEXT)
        let count = sc_gpu_count(&why)
        guard count >= 0 else { throw .unavailable(text(why)) }
        var all: [DeviceDescription] = []
        for index in 0..<Int(count) { all.append(try DeviceDescription(index)) }
        return all
    }

    /// - Throws: `DeviceError` if there is no such device.
    package init(_ index: Int) throws(DeviceError) {
        var native = sc_gpu_description()
        var why = [CChar](repeating: 0, count: SC_GPU_TEXT)
        guard sc_gpu_describe(Int32(index), &native, &why) == 0 else { throw .unavailable(text(why)) }
        self.init(
            index: index, name: Self.string(native.name), platform: Self.string(native.platform),
            driver: Self.string(native.driver), memory: Int(native.memory),
            largestBuffer: Int(native.largest),
            isProcessor: native.is_cpu != 0, dividesCorrectly: native.divides_correctly != 0,
            lack: Self.lack(of: native))
    }

    private static func lack(of native: sc_gpu_description) -> String? {
        if native.has_subnormals == 0 { return "subnormal numbers" }
        if native.rounds_fma == 0 { return "fused multiply-adds that are rounded once" }
        if native.local < 32 << 10 { return "32 KB of local memory" }
        if native.group < 256 { return "groups of 256 items" }
        return nil
    }

    private static func string<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
