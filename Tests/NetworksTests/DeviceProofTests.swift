import Networks
import Testing

@testable import Compute
@testable import Model

private let usable = (try? DeviceDescription.all())?.first { $0.obstacle == nil }?.choice

/// Devices that are wrong in one place are refused before a network is trained on them.
@Suite(.enabled(if: usable != nil, "no device of OpenCL (Debian's pocl-opencl-icd is one)"))
struct DeviceProofTests {
    /// More than 128, so that rows have two panels.
    private static let batch = 144

    @Test(arguments: [1, 16, 100, batch, 300])
    func aDeviceWithTheSameBitsIsProved(batch: Int) throws {
        let engine = try Engine(threads: 1, device: Device(try #require(usable)))
        try engine.proveDevice(batch: batch)
    }

    @Test(arguments: [
        // many images; later panels; smaller batches
        (
            "next_[v_] = fma(weight_, (factors)[v_], (sums)[v_]);",
            "next_[v_] = v_ > 1 ? 7.0f : fma(weight_, (factors)[v_], (sums)[v_]);"
        ),
        ("for (int panel = 0; panel < PANELS; panel++) {", "for (int panel = 0; panel < 1; panel++) {"),
        ("wanted && image < images ? function_of", "wanted ? function_of"),
        // flushing along connections, and in dense products
        ("doubt_ |= is_doubtful(next_[v_]);", ""),
        ("was_unsafe |= least[0] + least[1] < SAFE_FACTORS;", ""),
        ("if (is_doubtful(next_[v_])) next_[v_]", "if (0) next_[v_]"),
        // tiles, nodes and rows after the first ones; blocks of Adam
        ("for (int f = 0; f < tiles; f++) {", "for (int f = 0; f < 1; f++) {"),
        ("for (int f = 0; wanted && f < tiles; f++) {", "for (int f = 0; wanted && f < 1; f++) {"),
        ("from < nodes; from += TILE_NODES", "from < 1; from += TILE_NODES"),
        ("const int count = base < rows ? *total : 0;", "const int count = base < 1 ? *total : 0;"),
        ("const i64 begin = (i64)GROUP * ADAM_BLOCK;", "const i64 begin = 0;"),
        ("const int tile_ = (i) / side * out_step", "const int tile_ = 0 * out_step"),
        // Dale's principle, derivatives
        ("if (has_signs && p == p && BITS(p) >> 31 != signs[i] >> 7) p = 0;", ""),
        ("MUL(x, FMA(-h, h, 1.0f))", "x"),
        ("case RELU_DERIVATIVE: return h > 0 ? x : 0;", "case RELU_DERIVATIVE: return x;"),
        // the read-out in double precision
        ("double sum = biases[c];", "float sum = biases[c];"),
        ("first_image + image", "image"),
        ("while (place > left_out[level])", "while (place > left_out[0])"),
        // sums in another order
        ("part[l] = ADD(part[l], part[l + width])", "part[l] = ADD(part[l], part[2 * width - 1 - l])"),
        ("for (int k = begin; k < end; k++) {", "for (int k = end - 1; k >= begin; k--) {"),
    ])
    func aDeviceThatIsWrongInOnePlaceIsRefused(text: String, replacement: String) throws {
        let device = try Device(try #require(usable)) { source in
            #expect(source.contains(text), "the kernels no longer contain \(text)")
            return source.replacing(text, with: replacement)
        }
        let engine = try Engine(threads: 1, device: device)
        #expect {
            try engine.proveDevice(batch: Self.batch)
        } throws: { error in
            "\(error)".contains("computes other bits than this processor")
        }
    }

    @Test func kernelsThatDoNotCompileAreNamedBeforeAnythingIsComputed() throws {
        let device = try Device(try #require(usable)) {
            $0.replacing("float zero_like(float x)", with: "float zero_like(nonsense x)")
        }
        #expect {
            try Engine(threads: 1, device: device).proveDevice(batch: 16)
        } throws: { error in
            "\(error)".contains("does not start: compiling the kernels") && "\(error)".contains("nonsense")
        }
    }
}
