import Testing

@testable import Random

@Suite("NumPy's normal numbers")
struct NormalNumberTests {
    struct Recorded: Decodable {
        let normal: [Normal]
        let interleaved: Interleaved
    }
    struct Normal: Decodable {
        let seed: UInt32
        let values: [Double]
        let after: StateDigest
    }
    struct Interleaved: Decodable {
        let seed: UInt32
        let values: [Double]
    }

    let recorded: Recorded

    init() throws {
        recorded = try fixture("normal.json")
    }

    @Test("standard_normal: nearly all numbers bit for bit, the rest to the last bit")
    func standardNormal() {
        for example in recorded.normal {
            var random = NumPyRandom(seed: example.seed)
            let values = random.standardNormal(example.values.count)
            var different = 0
            for (value, expected) in zip(values, example.values) where value != expected {
                different += 1
                #expect(abs(value - expected) <= 1.5 * expected.ulp, "seed \(example.seed)")
            }
            #expect(different <= values.count / 200, "seed \(example.seed): \(different) are not NumPy's")
            #expect(digest(random.state) == example.after)
        }
    }

    @Test("the second of a pair outlives other draws")
    func interleaved() {
        var random = NumPyRandom(seed: recorded.interleaved.seed)
        var values: [Double] = []
        for _ in 0..<3 {
            values += [random.standardNormal(), random.rand(), random.standardNormal()]
            values += [random.standardNormal(), random.rand()]
        }
        for (value, expected) in zip(values, recorded.interleaved.values) {
            #expect(abs(value - expected) <= 1.5 * expected.ulp)
        }
        #expect(values.count == recorded.interleaved.values.count)
    }

    @Test("logarithms of exact powers and their neighbours")
    func logarithm() {
        // Rounded from 40 digits.
        #expect(NaturalLogarithm.value(1) == 0)
        #expect(NaturalLogarithm.value(0.5) == -0.6931471805599453)
        #expect(NaturalLogarithm.value(0x1p-100) == -69.31471805599453)
        #expect(NaturalLogarithm.value(1.0.nextDown) == -0x1p-53)
        #expect(NaturalLogarithm.value(1.0.nextUp) == 0x1p-52 - 0x1p-105)
        #expect(NaturalLogarithm.value(10) == 2.302585092994046)
        #expect(NaturalLogarithm.value(1e-3) == -6.907755278982137)
    }
}
