import CGPU

/// The copy of an array in a device's memory, and where the newest numbers are.
final class DeviceMirror {
    private enum Newest { case host, device, both }

    let device: Device
    /// nil after a failure.
    let buffer: OpaquePointer?
    /// Of all elements, and of the buffer, since kernels may read, but not use, numbers just after the end.
    private let bytes: Int
    private let room: Int
    private var newest = Newest.host

    init(bytes: Int, room: Int, on device: Device) {
        self.device = device
        self.bytes = bytes
        self.room = room
        buffer = sc_gpu_allocate(device.gpu, UInt64(room))
        device.allocated += room
    }

    deinit {
        sc_gpu_release_buffer(device.gpu, buffer)
        device.allocated -= room
    }

    /// Makes the host's memory as new as the device's, and newer if it is to change.
    func bringHome(into memory: UnsafeMutableRawPointer, toChange: Bool) {
        if newest == .device {
            sc_gpu_read(device.gpu, buffer, UInt64(bytes), memory)
            newest = .both
        }
        if toChange { newest = .host }
    }

    /// The host has new numbers, whatever the device had.
    func becomeStale() { newest = .host }

    /// Makes the device's memory as new as the host's.
    ///
    /// - Returns: whether anything had to be copied.
    func sendOut(from memory: UnsafeRawPointer) -> Bool {
        guard newest == .host else { return false }
        sc_gpu_write(device.gpu, buffer, UInt64(bytes), memory)
        newest = .both
        return true
    }

    /// The device has new numbers.
    func hasChanged() { newest = .device }
}

/// What a kernel does with an array.
enum DeviceAccess {
    case read
    /// Some of its numbers stay.
    case change
    /// None of them stays.
    case overwrite
}

extension AlignedArray {
    /// The buffer of this array on a device, with the newest numbers in it unless they are overwritten.
    func buffer(on device: Device, _ access: DeviceAccess = .read) -> DeviceArgument {
        let mirror = mirror(on: device)
        if access != .overwrite, mirror.sendOut(from: hostMemory), Element.self == Float.self {
            // Numbers that a file holds may be subnormal; kernels rely on it that none is.
            device.launch(
                .flush, groups: (count + 255) / 256, [.long(count), .buffer(mirror.buffer)])
        }
        if access != .read { mirror.hasChanged() }
        return .buffer(mirror.buffer)
    }

    private func mirror(on device: Device) -> DeviceMirror {
        if let mirror, mirror.device === device { return mirror }
        mirror?.bringHome(into: hostMemory, toChange: true)
        let new = DeviceMirror(bytes: count * MemoryLayout<Element>.stride, room: bytes, on: device)
        mirror = new
        return new
    }
}
