import Analysis
import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import StageKit
import Training

/// Measures of the course of a training.
enum OfMetrics {
    static let commands: [any ParsableCommand.Type] = [DelayCommand.self, EarlyLossCommand.self]
}

struct DelayCommand: MeasureCommand {
    static let kind = MeasureKind.delay
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "After how many epochs a network first exceeds chance.",
        help: """
            Chance is the share of the most frequent class among the test images; it is exceeded by more than five standard \
            deviations of an accuracy on as many images (paper, figure 6C; docs/measures.md). A network that never exceeds it gets \
            one epoch more than were trained, and counts as censored.

            EXAMPLE
              analyze delay --metrics metrics-e0-e1.h5 metrics-e1-e10.h5 --data artifacts/data/mnist.h5 --output delay.h5
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("All metrics of one network, from train.", valueName: "file.h5"))
    var metrics: [String]
    @Option(help: ArgumentHelp("The dataset that it was trained on.", valueName: "file.h5"))
    var data: String

    @OptionGroup var options: MeasureOptions

    var inputs: [(role: FileRole, paths: [String])] { [(.metrics, metrics), (.data, [data])] }

    func measure(_ engine: Engine) throws -> Measurement {
        let (network, records) = try readOneNetwork(metrics, advice: "give all files of one network")
        let evaluations = records.flatMap(\.accuracyRecords).filter { $0.epoch > 0 }
        let epochs = Set(evaluations.map(\.epoch))
        let last = epochs.max() ?? 0
        guard last > 0, epochs == Set(1...last) else {
            throw StageFailure.badData(
                "\(metrics.joined(separator: ", ")): test/epoch: some epoch of 1 to \(max(1, last)) is missing; give all "
                    + "files of the network")
        }
        let dataset = try Dataset(readingFrom: data)
        guard dataset.holds(examplesOf: network) else {
            throw SnapshotError.dataset(wanted: network, found: dataset)
        }
        let delay = try TrainingDelay(testLabels: Array(dataset.test.labels.prefix(network.testImages)))
        let found = delay.epochs(evaluations.map { ($0.epoch, $0.testAccuracy) })
        let numbers = MeasuredNumbers(
            Self.kind,
            [
                "delay": Double(found ?? last + 1), "delay_censored": found == nil ? 1 : 0,
                "chance": delay.chance, "criterion": delay.criterion,
            ])
        return Measurement(network: network, epoch: last, numbers: numbers)
    }
}

struct EarlyLossCommand: MeasureCommand {
    static let kind = MeasureKind.earlyLoss
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "The training loss of the first steps.",
        help: """
            Writes the loss of each of the first steps (100, or --steps) in nats and its logarithm to base 10, and the highest loss. Steps \
            from the one in which a network diverged are left out.

            EXAMPLE
              analyze early-loss --metrics metrics-e0-e1.h5 --output early-loss.h5
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Metrics of one network from its first step on, from train.", valueName: "file.h5")
    )
    var metrics: [String]
    @Option(help: ArgumentHelp("How many steps, at least 1.", valueName: "K"))
    var steps = 100

    @OptionGroup var options: MeasureOptions

    func validate() throws {
        guard steps >= 1 else { throw ValidationError("--steps \(steps) is not at least 1") }
    }

    var parameters: [String: CanonicalJSON] { ["steps": .integer(steps)] }
    var inputs: [(role: FileRole, paths: [String])] { [(.metrics, metrics)] }

    func measure(_ engine: Engine) throws -> Measurement {
        let (network, records) = try readOneNetwork(metrics, advice: "give files of one network")
        guard let first = records.first(where: { $0.firstStep == 0 && !$0.metrics.trainLoss.isEmpty }) else {
            throw StageFailure.badData(
                "\(metrics.joined(separator: ", ")): attribute first_step: none of the files begins with the first step; give the "
                    + "metrics of the first epoch")
        }
        let found = try EarlyLoss(first.metrics.trainLoss, limit: steps)
        return Measurement(
            network: network, epoch: records.map(\.epoch).max() ?? 0, numbers: numbers(found))
    }

    private func numbers(_ found: EarlyLoss) -> MeasuredNumbers {
        func bySteps(_ numbers: [Double]) -> [MeasuredNumbers.Curve.Point] {
            numbers.enumerated().map { .init(Double($0.offset + 1), Double($0.offset + 1), $0.element) }
        }
        return MeasuredNumbers(
            Self.kind,
            ["highest_loss": found.highest.loss, "highest_loss_step": Double(found.highest.step)],
            curves: [
                "train_loss": bySteps(found.losses), "train_loss_decades": bySteps(found.decades),
            ])
    }
}
