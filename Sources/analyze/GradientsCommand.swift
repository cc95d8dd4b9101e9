import Analysis
import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import StageKit
import Training

struct GradientsCommand: MeasureCommand {
    static let kind = MeasureKind.gradients
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "Gradients of the weights between hidden nodes after some epoch.",
        help: """
            Writes the mean magnitude and the distribution, on a logarithmic axis to either side of zero, of the gradients of the \
            mean loss of batches of training images (paper, figure 6E): the first batches of the dataset, with the weights held as \
            they are.

            EXAMPLE
              analyze gradients --weights weights-e2.h5 --data artifacts/data/mnist.h5 --output gradients-e2.h5
            """)

    @OptionGroup var input: SnapshotInput
    @Option(help: "Batches of training images, each as large as in training.")
    var batches = 10

    @OptionGroup var networkDevice: DeviceOptions

    @OptionGroup var options: MeasureOptions

    func validate() throws {
        guard batches >= 1 else { throw ValidationError("--batches \(batches) is not at least 1") }
    }

    var device: DeviceOptions? { networkDevice }
    var parameters: [String: CanonicalJSON] { ["batches": .integer(batches)] }
    var inputs: [(role: FileRole, paths: [String])] { [(.weights, [input.weights]), (.data, [input.data])] }

    func measure(_ engine: Engine) throws -> Measurement {
        let snapshot = try WeightSnapshot(measuring: input.weights)
        let size = min(snapshot.description.batch, snapshot.description.trainingImages)
        let network = try SnapshotNetwork(
            snapshot, dataset: try Dataset(readingFrom: input.data), batch: size, engine: engine)
        var histogram = SignedLogHistogram(decades: -20...4, binsPerDecade: 5)
        var means: [Double] = []
        _ = try network.gradients(batches: batches, of: size) { gradients in
            let magnitudes = try Magnitudes(of: gradients, bins: histogram)
            histogram = magnitudes.histogram
            means.append(magnitudes.meanMagnitude)
        }
        return Measurement(
            network: snapshot.description, epoch: snapshot.epoch, numbers: numbers(histogram, means),
            tables: [table(histogram)])
    }

    private func numbers(_ histogram: SignedLogHistogram, _ means: [Double]) -> MeasuredNumbers {
        let zeros = Double(histogram.zeros) / Double(max(1, histogram.total))
        return MeasuredNumbers(
            Self.kind, ["mean_abs_gradient": means.mean, "zero_gradients": zeros],
            curves: ["share_of_gradient": histogram.shares])
    }

    private func table(_ histogram: SignedLogHistogram) -> MeasureTables.Table {
        let edges = histogram.positive.edges
        return MeasureTables.Table(
            "gradient_magnitude",
            [
                TableColumn("lower", units: "nat", .numbers(Array(edges.dropLast()))),
                TableColumn("upper", units: "nat", .numbers(Array(edges.dropFirst()))),
                TableColumn("negative", units: "connection", .integers(histogram.negative.counts)),
                TableColumn("positive", units: "connection", .integers(histogram.positive.counts)),
            ])
    }
}
