import ArgumentParser
import Compute
import Model
import Networks
import StageKit

/// Lists the devices that networks can be computed on.
struct DevicesCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "devices", abstract: "Lists the devices that can compute networks, and proves each.",
        help: """
            Prints for each CUDA or OpenCL device its name for --device, what it reports of itself, and whether it is proved: it computes \
            operations on borderline numbers, and steps of small networks, with the same bits as this processor. Otherwise problem says \
            what is wrong; such a device is not used.

            EXAMPLE
              bench devices
            """)

    func perform() throws {
        let found: [DeviceDescription]
        do {
            found = try DeviceDescription.all()
        } catch {
            try printJSON(DevicesReport(devices: [], problem: "\(error)"))
            return
        }
        let problems = DeviceDescription.problems()
        try printJSON(
            DevicesReport(
                devices: found.map(DeviceReport.init),
                problem: problems.isEmpty ? nil : problems.joined(separator: "; ")))
    }
}

/// What `bench devices` prints.
private struct DevicesReport: Encodable {
    let devices: [DeviceReport]
    let problem: String?
}

private struct DeviceReport: Encodable {
    let device: String
    let name: String
    let platform: String
    let driver: String
    let isProcessor: Bool
    let memoryMb: Int
    let largestBufferMb: Int
    let proved: Bool
    let problem: String?

    init(_ description: DeviceDescription) {
        device = description.choice.description
        name = description.name
        platform = description.platform
        driver = description.driver
        isProcessor = description.isProcessor
        (memoryMb, largestBufferMb) = (description.memory >> 20, description.largestBuffer >> 20)
        problem = Self.problem(of: description.choice)
        proved = problem == nil
    }

    private static func problem(of choice: DeviceChoice) -> String? {
        do {
            try Engine(threads: 1, device: .open(choice)).proveDevice(batch: Conditions.paper.batch)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
