@testable import Compute
@testable import Model
import Networks
import Testing

@testable import Training

/// The first device that can be used.
private let usable = (try? DeviceDescription.all())?.first { $0.obstacle == nil }

/// Trainings on a device of OpenCL: the processor's bits, whatever the network, and nothing lost when the device fails.
@Suite(.serialized, .enabled(if: usable != nil, "no device of OpenCL (Debian's pocl-opencl-icd is one)"))
struct DeviceTrainingTests {
    private static let cases: [(Conditions, Double)] = [
        (Conditions(), 0.2), (Conditions(), 0.02), (Conditions(), 1), (Conditions(nonlinearity: .tanh), 0.2),
        (Conditions(nonlinearity: .tanh), 1), (Conditions(network: .feedforward), 0.2),
        (Conditions(network: .feedforward), 1), (Conditions(dale: DaleRule()), 0.2),
        (Conditions(dale: DaleRule()), 1), (Conditions(batch: 150), 0.2),
        (Conditions(recurrentWeights: .fixed), 0.2),
        (Conditions(inputFraction: 0.5, readoutFraction: 0.3), 0.2),
        // gradients vanish: most numbers are flushed
        (Conditions(weightGain: 1e-12), 0.2),
    ]
    private let dataset = TestNetworks.mnist(training: 330, test: 77)

    private func device(_ edit: (String) -> String = { $0 }) throws -> Device {
        let choice = try #require(usable?.choice)
        return try Device(choice, editing: edit)
    }

    private func trainer(_ options: TrainingOptions, _ density: Double, on device: Device?) throws -> Trainer
    {
        try Trainer(options, mask: TestNetworks.mask(75, density, seed: 1), dataset: dataset, device: device)
    }

    /// What a driver takes beside arrays, which is reserved with them.
    private func context(of device: Device) -> Int {
        device.description.isProcessor ? 0 : DeviceUse.contextBytes
    }

    /// Trains both for two epochs, one of them on the processor: batches of 100, the last of 30.
    private func expectTheSameBits(_ one: Trainer, _ other: Trainer) throws {
        for trainer in [one, other] {
            try trainer.evaluateBeforeTraining()
            for _ in 0..<2 { try trainer.runEpoch() }
        }
        #expect(one.metrics == other.metrics)
        let same = try one.takeState() == other.takeState()
        #expect(same)
    }

    @Test(arguments: cases)
    func theBitsAreThoseOfTheProcessor(conditions: Conditions, density: Double) throws {
        let options = TrainingOptions(conditions)
        try expectTheSameBits(trainer(options, density, on: nil), trainer(options, density, on: device()))
    }

    /// Nodes that fill groups of rows, tiles and blocks of all kernels to the last, and some that do not.
    @Test(arguments: [64, 128], [0.02, 0.2, 1])
    func wholeGroupsHaveTheBitsOfTheProcessor(nodes: Int, density: Double) throws {
        let mask = TestNetworks.mask(nodes, density, seed: 1)
        let trainers = try [nil, device()].map {
            try Trainer(TrainingOptions(), mask: mask, dataset: dataset, device: $0)
        }
        try expectTheSameBits(trainers[0], trainers[1])
    }

    /// Weights outside of the starting mask begin at zero (paper, figure S5B).
    @Test(arguments: [0.3, 1])
    func sparseToDenseHasTheBitsOfTheProcessor(density: Double) throws {
        let (mask, start) = (
            TestNetworks.mask(75, density, seed: 1), TestNetworks.mask(75, 0.1, seed: 2)
        )
        let trainers = try [nil, device()].map {
            try Trainer(TrainingOptions(), mask: mask, startingOn: start, dataset: dataset, device: $0)
        }
        let zeros = trainers[1].parameters.recurrentWeights.count { $0 == 0 }
        #expect(zeros > mask.count / 2, "the starting mask is not used")
        try expectTheSameBits(trainers[0], trainers[1])
    }

