import ArgumentParser
import ArtifactStore
import Connectivity
import Formats
import Foundation
import Model
import HDF5
import StageKit

/// `build-mask`: `imported` is told other things than the rules that draw.
@main
enum BuildMaskProgram {
    static func main() {
        rule(of: Array(CommandLine.arguments.dropFirst())) == Wiring.imported
            ? ImportMask.main() : BuildMask.main()
    }

    /// Options of `program` that take no value, as ArgumentParser describes them for other tools.
    private static func flags(of program: any ParsableCommand.Type) -> [String] {
        let described = try? CanonicalJSON(parsing: Data(program._dumpHelp().utf8))
        let arguments = described?["command"]?["arguments"]?.values ?? []
        return arguments.filter { $0["kind"]?.string == "flag" }.flatMap { $0["names"]?.values ?? [] }.map {
            ($0["kind"]?.string == "short" ? "-" : "--") + ($0["name"]?.string ?? "")
        }
    }

    /// The first argument that is neither an option nor its value.
    private static func rule(of arguments: [String]) -> String? {
        let flags = Set(flags(of: BuildMask.self) + flags(of: ImportMask.self) + ["--help-hidden"])
        var isValue = false
        for argument in arguments {
            if isValue {
                isValue = false
            } else if !argument.hasPrefix("-") {
                return argument
            } else {
                isValue = argument != "--" && !argument.contains("=") && !flags.contains(argument)
            }
        }
        return nil
    }
}

struct BuildMask: Program, Command {
    static let configuration = CommandConfiguration(
        commandName: "build-mask",
        abstract: "Draws which hidden nodes are connected, by a wiring rule, as a sparse matrix.",
        help: """
            Rows are postsynaptic nodes, columns presynaptic ones. The same rule, size, density, seed and parameters always give \
            the same connections; rule bernoulli gives those of numpy.random.seed(S); numpy.random.rand(N, N) < P. docs/wiring.md \
            has each rule's formula and source.

            RULES
            \(WiringRule.allCases.map { "  \($0.name)  \($0.summary) (\(words(of: $0.density)))" }.joined(separator: "\n"))
              imported  connections of a file: edge list, Matrix Market, scipy, AnnData, SONATA; with the file's density \
            (build-mask imported --help)

            EXAMPLES
              build-mask bernoulli --size 1000 --density 0.1 --seed 0 --output artifacts/masks/mine.h5
              build-mask full --size 300 --output full.h5
              build-mask distance --size 1000 --density 0.1 --seed 0 --length 0.1 --dimensions 2 --output sheet.h5
              build-mask rewired --from sheet.h5 --seed 0 --output null.h5
              build-mask imported --from celegans.csv --output celegans.h5
            """,
        version: codeDigest)

    /// How a rule takes the density.
    private static func words(of density: WiringRule.Density) -> String {
        switch density {
        case .exact: "density: exact"
        case .expected: "density: expected"
        case .followed: "density: expected; if not given, it follows from the parameters"
        case .one: "density: 1"
        case .source: "density: that of the other mask"
        }
    }

    @Argument(help: "Name of the wiring rule.")
    var rule: String

    @Option(help: ArgumentHelp("Number of hidden nodes.", valueName: "N"))
    var size: Int?

    @Option(
        help: ArgumentHelp(
            "Fraction of all pairs of nodes that is connected, above 0 and at most 1.", valueName: "P"))
    var density: Double?

    @Option(
        name: [.customLong("seed"), .customLong("mask-seed")],
        help: ArgumentHelp("Seed of the rule's generator, 0 to 4294967295.", valueName: "S"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Mask to change, instead of size and density. Of rewired, shuffled, reversed.",
            valueName: "file.h5"))
    var from: String?

    @OptionGroup(title: "Parameters of rules") var ruleOptions: RuleOptions

    @Option(help: ArgumentHelp("Link to make to the mask.", valueName: "link.h5"))
    var output: String

    @OptionGroup var options: StageOptions

    func perform() throws {
        let wiring = try WiringRule.named(rule)
        let values = try wiring.values(ruleOptions.texts)
        try validate(wiring, values)
        let call = StageCall(
            stage: .buildMask, code: codeDigest, parameters: try parameters(wiring, values),
            libraries: ["hdf5": HDF5Library.version],
            inputs: from.map { [StageCall.Input.one(.source, $0)] } ?? [],
            outputs: [.init(.mask, link: output)])
        try call.perform(options) { workspace in
            let drawn = try draw(wiring, values)
            guard drawn.mask.count > 0 else { throw emptyMask }
            try drawn.write(to: workspace.path(.mask))
        }
    }

    private func validate(_ wiring: WiringRule, _ values: [String: ConditionValue]) throws {
        if wiring.isOfMask {
            guard from != nil, size == nil, density == nil else { throw WiringError.needsMask(rule: wiring) }
            return try wiring.validateForMask(seed: seed, values: values)
        }
        guard from == nil else { throw WiringError.superfluousMask(rule: wiring) }
        guard let size else { throw ValidationError("Missing expected argument '--size <N>'") }
        try wiring.validate(hiddenNodes: size, density: density, seed: seed, values: values)
        guard wiring != .full, let density else { return }
        // A column is four bytes, and rows grow by copying them.
        let (bytes, there) = (
            8 * density * Double(size) * Double(size), Double(ProcessInfo.processInfo.physicalMemory)
        )
        guard bytes <= there else {
            throw StageFailure.unavailable(
                "\(size) hidden nodes of density \(density) have about \((bytes / 8).powerText) connections, which need "
                    + "\(Int(bytes / 1e9).grouped) GB; this machine has \(Int(there / 1e9)) GB: give fewer nodes or a lower density"
            )
        }
    }

    private func parameters(
        _ wiring: WiringRule, _ values: [String: ConditionValue]
    ) throws -> [String: CanonicalJSON] {
        var parameters: [String: CanonicalJSON] = ["rule": .string(wiring.name)]
        if let size { parameters["size"] = .integer(size) }
        if let density { parameters["density"] = .number(density) }
        if let seed { parameters["seed"] = .integer(Int(seed)) }
        for (parameter, value) in try wiring.wiring(values).said {
            parameters[parameter.attribute] = CanonicalJSON(value)
        }
        return parameters
    }

    private func draw(_ wiring: WiringRule, _ values: [String: ConditionValue]) throws -> Connectome {
        if let from {
            return try wiring.null(of: Connectome(readingFrom: from), seed: seed, values: values)
        }
        return Connectome(
            mask: try wiring.mask(hiddenNodes: size ?? 0, density: density, seed: seed, values: values),
            groups: try wiring.groups(hiddenNodes: size ?? 0, density: density, seed: seed, values: values))
    }

    /// Between nodes without connections there is nothing to train.
    private var emptyMask: StageFailure {
        let draw = [density.map { "density \($0)" }, seed.map { "seed \($0)" }].compactMap { $0 }
        return StageFailure.badData(
            "rule \(rule) connects none of \(size ?? 0) hidden nodes with \(draw.joined(separator: " and ")); give more "
                + "nodes, a higher density or another seed")
    }
}
