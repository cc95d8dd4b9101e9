import Compute
import Foundation

/// OpenBLAS picks its kernels while it is loaded; releases older than a processor do not know it and fall back to kernels
/// of 2004 or 2013. So the program says which by the variable that OpenBLAS reads, and starts itself again.
enum OpenBLASKernels {
    private static let variable = "OPENBLAS_CORETYPE"

    /// Restarts this process with kernels for the processor's widest instructions, unless the user has chosen some. Returns
    /// if there is nothing to choose. The choice is part of the recipe (`OpenBLAS.coreType`).
    static func choose() {
        guard ProcessInfo.processInfo.environment[variable] == nil, let name = suitable else { return }
        setenv(variable, name, 1)
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &arguments)
        // Where a process may not start itself again, OpenBLAS's own choice remains.
        unsetenv(variable)
    }

    private static var suitable: String? {
        switch InstructionSet.supported.last {
        case .avx512: "SkylakeX"
        case .avx2: "Haswell"
        case .plain, nil: nil
        }
    }
}
