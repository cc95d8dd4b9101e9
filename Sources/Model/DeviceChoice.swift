/// Where networks are computed, as `--device` and the environment variable SPARSE_CORTEX_DEVICE name it.
package enum DeviceChoice: Equatable, Sendable, CustomStringConvertible {
    /// `cpu`: by the processor's own kernels.
    case processor
    /// `gpu`: the first GPU there is.
    case anyGPU
    /// `opencl:N`: device N of OpenCL, as `bench devices` lists them.
    case openCL(Int)
    /// `cuda:N`: device N of CUDA.
    case cuda(Int)

    /// The environment variable that is used where no option is given.
    package static let environmentVariable = "SPARSE_CORTEX_DEVICE"

    /// `cpu`, `gpu`, `opencl:N`, `cuda:N`, or `opencl` or `cuda`, which are device 0; nil for anything else.
    package init?(_ text: String) {
        switch text {
        case "cpu": self = .processor
        case "gpu": self = .anyGPU
        case "opencl": self = .openCL(0)
        case "cuda": self = .cuda(0)
        default:
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let index = Int(parts[1]), (0..<1000).contains(index) else { return nil }
            switch parts[0] {
            case "opencl": self = .openCL(index)
            case "cuda": self = .cuda(index)
            default: return nil
            }
        }
    }

    package var description: String {
        switch self {
        case .processor: "cpu"
        case .anyGPU: "gpu"
        case .openCL(let index): "opencl:\(index)"
        case .cuda(let index): "cuda:\(index)"
        }
    }
}
