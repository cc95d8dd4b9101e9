@testable import Model
@testable import Planning
import Specification
import Testing

/// The model beside epochs of MNIST that were measured, in seconds of one core (docs/performance.md; two at a time on two cores).
struct TimeModelTests {
    /// One network and what its epoch took.
    struct Measured: Sendable {
        let network: NetworkKind
        let nonlinearity: Nonlinearity
        let hidden: Int
        let density: Double
        let seconds: Double
    }

    @Test(arguments: [
        Measured(network: .rnn, nonlinearity: .relu, hidden: 100, density: 0.1, seconds: 1.7),
        Measured(network: .rnn, nonlinearity: .relu, hidden: 100, density: 1, seconds: 3.5),
        Measured(network: .rnn, nonlinearity: .relu, hidden: 300, density: 0.1, seconds: 7.7),
        Measured(network: .rnn, nonlinearity: .relu, hidden: 300, density: 1, seconds: 25),
        Measured(network: .rnn, nonlinearity: .relu, hidden: 1000, density: 0.1, seconds: 37),
        Measured(network: .rnn, nonlinearity: .relu, hidden: 1000, density: 1, seconds: 123),
        Measured(network: .rnn, nonlinearity: .relu, hidden: 10_000, density: 0.01, seconds: 300),
        Measured(network: .rnn, nonlinearity: .relu, hidden: 10_000, density: 0.1, seconds: 1048),
        Measured(network: .rnn, nonlinearity: .relu, hidden: 10_000, density: 1, seconds: 1480),
        Measured(network: .rnn, nonlinearity: .tanh, hidden: 300, density: 1, seconds: 14),
        Measured(network: .rnn, nonlinearity: .tanh, hidden: 1000, density: 1, seconds: 286),
        Measured(network: .feedforward, nonlinearity: .relu, hidden: 1000, density: 0.1, seconds: 13),
        Measured(network: .feedforward, nonlinearity: .relu, hidden: 1000, density: 1, seconds: 20),
    ])
    func isWithinAFactorOfTwo(measured: Measured) {
        let network = NetworkSpecification(
            dataset: DatasetSelection(name: "mnist"),
            Conditions(
                network: measured.network, nonlinearity: measured.nonlinearity, hiddenNodes: measured.hidden,
                density: measured.density))
        let said = TimeModel.training(network, epochs: 1)
        #expect(said > measured.seconds / 2 && said < measured.seconds * 2, "\(said) s")
    }
}
