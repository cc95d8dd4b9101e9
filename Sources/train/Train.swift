import ArgumentParser
import ArtifactStore
import Foundation
import HDF5
import Networks
import StageKit

@main
struct Train: Program, Command {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Trains a recurrent or feedforward network on a mask, from one epoch to another.",
        help: """
            The networks of Fruengel & Oberlaender (2025): recurrent, with one row of pixels a time step and a read-out of \
            the last step, or feedforward, with the mask between two hidden layers; Adam, cross entropy. Initial weights \
            and batch orders are those of the authors' notebook for the same seed. Results do not depend on the number \
            of threads. A killed command goes on from what it saved last when it is run again.

            EXAMPLES
              train --data artifacts/data/mnist.h5 --mask artifacts/masks/full/n300.h5 --seed 0 --to-epoch 1 \\
                --weights w.h5 --state s.h5 --metrics m.h5
              train --data artifacts/data/mnist.h5 --mask artifacts/masks/full/n300.h5 --seed 0 --from-epoch 1 \\
                --to-epoch 3 --state-in s.h5 --weights w3.h5 --metrics m3.h5
              train --data artifacts/data/mnist.h5 --mask mask.h5 --max-steps 20 --metrics first-steps.h5
              train --data artifacts/data/mnist.h5 --mask mask.h5 --network feedforward --per-class 50 --to-epoch 50 \\
                --patience 20 --metrics limited.h5
            """,
        version: codeDigest)

    @OptionGroup var training: TrainingArguments

    @Option(help: ArgumentHelp("Link to make to the weights after the last epoch.", valueName: "link.h5"))
    var weights: String?
    @Option(help: ArgumentHelp("Link to make to the state, to go on from.", valueName: "link.h5"))
    var state: String?
    @Option(help: ArgumentHelp("Link to make to losses, gradients and accuracies.", valueName: "link.h5"))
    var metrics: String?

    @OptionGroup var threading: ThreadOptions

    @OptionGroup var device: DeviceOptions

    @OptionGroup var options: StageOptions

    func validate() throws {
        if weights == nil && state == nil && metrics == nil {
            throw ValidationError("nothing to make: give --weights, --state or --metrics")
        }
    }

    func perform() throws {
        if training.products == .openBLAS { OpenBLASKernels.choose() }
        let segment = Segment(
            arguments: training, threads: threading.threads, device: try device.choice())
        let call = StageCall(
            stage: .train, code: codeDigest, parameters: segment.recipeParameters,
            libraries: segment.libraries, inputs: segment.inputs,
            outputs: [
                .init(.weights, link: weights), .init(.state, link: state),
                .init(.metrics, link: metrics),
            ], threads: segment.threads)
        try call.perform(options, compute: segment.train)
    }
}
