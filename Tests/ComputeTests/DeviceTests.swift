import Foundation
import Testing

@testable import Compute
@testable import Model

/// Devices of OpenCL: that their proof finds what is wrong with them, and that a failure is noticed. That they give the bits of the
/// plain kernels is in `KernelBitsTests` and `DenseProductTests`.
@Suite(.enabled(if: !Rival.devices.isEmpty, "no device of OpenCL (Debian's pocl-opencl-icd is one)"))
struct DeviceTests {
    private func device(_ edit: (String) -> String = { $0 }) throws -> Device {
        try Device(try #require(Rival.devices.first), editing: edit)
    }

    /// A device with `text` of its kernels replaced, which must be there.
    private func mutant(_ text: String, _ replacement: String) throws -> Device {
        try device { source in
            #expect(source.contains(text), "the kernels no longer contain \(text)")
            return source.replacing(text, with: replacement)
        }
    }

    @Test func theProofAcceptsADevice() throws {
        try Engine(threads: 1, device: device()).proveArithmetic()
    }

    @Test func quotientsAndRootsInIntegersAreThoseOfTheProcessor() throws {
        let device = try device { "#define SOFT_DIVISION\n" + $0 }
        try Engine(threads: 1, device: device).proveArithmetic()
    }

    @Test(arguments: [
        // no flushing
        ("return is_doubtful(r) ? flushed_fma(r, a, b, c) : r;", "return r;"),
        // flushing before rounding
        ("fabs(fma(less * UP, more, c * UP)) < LEAST_UP", "fabs(r) < 1.17549435e-38f"),
        // of products, sums and quotients
        (
            "(a_is_less ? a : b) * UP) * (a_is_less ? b : a)) < LEAST_UP ? zero_like(r) : r",
            "a)) < 0 ? zero_like(r) : r"
        ),
        ("return (BITS(r) & 0x7F800000u) == 0 ? zero_like(r) : r;", "return r;"),
        ("fabs(a * UP / b) < LEAST_UP ? zero_like(r) : r", "fabs(a) < 0 ? zero_like(r) : r"),
        // another approximation
        ("1.0f / 720", "1.0f / 721"),
        ("const float r = fma(a, b, c);", "const float r = a * b + c;"),
    ])
    func theProofFindsWrongArithmetic(text: String, replacement: String) throws {
        let device = try mutant(text, replacement)
        let engine = try Engine(threads: 1, device: device)
        #expect {
            try engine.proveArithmetic()
        } throws: { error in
            "\(error)".contains("computes other bits than this processor")
        }
    }

    @Test func numbersThatAreSubnormalAreZeroOnTheDevice() throws {
        let engine = try Engine(threads: 1, device: device())
        let values = AlignedArray<Float>([
            .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1, .leastNormalMagnitude,
        ])
        let out = AlignedArray<Float>(count: 4)
        engine.copy(values, into: out)
        #expect(out.bits == [0, 0x8000_0000, 0x3F80_0000, 0x0080_0000])
    }

    @Test func theNewestNumbersAreReadWhereverTheyAre() throws {
        let (one, other) = (
            try Engine(threads: 1, device: device()), try Engine(threads: 1, device: device())
        )
        let values = AlignedArray<Float>([1, 2, 3, 4, 5, 6])
        let out = AlignedArray<Float>(count: 6)
        one.transpose(values, rows: 2, into: out)
        #expect(out.array() == [1, 4, 2, 5, 3, 6])
        out[0] = 7
        one.transpose(out, rows: 3, into: values)
        #expect(values.array() == [7, 2, 3, 4, 5, 6])
        // an array moves from one device to the other
        other.transpose(values, rows: 2, into: out)
        #expect(out.array() == [7, 4, 2, 5, 3, 6])
        out.clear()
        other.copy(out, into: values)
        #expect(values.array() == [0, 0, 0, 0, 0, 0])
    }

    @Test func aFailureIsRememberedAndNamed() throws {
        let device = try device()
        let engine = try Engine(threads: 1, device: device)
        try engine.checkDevice()
        device.fail("the bus caught fire")
        let values = AlignedArray<Float>([1, 2])
        engine.copy(values, into: AlignedArray<Float>(count: 2))
        #expect(throws: DeviceError.failed(device.description, "the bus caught fire")) {
            try engine.checkDevice()
        }
    }

    @Test func kernelsThatDoNotCompileAreAFailure() throws {
        let device = try mutant("float zero_like(float x)", "float zero_like(nonsense x)")
        let engine = try Engine(threads: 1, device: device)
        #expect {
            try engine.proveArithmetic()
        } throws: { error in
            "\(error)".contains("compiling the kernels") && "\(error)".contains("nonsense")
        }
    }

    @Test func namesOfDevices() {
        #expect(DeviceChoice("cpu") == .processor)
        #expect(DeviceChoice("gpu") == .anyGPU)
        #expect(DeviceChoice("opencl") == .openCL(0))
        #expect(DeviceChoice("opencl:3") == .openCL(3))
        #expect(DeviceChoice("cuda:1") == .cuda(1))
        for wrong in [
            "", "CPU", "opencl:", "opencl:-1", "opencl:x", "cuda:", "metal:0", "opencl:1:2", "opencl:1000",
        ] {
            #expect(DeviceChoice(wrong) == nil, "\(wrong)")
        }
        #expect(throws: DeviceError.self) { try Device.open(.openCL(999)) }
    }
}
