import Compute
@testable import Model
@testable import Networks
import Random
import Testing

/// Loss and gradients of the whole network against a double-precision network and finite differences.
@Suite struct GradientTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let kind: NetworkKind
        let nonlinearity: Nonlinearity
        let products: ProductChoice
        let density: Double
        var testDescription: String { "\(kind), \(nonlinearity), \(products), density \(density)" }

        static let all: [Case] = NetworkKind.allCases.flatMap { kind in
            Nonlinearity.allCases.flatMap { f in
                [
                    (ProductChoice.sparse, 0.3), (.sparse, 1), (.dense, 1), (.openBLAS, 1),
                ].map {
                    Case(kind: kind, nonlinearity: f, products: $0.0, density: $0.1)
                }
            }
        }
    }

    private func mask(_ n: Int, _ density: Double) -> ConnectivityMask {
        var random = NumPyRandom(seed: 5)
        var starts = [0]
        var columns: [Int32] = []
        for _ in 0..<n {
            for j in 0..<n where random.rand() < density { columns.append(Int32(j)) }
            starts.append(columns.count)
        }
        return ConnectivityMask(
            hiddenNodes: n, connections: density == 1 ? .all : .rows(rowStarts: starts, columns: columns),
            density: density, rule: "bernoulli", seed: 5)
    }

    @Test(arguments: Case.all) func gradientsAgree(with test: Case) throws {
        let mask = mask(19, test.density)
        let isRecurrent = test.kind == .rnn
        let shape = NetworkShape(
            test.kind, inputs: isRecurrent ? 4 : 20, steps: isRecurrent ? 5 : 1, hiddenNodes: 19, classes: 3,
            connections: mask.count)
        var random = TorchRandom(seed: 9)
        let images = 6
        let pixels = random.uniform(images * 20, from: 0, to: 256).map { UInt8($0) }
        let labels: [UInt8] = [0, 1, 2, 2, 1, 0]
        let engine = try Engine(threads: 2)
        let network = Network(
            shape: shape, mask: mask, nonlinearity: test.nonlinearity, batch: images, products: test.products,
            engine: engine)
        for array in network.parameters.arrays {
            array.copy(from: random.uniform(array.count, from: -0.6, to: 0.6))
        }
        network.parametersChanged()
        let source = LabelledExamples(pixels: pixels, labels: labels, rows: 5, columns: 4)
        let loss = engine.withSubnormalsFlushed { step(network, source) }

        let reference = ReferenceNetwork(shape: shape, mask: mask, nonlinearity: test.nonlinearity)
        let parameters = inMaskOrder(network.parameters)
        #expect(abs(loss - reference.loss(parameters, pixels: pixels, labels: labels)) < 1e-6)
        let expected = reference.gradient(parameters, pixels: pixels, labels: labels)
        for (found, expected) in zip(inMaskOrder(network.gradients), expected) {
            let scale = expected.reduce(1e-3) { max($0, abs($1)) }
            for (f, e) in zip(found, expected) { #expect(abs(f - e) < 2e-5 * scale) }
        }
    }

    /// Back-propagation ends where nothing is left of the gradient; what it leaves out is zero.
    @Test(arguments: [0.3, 1]) func vanishedGradientsAreZero(density: Double) throws {
        let mask = mask(19, density)
        let shape = NetworkShape(inputs: 4, steps: 5, hiddenNodes: 19, classes: 3, connections: mask.count)
        let engine = try Engine(threads: 2)
        let network = Network(
            shape: shape, mask: mask, nonlinearity: .tanh, batch: 6, engine: engine)
        var random = TorchRandom(seed: 9)
        for array in network.parameters.arrays {
            array.copy(from: random.uniform(array.count, from: -0.6, to: 0.6))
        }
        network.parameters.readoutWeights.clear()
        network.parametersChanged()
        let pixels = random.uniform(6 * 20, from: 0, to: 256).map { UInt8($0) }
        let source = LabelledExamples(pixels: pixels, labels: [0, 1, 2, 2, 1, 0], rows: 5, columns: 4)
        _ = engine.withSubnormalsFlushed { step(network, source) }
        #expect(network.gradients.recurrentWeights.elements.allSatisfy { $0 == 0 })
        #expect(network.gradients.inputWeights.elements.allSatisfy { $0 == 0 })
        #expect(network.gradients.readoutBiases.elements.contains { $0 != 0 })
    }

    private func inMaskOrder(_ set: ParameterSet) -> [[Double]] {
        let values = set.values()
        return NetworkParameters.fields.map { values[keyPath: $0.path].map(Double.init) }
    }

    private func step(_ network: Network, _ source: LabelledExamples) -> Double {
        let indices = Array(0..<Int64(source.count))
        network.load(source, indices: indices.span)
        network.forward()
        let loss = network.loss(labels: source.labels.span, forTraining: true).sum
        network.backward()
        return loss / Double(source.count)
    }

    /// Bytes with a scale, and the same numbers as series: the network reads the same.
    @Test func bytesAndSeriesAreLoadedAlike() throws {
        let shape = NetworkShape(inputs: 6, steps: 5, hiddenNodes: 19, classes: 3, connections: 361)
        let engine = try Engine(threads: 2)
        let network = Network(
            shape: shape, mask: mask(19, 1), nonlinearity: .tanh, batch: 4, engine: engine)
        var random = TorchRandom(seed: 4)
        for array in network.parameters.arrays {
            array.copy(from: random.uniform(array.count, from: -0.6, to: 0.6))
        }
        network.parametersChanged()
        let bytes = random.uniform(7 * 30, from: 0, to: 256).map { UInt8($0) }
        let scale = ByteScale(mean: 0.5, standardDeviation: 0.25)
        let labels = [UInt8](repeating: 0, count: 7)
        let layout = ImageLayout(rows: 5, channels: 3, columns: 2, scale: scale)
        let plain = ImageLayout(rows: 5, channels: 3, columns: 2)
        let numbers = bytes.map { (Float($0) / 255 - 0.5) / 0.25 }
        let sources = [
            LabelledExamples(.images(bytes, layout), labels: labels),
            LabelledExamples(.images(bytes, plain), labels: labels),
            LabelledExamples(.series(numbers, SeriesLayout(steps: 5, channels: 6)), labels: labels),
        ]
        let indices: [Int64] = [6, 0, 3]
        let outputs = sources.map { source in
            engine.withSubnormalsFlushed {
                network.load(source, indices: indices.span)
                network.forward()
            }
            return network.logits.values.array()
        }
        #expect(outputs[0] == outputs[2] && outputs[0] != outputs[1])
    }

    @Test func theMaskDecidesBetweenSparseAndDense() {
        #expect(Network.resolve(.automatic, mask: mask(30, 0.05)) == .sparse)
        #expect(Network.resolve(.automatic, mask: mask(30, 1)) == .dense)
        #expect(Network.resolve(.sparse, mask: mask(30, 1)) == .sparse)
    }
}