    @Test(arguments: [0.2, 1]) func aTrainingGoesOnWhereverItStopped(density: Double) throws {
        struct Stopped: Error {}
        let whole = try trainer(TrainingOptions(), density, on: nil)
        for _ in 0..<2 { try whole.runEpoch() }
        // Each step on the other one.
        var last = try trainer(TrainingOptions(), density, on: nil)
        for step in 1...7 {
            if step % last.stepsPerEpoch == 0 {
                try last.runEpoch()
            } else {
                #expect(throws: Stopped.self) {
                    try last.runEpoch(progress: { _, _, _ in if last.step == step { throw Stopped() } })
                }
            }
            last = try Trainer(
                TrainingOptions(), mask: TestNetworks.mask(75, density, seed: 1), dataset: dataset,
                resuming: last.takeState(), device: step % 2 == 1 ? device() : nil)
        }
        try last.runEpoch()
        let same = try last.takeState() == whole.takeState()
        #expect(same)
    }

    @Test func aFailureEndsTheTrainingAndNothingIsKept() throws {
        let device = try device()
        let trainer = try trainer(TrainingOptions(), 0.2, on: device)
        var saved: TrainingState?
        #expect(throws: DeviceError.failed(device.description, "fell off the bus")) {
            try trainer.runEpoch(progress: { step, _, _ in
                if step == 2 { saved = try trainer.takeState() }
                if step == 3 { device.fail("fell off the bus") }
            })
        }
        #expect(trainer.step == 3 && trainer.metrics.trainLoss.count == 3)
        #expect(throws: DeviceError.self) { try trainer.takeState() }
        // What was saved before goes on, on the processor.
        let mask = TestNetworks.mask(75, 0.2, seed: 1)
        let next = try Trainer(TrainingOptions(), mask: mask, dataset: dataset, resuming: try #require(saved))
        let whole = try self.trainer(TrainingOptions(), 0.2, on: nil)
        for trainer in [next, whole] { try trainer.runEpoch() }
        let same = try next.takeState() == whole.takeState()
        #expect(same)
    }

    /// What is reserved is never less than what is taken, and hardly more.
    @Test(arguments: [(300, 0.2), (300, 0.01), (200, 1)] as [(Int, Double)])
    func theMemoryIsThatWhichIsReserved(
        size: Int, density: Double
    ) throws {
        for dale in [nil, DaleRule()] {
            let device = try device()
            let context = context(of: device)
            var reserved = 0
            device.admit = { reserved = $0.bytes - context }
            let options = TrainingOptions(Conditions(dale: dale))
            let trainer = try Trainer(
                options, mask: TestNetworks.mask(size, density, seed: 1), dataset: dataset, device: device)
            let before = device.allocated
            try trainer.runEpoch()
            let taken = device.allocated - before
            #expect(taken <= reserved && Double(reserved) <= 1.15 * Double(taken), "\(taken) of \(reserved)")
        }
    }

    @Test func whatTheDeviceHasNoRoomForIsRefused() throws {
        let device = try device()
        let engine = try Engine(threads: 1, device: device)
        let (memory, largest) = (device.description.memory, device.description.largestBuffer)
        let most = memory - context(of: device)
        #expect(throws: DeviceError.memory(device.description, needed: memory + 1)) {
            try engine.prepareDevice(DeviceNeed(bytes: most + 1, largestArray: 1), batch: 16)
        }
        #expect(throws: DeviceError.array(device.description, needed: largest + 1)) {
            try engine.prepareDevice(DeviceNeed(bytes: most, largestArray: largest + 1), batch: 16)
        }
        #expect(device.allocated == 0)
        // Other programs, and other tests, use a GPU meanwhile.
        let room = device.freeMemory.map { min(most, $0 / 2) } ?? most
        try engine.prepareDevice(DeviceNeed(bytes: room, largestArray: largest), batch: 16)
    }

    /// Whoever waits for room holds nothing of the device meanwhile.
    @Test func nothingIsTakenBeforeThereIsRoom() throws {
        struct NoRoom: Error {}
        let device = try device()
        device.admit = { _ in
            #expect(device.allocated == 0)
            throw NoRoom()
        }
        #expect(throws: NoRoom.self) { _ = try trainer(TrainingOptions(), 0.2, on: device) }
        #expect(device.allocated == 0)
    }

    @Test func aDeviceWithOtherBitsIsRefused() throws {
        let device = try device { $0.replacing("gradient[i] = 0;", with: "gradient[i] = 1e-3f;") }
        #expect {
            _ = try trainer(TrainingOptions(), 0.2, on: device)
        } throws: { "\($0)".contains("after two steps of a sparse network") }
    }
}
