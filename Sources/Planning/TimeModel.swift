import Foundation
import Specification

/// How long jobs take where nothing like them was run: seconds of one core of the machine of docs/performance.md, within a factor of
/// about two.
package enum TimeModel {
    /// A program that starts, reads its inputs and publishes.
    package static let start = 0.3

    /// A figure that is drawn.
    static let report = 2.0

    /// A training of some epochs: forward and twice backward for an example to learn, forward for one to test.
    package static func training(_ network: NetworkSpecification, epochs: Int) -> Double {
        guard let dataset = Catalogue.dataset(network.dataset.name) else { return start }
        let examples = Double(3 * network.trainingImages + network.testImages) * Double(epochs)
        return start + multiplications(network, dataset) * examples / pace(network)
    }

    /// A measure of one network, as much as a quarter of an epoch.
    static func measure(_ network: NetworkSpecification) -> Double { training(network, epochs: 1) / 4 }

    /// A dataset that is decoded: 100 million numbers a second.
    static func fetching(_ name: String) -> Double {
        guard let dataset = Catalogue.dataset(name) else { return start }
        let examples = dataset.trainingExamples + dataset.testExamples
        return start + Double(examples * dataset.timeSteps * dataset.inputs) / 1e8
    }

    /// A drawn mask: a number for each pair of nodes, 70 million a second.
    static func mask(_ network: NetworkSpecification) -> Double {
        start + Double(network.hiddenNodes) * Double(network.hiddenNodes) / 7e7
    }

    /// A connectome: half a million rows a second, of which a pair may have several.
    static func importing(_ connectome: ConnectomeDescription) -> Double {
        start + Double(connectome.connections) / 2.5e5
    }

    /// Tables of accuracies from a number of files.
    static func analysis(files: Int) -> Double { start + 0.01 * Double(files) }

    /// For one example, forward: connections, and weights of the inputs, in every step.
    private static func multiplications(_ network: NetworkSpecification, _ dataset: Catalogue.Dataset)
        -> Double
    {
        let hidden = Double(network.hiddenNodes)
        let isRecurrent = network.network == .rnn
        let steps = isRecurrent ? dataset.timeSteps : 1
        let inputs = isRecurrent ? dataset.inputs : dataset.inputs * dataset.timeSteps
        return (hidden * hidden * network.density + hidden * Double(inputs)) * Double(steps)
    }

    /// Multiplications a second, those with silent nodes, which are skipped, included.
    ///
    /// Fitted to epochs of MNIST of 100 to 10,000 nodes, densities 0.01 to 1: the larger and denser a recurrent network, the more of
    /// its nodes fall silent (docs/performance.md). Nodes of tanh are never silent, and those of feedforward networks seldom.
    private static func pace(_ network: NetworkSpecification) -> Double {
        let base = 1.5e10
        guard network.network == .rnn else { return base }
        guard network.nonlinearity == .relu else { return 2e10 }
        let exponent = max(0, 0.8 + 0.38 * log10(network.density))
        return base * pow(max(1, Double(network.hiddenNodes) / 300), exponent)
    }
}
