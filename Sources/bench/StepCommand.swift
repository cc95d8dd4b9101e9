import ArgumentParser
import Compute
import Connectivity
import Formats
import Model
import Foundation
import Networks
import StageKit
import Training

/// Times the steps of a real training.
struct StepCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "step", abstract: "Times every step of a training on MNIST.",
        help: """
            Mask, initial weights and order of images are those of the authors' notebook for the seed, so losses can be \
            compared with PyTorch's. Nodes fall silent during training, and silent ones cost less: the first steps cost \
            the most.

            Prints steps_ms and losses (one for each step), peak_rss_mb (data_rss_mb was resident before there was a \
            network), setup_s (data_s, mask_s and network_s in all); with --epoch also epoch_s (training), test_s and \
            test_accuracy.

            EXAMPLES
              bench step --hidden 1000 --density 0.1 --steps 200
              bench step --hidden 300 --density 1 --epoch --threads 1
              bench step --hidden 100000 --density 0.001 --steps 3 --no-data
            """)

    @Option(name: .customLong("hidden"), help: ArgumentHelp("Number of hidden nodes.", valueName: "N"))
    var hiddenNodes: Int
    @Option(help: ArgumentHelp("Connection probability, above 0 and at most 1.", valueName: "P"))
    var density: Double
    @Option(
        help:
            "Function of the hidden nodes: \(Nonlinearity.allCases.map(\.rawValue).joined(separator: ", ")).")
    var nonlinearity: Nonlinearity = .relu
    @Option(help: ArgumentHelp("Steps to train; 20 unless told otherwise.", valueName: "K"))
    var steps: Int?
    @Flag(help: "Train a whole epoch and test once, instead of --steps.")
    var epoch = false
    @Option(help: ArgumentHelp("Seed of mask, initial weights and order of images.", valueName: "S"))
    var seed: UInt32 = 0
    @Option(help: "Images a step.")
    var batch = 100
    @Option(
        help: ArgumentHelp(
            "Folder with MNIST's four .gz files (default: \(TrainingImages.folder)).", valueName: "dir"))
    var data: String?
    @Flag(name: .customLong("no-data"), help: "Train on random images of MNIST's shape instead.")
    var withoutData = false
    @OptionGroup var threading: MeasuredThreads
    @OptionGroup var device: DeviceOptions

    func validate() throws {
        if let steps, steps < 1 {
            throw ValidationError("--steps \(steps) is not at least 1; leave it out for 20")
        }
        if epoch && steps != nil { throw ValidationError("--steps and --epoch exclude each other: give one") }
        guard batch >= 1 else {
            throw ValidationError("--batch \(batch) is not at least 1; the paper's is 100")
        }
        if withoutData && data != nil {
            throw ValidationError("--data and --no-data exclude each other: give one")
        }
        do {
            try rule.validate(hiddenNodes: hiddenNodes, density: density, seed: ruleSeed)
        } catch {
            throw ValidationError("--hidden \(hiddenNodes) --density \(density): \(error)")
        }
    }

    func perform() throws {
        let computing = try Device.open(device.choice())
        let clock = ContinuousClock()
        let start = clock.now
        let images = try withoutData ? TrainingImages.random(seed: seed) : TrainingImages.mnist(in: data)
        let loaded = clock.now
        let memory = ProcessMemory.resident
        // The mask is not kept while training.
        let (trainer, connections, drawn) = try { () throws in
            let mask = try rule.mask(hiddenNodes: hiddenNodes, density: density, seed: ruleSeed)
            let drawn = clock.now
            return (try Trainer(options, mask: mask, dataset: images, device: computing), mask.count, drawn)
        }()
        let ready = clock.now
        let training = TimedTraining(trainer)
        let whole = epoch ? try training.runEpoch() : nil
        if !epoch { try training.run(steps: steps ?? 20) }
        try printJSON(
            StepReport(
                nodes: hiddenNodes, density: density, connections: connections,
                nonlinearity: nonlinearity.rawValue, batch: batch, seed: seed, data: images.name,
                threads: threading.threads, isa: try InstructionSet.selected().rawValue,
                device: computing?.description.name ?? "cpu",
                stepsMs: training.milliseconds, losses: training.losses, activity: training.activity,
                epochS: whole?.training.seconds, testS: whole?.test.seconds,
                testAccuracy: whole?.testAccuracy, dataRssMb: memory, peakRssMb: ProcessMemory.peak,
                dataS: (loaded - start).seconds, maskS: (drawn - loaded).seconds,
                networkS: (ready - drawn).seconds, setupS: (ready - start).seconds))
    }

    private var options: TrainingOptions {
        TrainingOptions(
            Conditions(nonlinearity: nonlinearity, seed: Int(seed), batch: batch), threads: threading.threads)
    }

    /// If all pairs are connected, no list of connections is needed.
    private var rule: WiringRule { density == 1 ? .full : .bernoulli }
    private var ruleSeed: UInt64? { density == 1 ? nil : UInt64(seed) }
}

extension Nonlinearity: ExpressibleByArgument {}
