import Analysis
import ArgumentParser
import ArtifactStore
import Compute
import Formats
import Model
import StageKit

struct SpectralRadiusCommand: MeasureCommand {
    static let configuration = CommandConfiguration(
        commandName: "spectral-radius",
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
    var inputs: [(role: String, paths: [String])] { [("weights", [weights])] }

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
        MeasuredNumbers(values: [
            .init("spectral_radius", units: "1", found.modulus),
            .init("leading_eigenvalue_real", units: "1", found.real),
            .init("leading_eigenvalue_imaginary", units: "1", found.imaginary),
            .init("converged", units: "1", found.isConverged ? 1 : 0),
            .init("residual", units: "1", found.residual),
            .init("products", units: "product", Double(found.products)),
        ])
    }
}
