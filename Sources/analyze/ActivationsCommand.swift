import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import Foundation
import HDF5
import StageKit
import Training

struct ActivationsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "activations",
        abstract: "Records what the hidden nodes send to the read-out, for all test images.",
        help: """
            Activations of the last time step (of the second layer of a feedforward network), [node][image], float32: what the \
            measures of representations are made of. The test images are those that the network was tested on in training.

            EXAMPLE
              analyze activations --weights weights-e1.h5 --data artifacts/data/mnist.h5 --output activations-e1.h5
            """)

    @OptionGroup var input: SnapshotInput

    @OptionGroup var device: DeviceOptions

    @OptionGroup var options: MeasureOptions

    func perform() throws {
        let call = StageCall(
            stage: .analyze, code: codeDigest, parameters: ["measure": "activations"],
            libraries: ["hdf5": HDF5Library.version],
            inputs: [.one(.weights, input.weights), .one(.data, input.data)],
            outputs: [.init(.activations, link: options.output)], threads: options.threads)
        try call.perform(options.options) { workspace in
            try namingFiles([input.weights, input.data]) { try record(workspace) }
        }
    }

    private func record(_ workspace: Workspace) throws {
        let hasDiverged = try DivergedNetwork(ifIn: input.weights) != nil
        let snapshot =
            try hasDiverged
            ? WeightSnapshot(readingFrom: input.weights) : WeightSnapshot(measuring: input.weights)
        let network = try SnapshotNetwork(
            snapshot, dataset: try Dataset(readingFrom: input.data),
            engine: try workspace.engine(threads: options.threads, device))
        let activations = try hasDiverged ? Self.noNumbers(of: snapshot.description) : network.activations()
        try ActivationsFile.write(
            activations, labels: network.testLabels, description: snapshot.description,
            epoch: snapshot.epoch, step: snapshot.step, divergedStep: snapshot.divergedStep,
            to: workspace.path(.activations))
    }

    /// All NaN, as those of a network that diverged are.
    private static func noNumbers(of network: Conditions) -> ActivationMatrix {
        let (nodes, images) = (network.hiddenNodes, network.testImages)
        return ActivationMatrix(
            nodes: nodes, images: images, values: [Float](repeating: .nan, count: nodes * images))
    }
}
