import Random
import Testing

@Suite("PyTorch's way of drawing")
struct TorchRandomTests {
    struct Recorded: Decodable {
        let uniform: [Uniform]
        let random63: [Random63]
        let randperm: [Randperm]
        let loader: [Loader]
        let trainingRun: [TrainingRun]
    }
    struct Uniform: Decodable {
        let seed: UInt64
        let low: Double
        let high: Double
        let values: Stream<Float>
        let after: StateDigest
    }
    struct Random63: Decodable {
        let seed: UInt64
        let values: Stream<UInt64>
    }
    struct Randperm: Decodable {
        let seed: UInt64
        let count: Int
        let order: Stream<Int>
        let after: StateDigest
    }
    struct Loader: Decodable {
        let seed: UInt64
        let count: Int
        let passes: [Stream<Int>]
        let after: StateDigest
    }
    struct TrainingRun: Decodable {
        let seed: UInt64
        let drawn: Int
        let test: Stream<Int>
        let train: Stream<Int>
        let recurrentWeights: RecurrentWeights
    }
    struct RecurrentWeights: Decodable {
        let before: Int
        let values: Stream<Float>
    }

    let recorded: Recorded

    init() throws {
        recorded = try fixture("torch.json")
    }

    @Test("uniform_, one by one and in bulk")
    func uniform() {
        for example in recorded.uniform {
            let (low, high) = (Float(example.low), Float(example.high))
            var single = TorchRandom(seed: example.seed)
            var bulk = single
            var skipping = single
            let values = (0..<example.values.count).map { _ in single.uniform(from: low, to: high) }
            #expect(bulk.uniform(example.values.count, from: low, to: high) == values)
            expect(values, equal: example.values, "seed \(example.seed), \(low)..<\(high)")
            skipping.discardUniform(example.values.count)
            for generator in [single, bulk, skipping] { #expect(digest(generator.state) == example.after) }
        }
    }

    @Test("63-bit integers")
    func random63() {
        for example in recorded.random63 {
            var random = TorchRandom(seed: example.seed)
            let values = (0..<example.values.count).map { _ in random.random63() }
            expect(values, equal: example.values, "seed \(example.seed)")
        }
    }

    @Test("randperm")
    func randperm() {
        for example in recorded.randperm {
            var random = TorchRandom(seed: example.seed)
            expect(random.randperm(example.count), equal: example.order, "count \(example.count)")
            #expect(digest(random.state) == example.after)
        }
    }

    @Test("passes of a shuffling DataLoader")
    func passes() {
        for example in recorded.loader {
            var random = TorchRandom(seed: example.seed)
            for pass in example.passes {
                expect(random.shuffledPass(example.count), equal: pass, "count \(example.count)")
            }
            #expect(digest(random.state) == example.after)
        }
    }

    @Test("the orders of test and training images after a network's weights have been drawn")
    func trainingRun() {
        for example in recorded.trainingRun {
            var random = TorchRandom(seed: example.seed)
            random.discardUniform(example.recurrentWeights.before)
            let weights = random.uniform(example.recurrentWeights.values.count, from: -0.001, to: 0.001)
            expect(weights, equal: example.recurrentWeights.values, "recurrent weights")
            var skipping = TorchRandom(seed: example.seed)
            skipping.discardUniform(example.drawn)
            #expect(skipping.state == random.state)
            expect(random.shuffledPass(10_000), equal: example.test, "test images")
            expect(random.shuffledPass(60_000), equal: example.train, "training images")
        }
    }

    @Test("a restored generator goes on as the stored one")
    func restore() throws {
        var random = TorchRandom(seed: 8)
        random.discardUniform(777)
        var restored = try TorchRandom(state: random.state)
        #expect(restored.randperm(1000) == random.randperm(1000))
    }
}
