import Analysis
import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import StageKit

/// Measures of masks, which weights hold.
enum OfWiring {
    static let commands: [any ParsableCommand.Type] = [WiringCommand.self]
}

struct WiringCommand: MeasureCommand {
    static let kind = MeasureKind.wiring
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "How hidden nodes are connected, whatever the weights.",
        help: """
            Writes degrees, their correlation, reciprocity, clustering, the triad census, components, shortest paths and the \
            spectral radius of the mask. Paths are those to some nodes from all others.

            EXAMPLE
              train --data artifacts/data/mnist.h5 --mask mask.h5 --seed 0 --to-epoch 0 --weights weights-e0.h5
              analyze wiring --weights weights-e0.h5 --output wiring.h5
            """)

    @Option(help: ArgumentHelp("Weights of a network, from train.", valueName: "file.h5"))
    var weights: String
    @Option(help: ArgumentHelp("Nodes to which paths are followed.", valueName: "n"))
    var pathTargets = 100
    @Option(help: ArgumentHelp("Seed of the draw of these nodes, 0 to 4294967295.", valueName: "S"))
    var seed: UInt32 = 0

    @OptionGroup var options: MeasureOptions

    func validate() throws {
        guard pathTargets >= 1 else {
            throw ValidationError("--path-targets \(pathTargets) is not at least 1")
        }
    }

    var parameters: [String: CanonicalJSON] {
        ["path_targets": .integer(pathTargets), "seed": .integer(Int(seed))]
    }
    var inputs: [(role: FileRole, paths: [String])] { [(.weights, [weights])] }

    func measure(_ engine: Engine) throws -> Measurement {
        let snapshot = try WeightSnapshot(measuring: weights)
        let found = try WiringSummary(of: snapshot.mask, targets: pathTargets, seed: seed, engine: engine)
        return Measurement(
            network: snapshot.description, epoch: snapshot.epoch,
            numbers: numbers(found, connections: snapshot.mask.count))
    }

    private func numbers(_ found: WiringSummary, connections: Int) -> MeasuredNumbers {
        var numbers = counts(found)
        for (name, count) in zip(MeasureKind.triads, found.triads) {
            numbers["triads_\(name)"] = Double(count)
        }
        let (inputs, outputs) = (found.inDegrees.map(Double.init), found.outDegrees.map(Double.init))
        let nodes = Double(inputs.count)
        numbers["connections"] = Double(connections)
        numbers["connected_fraction"] = Double(connections) / (nodes * nodes)
        for (side, degrees) in [("in", inputs), ("out", outputs)] {
            numbers["\(side)_degree_sd"] = degrees.sampleStandardDeviation
            numbers["\(side)_degree_maximum"] = degrees.max()
        }
        return MeasuredNumbers(
            Self.kind, numbers,
            curves: [
                "share_of_in_degree": shares(inputs, of: Double(connections) / nodes),
                "share_of_out_degree": shares(outputs, of: Double(connections) / nodes),
            ])
    }

    private func counts(_ found: WiringSummary) -> [String: Double] {
        [
            "self_connections": Double(found.selfConnections),
            "degree_correlation": found.degreeCorrelation, "reciprocity": found.reciprocity,
            "clustering": found.clustering, "path_length": found.pathLength,
            "longest_path": Double(found.longestPath), "reachable_fraction": found.reachable,
            "weak_components": Double(found.weakComponents),
            "largest_weak_component": Double(found.largestWeak),
            "strong_components": Double(found.strongComponents),
            "largest_strong_component": Double(found.largestStrong),
            "mask_spectral_radius": found.spectralRadius.modulus,
            "mask_spectral_radius_converged": found.spectralRadius.isConverged ? 1 : 0,
        ]
    }

    /// Degrees as multiples of their mean, so that networks of all sizes and densities have the same places.
    private func shares(_ degrees: [Double], of mean: Double) -> [MeasuredNumbers.Curve.Point] {
        var histogram = Histogram(bins: 80, over: 0...4)
        for degree in degrees { histogram.add(degree / mean) }
        return .init(edges: histogram.edges, counts: histogram.counts, of: degrees.count)
    }
}
