/// Where networks are computed, as `--device` and the environment variable SPARSE_CORTEX_DEVICE name it.
package enum DeviceChoice: Equatable, Sendable, CustomStringConvertible {
    /// `cpu`: by the processor's own kernels.
    case processor
    /// `gpu`: the first GPU there is.
    case anyGPU
    /// `opencl:N`: device N of OpenCL, as `bench devices` lists them.
    case openCL(Int)

    /// The environment variable that is used where no option is given.
    package static let environmentVariable = "SPARSE_CORTEX_DEVICE"

    /// `cpu`, `gpu`, `opencl:N`, or `opencl`, which is device 0; nil for anything else.
    package init?(_ text: String) {
        switch text {
        case "cpu": self = .processor
        case "gpu": self = .anyGPU
        case "opencl": self = .openCL(0)
        default:
            guard text.hasPrefix("opencl:"), let index = Int(text.dropFirst(7)), (0..<1000).contains(index)
            else { return nil }
            self = .openCL(index)
        }
    }

    package var description: String {
        switch self {
        case .processor: "cpu"
        case .anyGPU: "gpu"
        case .openCL(let index): "opencl:\(index)"
        }
    }
}
