import ArgumentParser
import Compute
import Connectivity
import Formats
import Model
import StageKit

/// Times the products of one layer in the way other libraries' layers are timed: all activations are nonzero.
struct LayerCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "layer", abstract: "Times the products with the weights of one N × N layer.",
        help: """
            Prints milliseconds, one number for each repetition: spmm_ms (weights · activations), backward_ms \
            (transposed weights · delta), backward_kernel_ms (the same together with sddmm, the gradient of each \
            weight, as in training), forward_backward_ms (all three); at density 1 the same for dense products, \
            except backward_ms.

            EXAMPLES
              bench layer --hidden 10000 --density 0.1
              bench layer --hidden 2000 --density 1 --threads 1 --repeat 30
            """)

    @Option(name: .customLong("hidden"), help: ArgumentHelp("Nodes of the layer.", valueName: "N"))
    var nodes: Int
    @Option(help: ArgumentHelp("Connection probability, above 0 and at most 1.", valueName: "P"))
    var density: Double
    @Option(help: "Images, the columns of the activations.")
    var batch = 100
    @Option(name: .customLong("repeat"), help: ArgumentHelp("Repetitions.", valueName: "K"))
    var repeatCount = 10
    @OptionGroup var threading: MeasuredThreads

    func validate() throws {
        guard nodes >= 1 else { throw ValidationError("--hidden \(nodes) is less than 1") }
        guard density > 0, density <= 1 else {
            throw ValidationError("--density \(density) is not above 0 and at most 1")
        }
        guard batch >= 1 else { throw ValidationError("--batch \(batch) is less than 1") }
        guard repeatCount >= 1 else { throw ValidationError("--repeat \(repeatCount) is less than 1") }
    }

    func perform() throws {
        let rule: WiringRule = density == 1 ? .full : .bernoulli
        let mask = try rule.mask(hiddenNodes: nodes, density: density, seed: density == 1 ? nil : 0)
        let engine = try Engine(threads: threading.threads)
        var report = LayerReport(
            nodes: nodes, density: density, connections: mask.count, batch: batch,
            threads: threading.threads, isa: engine.instructionSet.rawValue)
        let layer = TimedLayer(mask, images: batch, engine: engine)
        engine.withSubnormalsFlushed {
            layer.warmUp()
            for _ in 0..<repeatCount { layer.time(into: &report) }
        }
        try printJSON(report)
    }
}

/// What `bench layer` prints.
struct LayerReport: Encodable {
    let nodes: Int
    let density: Double
    let connections: Int
    let batch: Int
    let threads: Int
    let isa: String
    var spmmMs: [Double] = []
    var backwardMs: [Double] = []
    var backwardKernelMs: [Double] = []
    var forwardBackwardMs: [Double] = []
}
