import CKernels
import Foundation

/// The vector instructions that the kernels use. All give the same bits; only the speed differs.
package enum InstructionSet: String, CaseIterable, Sendable {
    /// No vector instructions: this version defines every result.
    case plain
    /// AVX2 and FMA (x86-64 processors since 2013).
    case avx2
    /// AVX-512 (F, VL, DQ, BW).
    case avx512

    /// The environment variable that forces an instruction set.
    package static let environmentVariable = "SPARSE_CORTEX_ISA"

    var code: sc_isa {
        switch self {
        case .plain: SC_PLAIN
        case .avx2: SC_AVX2
        case .avx512: SC_AVX512
        }
    }

    /// Whether this build and this processor can run it.
    package var isSupported: Bool { sc_isa_supported(code) == 1 }

    /// All instruction sets that this build and this processor can run, slowest first.
    package static var supported: [InstructionSet] { allCases.filter(\.isSupported) }

    /// The fastest supported instruction set, or the one that `SPARSE_CORTEX_ISA` names.
    ///
    /// - Throws: `InstructionSetError` if the variable holds an unknown or unsupported name.
    package static func selected(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(InstructionSetError) -> InstructionSet {
        guard let name = environment[environmentVariable], !name.isEmpty else {
            return supported.last ?? .plain
        }
        guard let forced = InstructionSet(rawValue: name) else { throw .unknown(name) }
        guard forced.isSupported else { throw .unsupported(forced) }
        return forced
    }
}

/// Why an instruction set cannot be used.
package enum InstructionSetError: Error, Equatable, CustomStringConvertible {
    /// `SPARSE_CORTEX_ISA` holds an unknown name.
    case unknown(String)
    /// This processor (or a build for another architecture) lacks the instructions.
    case unsupported(InstructionSet)

    /// One sentence for people.
    package var description: String {
        let supported = InstructionSet.supported.map(\.rawValue).joined(separator: ", ")
        switch self {
        case .unknown(let name):
            return "SPARSE_CORTEX_ISA is \"\(name)\"; use one of \(supported), or unset it for the fastest."
        case .unsupported(let set):
            return "SPARSE_CORTEX_ISA asks for \(set.rawValue), which this processor does not have; "
                + "use one of \(supported), or unset it for the fastest."
        }
    }
}
