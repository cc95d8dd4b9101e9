/// Why a device cannot be used, or not any longer.
package enum DeviceError: Error, Equatable, CustomStringConvertible {
    /// OpenCL, CUDA or the device is missing.
    case unavailable(String)
    /// Kernels could not be compiled beforehand.
    case notCompiled(String)
    /// There are devices, but no GPU, or one whose driver has a problem.
    case noGPU(others: [DeviceDescription], problems: [String])
    /// Its arithmetic cannot give the same bits, or something that it needs is missing.
    case unusable(DeviceDescription, String)
    /// It failed before it computed anything.
    case notStarted(DeviceDescription, String)
    /// It gave other bits than the processor.
    case differs(DeviceDescription, String)
    /// Too small for the network.
    case memory(DeviceDescription, needed: Int)
    /// One array of the network is larger than the driver allows.
    case array(DeviceDescription, needed: Int)
    /// Others use its memory.
    case taken(DeviceDescription, free: Int, needed: Int)
    /// Something failed while it computed.
    case failed(DeviceDescription, String)

    /// For all of them.
    private static let instead =
        "use --device cpu (with make: DEVICE=cpu), or another that bench devices lists"

    /// Sentences for people.
    package var description: String {
        switch self {
        case .unavailable(let why): "The device cannot be used: \(Self.trimmed(why)); \(Self.instead)."
        case .notCompiled(let why): "The kernels for CUDA were not compiled: \(Self.trimmed(why))."
        case .noGPU(let others, let problems):
            "There is no GPU"
                + (others.isEmpty
                    ? ", and no other device"
                    : "; there is " + others.map { "\($0.choice) (\($0.name))" }.joined(separator: ", "))
                + problems.map { "; \(Self.trimmed($0))" }.joined() + "; \(Self.instead)."
        case .unusable(let device, let why):
            "Device \(device.name) cannot be used: \(Self.trimmed(why)); \(Self.instead)."
        case .notStarted(let device, let what):
            "Device \(device.name) does not start: \(Self.trimmed(what)); \(Self.instead)."
        case .differs(let device, let how):
            "Device \(device.name) (driver \(device.driver)) computes other bits than this processor, so it is not used: \(how). "
                + "Please report this; \(Self.instead)."
        case .memory(let device, let needed):
            "Device \(device.name) has \(device.memory >> 20) MB of memory, but this network needs about \(needed >> 20) MB; "
                + "\(Self.instead)."
        case .array(let device, let needed):
            "Device \(device.name) holds arrays of at most \(device.largestBuffer >> 20) MB, but the largest of this network has "
                + "\(needed >> 20) MB; \(Self.instead)."
        case .taken(let device, let free, let needed):
            "Device \(device.name) has \(free >> 20) of its \(device.memory >> 20) MB free, since other programs use it, but this "
                + "network needs about \(needed >> 20) MB; run the same command again when they have ended, or \(Self.instead)."
        case .failed(let device, let what):
            "Device \(device.name) failed: \(Self.trimmed(what)). Nothing that it computed since the last saved step was kept; run the "
                + "same command again to go on from there, or, if the device is lost, \(Self.instead)."
        }
    }

    /// Messages of drivers and compilers, which may end with a full stop or a new line.
    private static func trimmed(_ text: String) -> String {
        let end = text.lastIndex { !$0.isWhitespace && $0 != "." }
        return String(text[..<(end.map { text.index(after: $0) } ?? text.startIndex)]).replacing(
            "\n", with: "; ")
    }
}
