import Analysis
import ArgumentParser
import Compute
import Formats
import Model
import StageKit
import Training

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
