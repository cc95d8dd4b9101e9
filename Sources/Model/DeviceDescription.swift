/// What a device says of itself.
package struct DeviceDescription: Equatable, Sendable {
    /// How it is named: `opencl:N` or `cuda:N`.
    package let choice: DeviceChoice
    package let name: String
    /// Whose OpenCL it is, or CUDA.
    package let platform: String
    /// Version of the driver.
    package let driver: String
    /// Bytes of memory, and of one buffer at most.
    package let memory: Int
    package let largestBuffer: Int
    /// Whether it is a processor.
    package let isProcessor: Bool
    /// Whether its quotients and square roots are correctly rounded; otherwise they are computed in integers.
    package let dividesCorrectly: Bool
    /// What it lacks to compute the same bits; nil: nothing.
    package let lack: String?

    /// A device as it describes itself.
    package init(
        _ choice: DeviceChoice, name: String, platform: String, driver: String, memory: Int,
        largestBuffer: Int,
        isProcessor: Bool, dividesCorrectly: Bool, lack: String?
    ) {
        self.choice = choice
        self.name = name
        self.platform = platform
        self.driver = driver
        self.memory = memory
        self.largestBuffer = largestBuffer
        self.isProcessor = isProcessor
        self.dividesCorrectly = dividesCorrectly
        self.lack = lack
    }
}

/// What a network takes of a device.
package struct DeviceUse: Equatable, Sendable {
    /// Which device.
    package let choice: DeviceChoice
    /// Its name.
    package let name: String
    /// Bytes that the network needs, and that the device has.
    package let bytes: Int
    package let memory: Int

    /// A network that needs `bytes` of `device`.
    package init(_ device: DeviceDescription, bytes: Int) {
        choice = device.choice
        name = device.name
        self.bytes = bytes
        memory = device.memory
    }
}
