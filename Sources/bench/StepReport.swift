import Compute
import Training

/// What `bench step` prints; names of members end with their unit.
struct StepReport: Encodable {
    /// What happens before the first step.
    struct Setup {
        let data: Duration
        let mask: Duration
        let network: Duration
    }

    let nodes: Int
    let density: Double
    let connections: Int
    let nonlinearity: String
    let batch: Int
    let seed: UInt32
    let data: String
    let threads: Int
    let isa: String
    let stepsMs: [Double]
    let losses: [Float]
    let activity: [Double]
    let epochS: Double?
    let testS: Double?
    let testAccuracy: Double?
    let dataRssMb: Double
    let peakRssMb: Double
    let dataS: Double
    let maskS: Double
    let networkS: Double
    let setupS: Double

    init(
        _ command: StepCommand, images: String, connections: Int, memory: Double, setup: Setup,
        training: TimedTraining, epoch: TimedTraining.Epoch?
    ) throws {
        nodes = command.hiddenNodes
        density = command.density
        self.connections = connections
        nonlinearity = command.nonlinearity.rawValue
        batch = command.batch
        seed = command.seed
        data = images
        threads = command.threading.threads
        isa = try InstructionSet.selected().rawValue
        stepsMs = training.milliseconds
        losses = training.losses
        activity = training.activity
        epochS = epoch?.training.seconds
        testS = epoch?.test.seconds
        testAccuracy = epoch?.testAccuracy
        dataRssMb = memory
        peakRssMb = ProcessMemory.peak
        dataS = setup.data.seconds
        maskS = setup.mask.seconds
        networkS = setup.network.seconds
        setupS = (setup.data + setup.mask + setup.network).seconds
    }
}
