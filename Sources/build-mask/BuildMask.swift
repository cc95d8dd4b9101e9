import ArgumentParser
import ArtifactStore
import Connectivity
import Formats
import Model
import HDF5
import StageKit

@main
struct BuildMask: Program, Command {
    static let configuration = CommandConfiguration(
        commandName: "build-mask",
        abstract: "Draws which hidden nodes are connected, by a wiring rule, as a sparse matrix.",
        help: """
            Rows are postsynaptic nodes, columns presynaptic ones. The same rule, size, density and seed always give the \
            same connections; rule bernoulli gives those of numpy.random.seed(S); numpy.random.rand(N, N) < P.

            RULES
            \(WiringRule.catalogue.map { "  \($0.name)  \($0.summary)" }.joined(separator: "\n"))

            EXAMPLES
              build-mask bernoulli --size 1000 --density 0.1 --seed 0 --output artifacts/masks/mine.h5
              build-mask full --size 300 --output full.h5
            """,
        version: codeDigest)

    @Argument(help: "Name of the wiring rule.")
    var rule: String

    @Option(help: ArgumentHelp("Number of hidden nodes.", valueName: "N"))
    var size: Int

    @Option(help: ArgumentHelp("Connection probability, above 0 and at most 1.", valueName: "P"))
    var density: Double?

    @Option(
        name: [.customLong("seed"), .customLong("mask-seed")],
        help: ArgumentHelp("Seed of the rule's generator, 0 to 4294967295.", valueName: "S"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("Link to make to the mask.", valueName: "link.h5"))
    var output: String

    @OptionGroup var options: StageOptions

    func perform() throws {
        let wiring = try WiringRule.named(rule)
        try wiring.validate(hiddenNodes: size, density: density, seed: seed)
        var parameters: [String: CanonicalJSON] = ["rule": .string(wiring.name), "size": .integer(size)]
        if let density { parameters["density"] = .number(density) }
        if let seed { parameters["seed"] = .integer(Int(seed)) }
        let call = StageCall(
            stage: "build-mask", code: codeDigest, parameters: parameters,
            libraries: ["hdf5": HDF5Library.version], inputs: [],
            outputs: [.init("mask", link: output)])
        try call.perform(options) { workspace in
            let mask = try wiring.mask(hiddenNodes: size, density: density, seed: seed)
            guard mask.count > 0 else { throw emptyMask }
            try mask.write(to: workspace.path("mask"))
        }
    }

    /// Between nodes without connections there is nothing to train.
    private var emptyMask: StageFailure {
        let draw = [density.map { "density \($0)" }, seed.map { "seed \($0)" }].compactMap { $0 }
        return StageFailure.badData(
            "rule \(rule) connects none of \(size) hidden nodes with \(draw.joined(separator: " and ")); give more nodes, a "
                + "higher density or another seed")
    }
}
