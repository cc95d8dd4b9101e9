@testable import Model
import Testing

@testable import Random

@Suite("Mersenne Twister")
struct MersenneTwisterTests {
    struct RawCase: Decodable, Sendable {
        let seed: UInt32
        let outputs: Stream<UInt32>
        let after: StateDigest
    }

    struct RawCases: Decodable { let raw: [RawCase] }

    @Test("outputs, one by one and in bulk, are those of the reference implementation")
    func outputs() throws {
        for example in try fixture("numpy.json", as: RawCases.self).raw {
            var single = MersenneTwister(seed: example.seed)
            let oneByOne = (0..<example.outputs.count).map { _ in single.next() }
            expect(oneByOne, equal: example.outputs, "one by one, seed \(example.seed)")
            #expect(digest(single.state) == example.after)

            var bulk = MersenneTwister(seed: example.seed)
            let filled = outputs(of: &bulk, count: example.outputs.count)
            expect(filled, equal: example.outputs, "in bulk, seed \(example.seed)")
            #expect(bulk.state == single.state)
        }
    }

    /// The C++ standard's check value of mt19937 ([rand.predef]): the 10,000th output of seed 5489.
    @Test("the 10,000th output of the default seed is the published one")
    func publishedCheckValue() {
        var generator = MersenneTwister(seed: 5489)
        generator.discard(9_999)
        #expect(generator.next() == 4_123_659_995)
    }

    @Test(
        "filling and skipping go on from any position",
        arguments: [0, 1, 2, 623, 624, 625, 1248, 1249, 5000])
    func positions(count: Int) {
        for offset in [0, 1, 311, 622, 623, 624] {
            var plain = MersenneTwister(seed: 99)
            let outputs = (0..<(offset + count + 3)).map { _ in plain.next() }
            var filling = MersenneTwister(seed: 99)
            var skipping = filling
            for _ in 0..<offset { #expect(filling.next() == skipping.next()) }
            #expect(self.outputs(of: &filling, count: count) == Array(outputs[offset..<(offset + count)]))
            skipping.discard(count)
            for generator in [filling, skipping] {
                var rest = generator
                #expect((0..<3).map { _ in rest.next() } == Array(outputs.suffix(3)))
            }
        }
    }

    @Test("a restored generator goes on as the stored one", arguments: [0, 1, 200, 623, 624, 625, 1300])
    func restore(drawn: Int) throws {
        var original = MersenneTwister(seed: 3)
        original.discard(drawn)
        var restored = try MersenneTwister(state: original.state)
        #expect(restored.state == original.state)
        #expect((0..<2000).map { _ in restored.next() } == (0..<2000).map { _ in original.next() })
    }

    @Test("a copy is independent of its original")
    func copies() {
        var original = MersenneTwister(seed: 3)
        _ = original.next()
        var copy = original
        let ahead = (0..<1000).map { _ in original.next() }
        #expect((0..<1000).map { _ in copy.next() } == ahead)
    }

    @Test("damaged states are refused, and the error says what a state looks like")
    func damagedStates() throws {
        let good = MersenneTwister(seed: 1).state
        let damaged: [(GeneratorState, GeneratorStateError, String)] = [
            (GeneratorState(words: Array(good.words.dropLast()), position: 3), .wordCount(623), "624"),
            (GeneratorState(words: good.words + [1], position: 3), .wordCount(625), "624"),
            (GeneratorState(words: good.words, position: -1), .position(-1), "0...624"),
            (GeneratorState(words: good.words, position: 625), .position(625), "0...624"),
            (GeneratorState(words: [UInt32](repeating: 0, count: 624), position: 0), .allZero, "zeros"),
        ]
        for (state, error, hint) in damaged {
            #expect(throws: error) { try MersenneTwister(state: state) }
            #expect(throws: error) { try NumPyRandom(state: state) }
            #expect(throws: error) { try TorchRandom(state: state) }
            #expect(error.description.contains(hint))
        }
        let start = GeneratorState(words: good.words, position: 0)
        #expect(throws: Never.self) { try MersenneTwister(state: start) }
    }

    private func outputs(of generator: inout MersenneTwister, count: Int) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
            generator.fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialized = count
        }
    }
}
