import Analysis
import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import StageKit

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
