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
    /// Whether it computes in float64.
    package let hasDoubles: Bool
    /// Identifies it whether it is used through CUDA or OpenCL; nil if the driver does not say.
    package let id: String?
    /// Why it cannot be used; nil: nothing is in the way.
    package let obstacle: String?

    /// A device as it describes itself.
    package init(
        _ choice: DeviceChoice, name: String, platform: String, driver: String, memory: Int,
        largestBuffer: Int, isProcessor: Bool, dividesCorrectly: Bool, hasDoubles: Bool,
        id: String?, obstacle: String?
    ) {
        self.choice = choice
        self.name = name
        self.platform = platform
        self.driver = driver
        self.memory = memory
        self.largestBuffer = largestBuffer
        self.isProcessor = isProcessor
        self.dividesCorrectly = dividesCorrectly
        self.hasDoubles = hasDoubles
        self.id = id
        self.obstacle = obstacle
    }
}

/// What a network needs of a device's memory.
package struct DeviceNeed: Equatable, Sendable {
    /// Bytes in all, and of the largest array.
    package let bytes: Int
    package let largestArray: Int

    package init(bytes: Int, largestArray: Int) {
        self.bytes = bytes
        self.largestArray = largestArray
    }
}

/// What a process takes of a device.
package struct DeviceUse: Equatable, Sendable {
    /// What a GPU's driver takes for each process, beside arrays: contexts and kernels of CUDA are a few hundred MB. An estimate, not
    /// measured here.
    package static let contextBytes = 512 << 20

    /// The same for all processes that use the device, through whatever interface.
    package let device: String
    /// Its name.
    package let name: String
    /// Bytes that the process takes, and that the device has.
    package let bytes: Int
    package let memory: Int

    /// A process that computes a network on `device`.
    package init(_ device: DeviceDescription, _ need: DeviceNeed) {
        self.device = device.id ?? device.choice.description
        name = device.name
        bytes = need.bytes + (device.isProcessor ? 0 : Self.contextBytes)
        memory = device.memory
    }
}
