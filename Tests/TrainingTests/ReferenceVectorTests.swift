@testable import Model
import Foundation
import Networks
import Random
import Testing

@testable import Training

/// Agreement with PyTorch: bits for everything drawn, float32 rounding for everything computed.
@Suite struct ReferenceVectorTests {
    static let names =
        [
            "rnn-relu-n64-p0.1-s0", "rnn-relu-n200-p1-s3", "rnn-tanh-n128-p0.5-s1",
            "rnn-relu-n128-p0.1-s0-epoch1", "ff-relu-n100-p0.1-s2", "rnn-dale0.115-n200-p0.1-s4",
            "rnn-dale0.5-n200-p1-s5",
        ] + (TestFiles.cifar10Folder == nil ? [] : ["rnn-cifar10-n64-p0.1-s0"])

    @Test(.enabled(if: TestFiles.cifar10Folder != nil, "SPARSE_CORTEX_CIFAR10 names no folder"))
    func cifar10IsAmongTheVectors() {
        #expect(Self.names.contains("rnn-cifar10-n64-p0.1-s0"))
    }

    private func mask(_ vector: ReferenceVector) -> ConnectivityMask {
        TestNetworks.mask(vector.arguments.hidden, vector.arguments.density, seed: vector.arguments.seed)
    }

    @Test(arguments: names) func whatIsDrawnAgreesInEveryBit(name: String) throws {
        let vector = try ReferenceVector(named: name)
        let n = vector.arguments.hidden
        let full = ConnectivityMask(hiddenNodes: n, connections: .all, density: 1, rule: "full", seed: nil)
        let shape = NetworkShape(try vector.kind, mask: full, dataset: vector.dataset)
        var random = TorchRandom(seed: UInt64(vector.arguments.seed))
        let scale = -Float(vector.arguments.inhibitory_scale)
        let nodes = try vector.dale?.inhibitoryNodes(of: n, seed: UInt32(vector.arguments.seed))
        let indices = (nodes ?? []).indices.filter { nodes?[$0] == true }
        #expect(indices.count == vector.inhibitory.count)
        #expect(Array(indices.prefix(10)) == vector.inhibitory.first)
        let drawn = InitialParameters.draw(
            shape, mask: full, signs: nodes?.map { $0 ? scale : 1 }, from: &random)
        let arrays = [
            "w_in": drawn.inputWeights, "w": drawn.recurrentWeights, "b_in": drawn.inputBiases,
            "b": drawn.recurrentBiases, "w_out": drawn.readoutWeights, "b_out": drawn.readoutBiases,
        ]
        for (key, values) in arrays {
            #expect(TestFiles.sha256(values) == vector.drawn_sha256_float32_before_masking[key], "\(key)")
        }
        #expect(Array(random.shuffledPass(10_000).prefix(10)) == vector.first_test_pass)
        let order = random.shuffledPass(vector.dataset.training.count).map { Int64($0) }
        #expect(TestFiles.sha256(order) == vector.training_order_sha256_int64[0])
    }

    @Test(arguments: names) func theMaskAgreesInEveryBit(name: String) throws {
        let vector = try ReferenceVector(named: name)
        let mask = mask(vector)
        #expect(mask.count == vector.mask.ones)
        guard case .rows(let starts, let columns) = mask.connections else { return }
        var bytes = [UInt8](repeating: 0, count: mask.hiddenNodes * mask.hiddenNodes)
        for i in 0..<mask.hiddenNodes {
            for c in starts[i]..<starts[i + 1] { bytes[i * mask.hiddenNodes + Int(columns[c])] = 1 }
        }
        #expect(TestFiles.sha256(bytes) == vector.mask.sha256_uint8_row_major)
    }

    @Test(arguments: names, [ProductChoice.sparse, .dense, .openBLAS])
    func trainingAgreesWithinRounding(name: String, products: ProductChoice) throws {
        let vector = try ReferenceVector(named: name)
        guard products.accepts(mask(vector)) else { return }
        let trainer = try Trainer(
            TrainingOptions(
                Conditions(
                    network: try vector.kind,
                    nonlinearity: try #require(Nonlinearity(rawValue: vector.arguments.nonlinearity)),
                    seed: vector.arguments.seed, dale: vector.dale), products: products, threads: 2),
            mask: mask(vector), dataset: vector.dataset)
        let before = try trainer.evaluateBeforeTraining()
        #expect(abs(before.accuracy - vector.accuracy_before) < 0.0003)
        try trainer.runEpoch(maxSteps: vector.arguments.steps)
        try compareSteps(trainer.metrics, vector)
        if vector.arguments.steps == 600 {
            let accuracy = try #require(trainer.metrics.testAccuracy.last)
            #expect(abs(accuracy - vector.accuracy_after) < 0.02, "\(accuracy)")
        } else {
            compareNorms(trainer.parameters, vector)
        }
    }

    /// Losses, and gradients within 1 in 10,000: they are sums of thousands of float32 products.
    private func compareSteps(_ metrics: TrainingMetrics, _ vector: ReferenceVector) throws {
        #expect(metrics.trainLoss.count == vector.arguments.steps)
        for (i, expected) in vector.loss.prefix(100).enumerated() {
            let difference = abs(Double(metrics.trainLoss[i]) - expected)
            #expect(difference < (i < 20 ? 2e-6 : 1e-4), "step \(i + 1)")
        }
        for (i, expected) in vector.mean_abs_gradient_w.prefix(20).enumerated() {
            #expect(abs(Double(metrics.meanAbsGradient[i]) - expected) < 1e-4 * expected, "step \(i + 1)")
        }
    }

    private func compareNorms(_ parameters: NetworkParameters, _ vector: ReferenceVector) {
        let arrays = [
            "w_in": parameters.inputWeights, "w": parameters.recurrentWeights, "b_in": parameters.inputBiases,
            "b": parameters.recurrentBiases, "w_out": parameters.readoutWeights,
            "b_out": parameters.readoutBiases,
        ]
        for (key, values) in arrays {
            let norm = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            let expected = vector.norms_after[key] ?? .nan
            #expect(abs(norm - expected) < 1e-5 * expected, "\(key)")
        }
    }
}
