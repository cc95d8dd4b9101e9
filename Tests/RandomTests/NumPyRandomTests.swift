import Random
import Testing

@Suite("NumPy's way of drawing")
struct NumPyRandomTests {
    struct Recorded: Decodable {
        let rand: [Rand]
        let permutation: [Permutation]
        let choice: [Choice]
        let randint: [Randint]
        let sleepSplit: Split
        let dale: [Dale]
    }
    struct Rand: Decodable {
        let seed: UInt32
        let skipped: Int
        let values: Stream<Double>
        let after: StateDigest
    }
    struct Permutation: Decodable {
        let seed: UInt32
        let count: Int
        let order: Stream<Int>
        let again: Stream<Int>
        let after: StateDigest
    }
    struct Choice: Decodable {
        let seed: UInt32
        let count: Int
        let size: Int
        let replacement: Bool
        let values: Stream<Int>
        let after: StateDigest
    }
    struct Randint: Decodable {
        let seed: UInt32
        let low: Int
        let high: Int
        let values: Stream<Int>
        let after: StateDigest
    }
    struct Split: Decodable {
        let train: Stream<Int32>
        let test: Stream<Int32>
    }
    struct Dale: Decodable {
        let seed: UInt32
        let nodes: Int
        let size: Int
        let inhibitory: [Int]
    }

    let recorded: Recorded

    init() throws {
        recorded = try fixture("numpy.json")
    }

    @Test("rand, one by one and in bulk")
    func rand() throws {
        for example in recorded.rand {
            var single = NumPyRandom(seed: example.seed)
            _ = try single.randint(0, 1 << 32, size: example.skipped)
            var bulk = single
            var skipping = single
            let values = (0..<example.values.count).map { _ in single.rand() }
            expect(values, equal: example.values, "seed \(example.seed)")
            expect(bulk.rand(example.values.count), equal: example.values, "in bulk, seed \(example.seed)")
            skipping.discardRand(example.values.count)
            for generator in [single, bulk, skipping] { #expect(digest(generator.state) == example.after) }
        }
    }

    @Test("permutation of a count and of an array")
    func permutation() {
        for example in recorded.permutation {
            var random = NumPyRandom(seed: example.seed)
            expect(random.permutation(example.count), equal: example.order, "count \(example.count)")
            let multiples = (0..<example.count).map { 3 * $0 }
            expect(random.permutation(multiples), equal: example.again, "array of \(example.count)")
            #expect(digest(random.state) == example.after)
        }
    }

    @Test("choice with and without replacement")
    func choice() throws {
        for example in recorded.choice {
            var random = NumPyRandom(seed: example.seed)
            let values = try random.choice(
                example.count, size: example.size, replacement: example.replacement)
            expect(values, equal: example.values, "\(example.size) of \(example.count)")
            #expect(digest(random.state) == example.after)
        }
    }

    @Test("randint, from one value to 64 bits")
    func randint() throws {
        for example in recorded.randint {
            var random = NumPyRandom(seed: example.seed)
            let values = try random.randint(example.low, example.high, size: example.values.count)
            expect(values, equal: example.values, "\(example.low)..<\(example.high)")
            #expect(digest(random.state) == example.after)
        }
    }

    @Test("the split of the Sleep-EDF series")
    func sleepSplit() {
        var random = NumPyRandom(seed: 123)
        let order = random.permutation(569_100)
        let test = random.permutation(Array(order[..<170_730]))
        let train = random.permutation(Array(order[170_730...]))
        expect(test.map(Int32.init), equal: recorded.sleepSplit.test, "test")
        expect(train.map(Int32.init), equal: recorded.sleepSplit.train, "train")
    }

    @Test("inhibitory nodes are chosen after the mask of the same generator")
    func inhibitoryNodes() throws {
        for example in recorded.dale {
            var random = NumPyRandom(seed: example.seed)
            random.discardRand(example.nodes * example.nodes)
            let chosen = try random.choice(example.nodes, size: example.size, replacement: true)
            #expect(Set(chosen).sorted() == example.inhibitory)
        }
    }

    @Test("a restored generator goes on as the stored one")
    func restore() throws {
        var random = NumPyRandom(seed: 8)
        random.discardRand(777)
        var restored = try NumPyRandom(state: random.state)
        #expect(restored.rand(1000) == random.rand(1000))
    }

    @Test("impossible draws are refused, and the error says what is possible")
    func impossibleDraws() {
        var random = NumPyRandom(seed: 0)
        let tooMany = NumPyDrawError.tooMany(size: 6, count: 5)
        let empty = NumPyDrawError.emptyRange(low: 3, high: 3)
        let nothing = NumPyDrawError.nothingToChoose(count: 0)
        #expect(throws: tooMany) { try random.choice(5, size: 6, replacement: false) }
        #expect(throws: empty) { try random.randint(3, 3, size: 1) }
        #expect(throws: nothing) { try random.choice(0, size: 1, replacement: true) }
        #expect(throws: NumPyDrawError.negativeSize(-1)) { try random.choice(5, size: -1, replacement: true) }
        #expect(tooMany.description.contains("at most 5"))
        #expect(empty.description.contains("high must be larger"))
        #expect(nothing.description.contains("at least 1"))
    }
}
