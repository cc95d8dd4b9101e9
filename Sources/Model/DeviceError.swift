/// Why a device cannot be used, or not any longer.
package enum DeviceError: Error, Equatable, CustomStringConvertible {
    /// OpenCL, CUDA or the device is missing.
    case unavailable(String)
    /// There are devices, but no GPU.
    case noGPU(others: [DeviceDescription])
    /// Its arithmetic cannot give the same bits.
    case unfit(DeviceDescription, lacks: String)
    /// It gave other bits than the processor.
    case differs(DeviceDescription, String)
    /// Too small for the network.
    case memory(DeviceDescription, needed: Int)
    /// Something failed while it computed.
    case failed(DeviceDescription, String)

    /// One sentence for people.
    package var description: String {
        switch self {
        case .unavailable(let why):
            "The device cannot be used: \(why). Use --device cpu, or see bench devices."
        case .noGPU(let others):
            "There is no GPU"
                + (others.isEmpty
                    ? ", and no other device. Use --device cpu."
                    : "; there is " + others.map { "\($0.choice) (\($0.name))" }.joined(separator: ", ")
                        + ". Use --device cpu, or name another.")
        case .unfit(let device, let lack):
            "Device \(device.name) lacks \(lack), so it cannot compute the same bits; use --device cpu."
        case .differs(let device, let how):
            "Device \(device.name) (driver \(device.driver)) computes other bits than this processor, so it is not used: \(how). "
                + "Use --device cpu, and please report this."
        case .memory(let device, let needed):
            "Device \(device.name) has \(device.memory >> 20) MB of memory, but this network needs about \(needed >> 20) MB; use a "
                + "larger one, or --device cpu."
        case .failed(let device, let what):
            "Device \(device.name) failed: \(what). Nothing that it computed since the last saved step was kept; run the same "
                + "command again to go on from there, with --device cpu if the device is lost."
        }
    }
}
