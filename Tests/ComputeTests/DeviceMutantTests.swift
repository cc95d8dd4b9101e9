import Testing

@testable import Compute
@testable import Model

/// Kernels that are wrong in one place give other bits: what `KernelBitsTests` and `DenseProductTests` compare can tell.
@Suite(.enabled(if: !Rival.devices.isEmpty, "no device of OpenCL (Debian's pocl-opencl-icd is one)"))
struct DeviceMutantTests {
    private func agrees(_ device: Device, on parts: [SmallLayer.Part]) throws -> Bool {
        for kind in [RandomNumbers.Kind.usual, .tiny] {
            let plain = try Engine(threads: 1, instructionSet: .plain)
            let engine = try Engine(threads: 1, device: device)
            let expected = plain.withSubnormalsFlushed { SmallLayer.bits(kind, of: parts, on: plain) }
            let found = engine.withSubnormalsFlushed { SmallLayer.bits(kind, of: parts, on: engine) }
            try engine.checkDevice()
            if found != expected { return false }
        }
        return true
    }

    @Test func theKernelsAsTheyAreAgree() throws {
        #expect(try agrees(Device(try #require(Rival.devices.first)), on: SmallLayer.Part.allCases))
    }

    /// What is replaced by what, and the part that shows it: compiling all kernels for each would take most of the time.
    private static let mutants: [(String, String, SmallLayer.Part)] = [
        // what is doubtful is left as it is: in products along connections, and in dense ones
        ("if (is_doubtful(next_[v_])) next_[v_]", "if (0) next_[v_]", .gathering),
        ("least[0] + least[1] < SAFE_FACTORS", "0", .dense),
        // partial sums in another order
        (
            "part[l] = ADD(part[l], part[l + width])", "part[l] = ADD(part[l], part[2 * width - 1 - l])",
            .updates
        ),
        ("for (int k = begin; k < end; k++) {", "for (int k = end - 1; k >= begin; k--) {", .gathering),
        // silent nodes are not left out
        ("if (!active[node]) continue;", "", .sharing),
        ("if (!factor_active[node]) continue;", "", .gathering),
        ("&& factor_active[", "&& 1 | factor_active[", .sharing),
        ("flags[i] != 0", "1", .dense),
        // derivatives, padding, rows that nobody wants
        ("MUL(x, FMA(-h, h, 1.0f))", "x", .gathering),
        ("wanted && image < images ? function_of", "wanted && image < images - 1 ? function_of", .gathering),
        ("case RELU: return x < 0 ? 0 : x;", "case RELU: return x;", .gathering),
        // Adam
        ("x += LANES) sum = ADD(sum, magnitudes[x]);", "x += LANES) sum += magnitudes[n - 1 - x];", .updates),
        ("gradient[i] = 0;", "", .updates),
        // biases, other orders, and nodes that are left out
        ("ADD(input_biases[i], recurrent_biases[i])", "input_biases[i]", .others),
        ("values[base + places[base + k]]", "values[base + k]", .others),
        ("out[x % columns * rows + x / columns] = in[x];", "out[x] = in[x];", .others),
        ("while (place > left_out[level])", "while (place > left_out[0])", .others),
    ]

    @Test(arguments: mutants)
    func mutantsDisagree(text: String, replacement: String, part: SmallLayer.Part) throws {
        let device = try Device(try #require(Rival.devices.first)) { source in
            #expect(source.contains(text), "the kernels no longer contain \(text)")
            return source.replacing(text, with: replacement)
        }
        #expect(try !agrees(device, on: [part]))
    }
}