@Suite struct InitialParametersTests {
    @Test func maskedWeightsAreThoseOfTheFullDraw() {
        let n = 37
        let full = ConnectivityMask(hiddenNodes: n, connections: .all, density: 1, rule: "full", seed: nil)
        let columns = (0..<n).map { Int32(($0 * 7) % n) }
        let sparse = ConnectivityMask(
            hiddenNodes: n, connections: .rows(rowStarts: Array(0...n), columns: columns), density: 0.1,
            rule: "test", seed: nil)
        var first = TorchRandom(seed: 3)
        var second = TorchRandom(seed: 3)
        let all = InitialParameters.drawRecurrentWeights(full, from: &first)
        let some = InitialParameters.drawRecurrentWeights(sparse, from: &second)
        #expect(some == (0..<n).map { all[$0 * n + Int(columns[$0])] })
        #expect(first.state == second.state)
    }

    @Test func parametersOfAnotherShapeAreRefused() throws {
        let shape = NetworkShape(inputs: 2, steps: 2, hiddenNodes: 3, classes: 2, connections: 4)
        let other = NetworkShape(inputs: 2, steps: 2, hiddenNodes: 3, classes: 2, connections: 5)
        let expected = ShapeMismatch(array: "recurrent_weights", expected: 5, found: 4)
        #expect(throws: expected) { try ParameterSet(other).copy(from: ParameterSet(shape).values()) }
    }
}
