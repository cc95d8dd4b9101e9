import Analysis
import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import StageKit

/// Measures of weights alone.
enum OfWeights {
    static let commands: [any ParsableCommand.Type] = [WeightChangeCommand.self, SpectralRadiusCommand.self]
}

struct WeightChangeCommand: MeasureCommand {
    static let kind = MeasureKind.weightChange
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "How the weights between hidden nodes changed from one snapshot to a later one.",
        help: """
            Writes how many positive weights became negative and the reverse, how much the magnitudes of either grew, and how many \
            weights became lower and higher, and the distribution of the weights in both snapshots (paper, figure S5A).

            EXAMPLE
              analyze weight-change --weights weights-e0.h5 --later weights-e10.h5 --output weight-change-e0-e10.h5
            """)

    @Option(help: ArgumentHelp("The earlier snapshot, from train.", valueName: "file.h5"))
    var weights: String
    @Option(help: ArgumentHelp("The later snapshot of the same network.", valueName: "file.h5"))
    var later: String

    @OptionGroup var options: MeasureOptions

    var inputs: [(role: FileRole, paths: [String])] { [(.weights, [weights]), (.later, [later])] }

    func measure(_ engine: Engine) throws -> Measurement {
        let before = try WeightSnapshot(measuring: weights)
        let after = try WeightSnapshot(measuring: later)
        guard before.description == after.description, before.mask.connections == after.mask.connections
        else {
            throw StageFailure.badData(
                "\(weights) is \(before.description.title), but \(later) is \(after.description.title); "
                    + difference(before, after) + ": give two snapshots of one network")
        }
        guard before.epoch <= after.epoch else {
            throw StageFailure.badData(
                "\(later): attribute epoch: is \(after.epoch), but that of \(weights) is \(before.epoch); give the earlier "
                    + "snapshot as --weights")
        }
        let change = try WeightChange(
            from: before.parameters.recurrentWeights, to: after.parameters.recurrentWeights)
        let curves = [
            "share_of_initial_weight": try points(before.parameters.recurrentWeights),
            "share_of_weight": try points(after.parameters.recurrentWeights),
        ]
        return Measurement(
            network: after.description, epoch: after.epoch, numbers: numbers(change, curves),
            tables: [table(change)])
    }

    /// The share of all weights in each bin of their magnitude, a fifth of a decade wide, for either sign; zeros are in none.
    private func points(_ weights: [Float]) throws -> [MeasuredNumbers.Curve.Point] {
        try Magnitudes(of: weights, bins: SignedLogHistogram(decades: -10...2, binsPerDecade: 5))
            .histogram.shares
    }

    private func difference(_ before: WeightSnapshot, _ after: WeightSnapshot) -> String {
        let attributes = before.description.differences(from: after.description)
        return attributes.isEmpty
            ? "recurrent_weights differ" : attributes.joined(separator: ", ") + " differ"
    }

    /// Of all connections; growth as a multiple of the mean magnitude before.
    private func numbers(
        _ change: WeightChange, _ curves: [String: [MeasuredNumbers.Curve.Point]]
    ) -> MeasuredNumbers {
        func growth(_ sign: WeightChange.Sign) -> Double {
            change.meanMagnitudeChange(from: sign) / change.meanMagnitude(from: sign)
        }
        let all = Double(WeightChange.Sign.allCases.map(change.count).reduce(0, +))
        let values = [
            "positive_to_negative": change.fraction(from: .positive, to: .negative),
            "negative_to_positive": change.fraction(from: .negative, to: .positive),
            "growth_of_negative": growth(.negative), "growth_of_positive": growth(.positive),
            "lowered": Double(change.lowered) / all, "raised": Double(change.raised) / all,
        ]
        return MeasuredNumbers(Self.kind, values, curves: curves)
    }

    private func table(_ change: WeightChange) -> MeasureTables.Table {
        let signs = WeightChange.Sign.allCases
        let rows = signs.flatMap { before in signs.map { (before, $0) } }
        return MeasureTables.Table(
            "signs",
            [
                TableColumn("before", units: "text", .texts(rows.map { "\($0.0)" })),
                TableColumn("after", units: "text", .texts(rows.map { "\($0.1)" })),
                TableColumn(
                    "count", units: "connection", .integers(rows.map { change.count(from: $0, to: $1) })),
            ])
    }
}

struct SpectralRadiusCommand: MeasureCommand {
    static let kind = MeasureKind.spectralRadius
    static let configuration = CommandConfiguration(
        commandName: kind.name,
        abstract: "The largest eigenvalue of the weights between hidden nodes.",
        help: """
            Writes the eigenvalue of largest modulus of the recurrent weights, by Arnoldi's method with restarts. It counts as \
            converged if the residual |W x - l x| of its vector x is at most 1e-6 times its modulus; otherwise it is a guess. \
            Residual and products are written with it.

            EXAMPLE
              analyze spectral-radius --weights weights-e1.h5 --output spectral-radius-e1.h5
            """)

    @Option(help: ArgumentHelp("Weights of a recurrent network, from train.", valueName: "file.h5"))
    var weights: String
    @Option(
        help: ArgumentHelp(
            "Products of weights with a vector after which it gives up, at least 300.", valueName: "n"))
    var maximumProducts = 3000

    @OptionGroup var options: MeasureOptions

    func validate() throws {
        guard maximumProducts >= 300 else {
            throw ValidationError("--maximum-products \(maximumProducts) is not at least 300")
        }
    }

    var parameters: [String: CanonicalJSON] { ["maximum_products": .integer(maximumProducts)] }
    var inputs: [(role: FileRole, paths: [String])] { [(.weights, [weights])] }

    func measure(_ engine: Engine) throws -> Measurement {
        let snapshot = try WeightSnapshot(measuring: weights)
        guard snapshot.description.network == .rnn else {
            throw StageFailure.badData(
                "\(weights): attribute network: is \(snapshot.description.network), whose weights lead from one layer to "
                    + "another and have no eigenvalues; give weights of an rnn")
        }
        let found = try SpectralRadius(
            of: snapshot.parameters.recurrentWeights, mask: snapshot.mask, maximum: maximumProducts,
            engine: engine)
        return Measurement(
            network: snapshot.description, epoch: snapshot.epoch, numbers: numbers(found))
    }

    private func numbers(_ found: SpectralRadius) -> MeasuredNumbers {
        MeasuredNumbers(
            Self.kind,
            [
                "spectral_radius": found.modulus, "leading_eigenvalue_real": found.real,
                "leading_eigenvalue_imaginary": found.imaginary, "converged": found.isConverged ? 1 : 0,
                "residual": found.residual, "products": Double(found.products),
            ])
    }
}
