import ArgumentParser
import Compute
import Model
import StageKit

/// Compiles the kernels for CUDA's devices before there is one.
struct KernelsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "kernels",
        abstract: "Compiles the kernels for CUDA beforehand; needs NVRTC, but no GPU.",
        help: """
            Networks on a GPU then start faster, and need no NVRTC. `make build` does it where NVRTC is found. The kernels depend on the \
            number of images in a batch; others are compiled when they are needed.

            EXAMPLE
              bench kernels --batch 100 --batch 50
            """)

    @Option(help: ArgumentHelp("Images of a batch.", valueName: "n"))
    var batch: [Int] = [Conditions.paper.batch]
    @Option(help: ArgumentHelp("Where they go; default: where programs look for them.", valueName: "folder"))
    var folder: String?
    @Flag(help: "Succeed without NVRTC, too.")
    var ifPossible = false

    func validate() throws {
        if let wrong = batch.first(where: { $0 < 1 }) {
            throw ValidationError("--batch \(wrong) is not at least 1")
        }
    }

    func perform() throws {
        do {
            let files = try CompiledKernels.write(batches: batch, to: folder ?? CompiledKernels.folder)
            try printJSON(KernelsReport(kernels: files, problem: nil))
        } catch let error as DeviceError where ifPossible {
            try printJSON(KernelsReport(kernels: [], problem: "\(error)"))
        }
    }
}

/// What `bench kernels` prints.
private struct KernelsReport: Encodable {
    let kernels: [String]
    let problem: String?
}
