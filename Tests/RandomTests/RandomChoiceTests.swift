import Foundation
@testable import Random
import Testing

/// Functions and draws behind wiring rules.
@Suite("Random choices")
struct RandomChoiceTests {
    @Test("logarithms and exponentials agree with the C library's to a few units in the last place")
    func functions() {
        var random = NumPyRandom(seed: 1)
        for _ in 0..<200_000 {
            let u = 1 - random.rand()
            for x in [u, u * 0x1p-40, u * 0x1p900, 1 + u * 0x1p-20] where x != 1 {
                #expect(abs(ElementaryFunctions.log(x) / Foundation.log(x) - 1) < 1e-15, "\(x)")
            }
            for x in [-u, -u * 0x1p-30, u * 0x1p-40] where x != -1 {
                #expect(abs(ElementaryFunctions.logOnePlus(x) / Foundation.log1p(x) - 1) < 1e-15, "\(x)")
            }
            for x in [-u, u * 700, -u * 700] {
                #expect(abs(ElementaryFunctions.exp(x) / Foundation.exp(x) - 1) < 1e-15, "\(x)")
            }
        }
        #expect(ElementaryFunctions.log(1) == 0 && ElementaryFunctions.exp(0) == 1)
        #expect(ElementaryFunctions.exp(-1000) == 0)
    }

    @Test(
        "independent events occur as often as their probability says",
        arguments: [0, 1e-9, 0.001, 0.3, 0.97, 1])
    func successes(probability: Double) {
        var random = NumPyRandom(seed: 2)
        var counts = [Int](repeating: 0, count: 10)
        let (rounds, places) = (2000, 1000)
        for _ in 0..<rounds {
            var last = -1
            random.forEachSuccess(of: places, probability: probability) { place, _ in
                #expect(place > last && place < places)
                last = place
                counts[place / 100] += 1
            }
        }
        let expected = Double(rounds) * 100 * probability
        for count in counts {
            #expect(abs(Double(count) - expected) <= 5 * (expected * (1 - probability)).squareRoot() + 0.01)
        }
    }

    @Test("so do events with falling probabilities, even if these fall at once")
    func falling() {
        let probabilities =
            [1, 1, 0.9, 0.5, 0.499, 0.1, 1e-3, 1e-3, 1e-12, 0] + [Double](repeating: 0, count: 90)
        var random = NumPyRandom(seed: 3)
        var counts = [Int](repeating: 0, count: probabilities.count)
        for _ in 0..<100_000 {
            random.forEachSuccess(of: counts.count, falling: { probabilities[$0] }) { counts[$0] += 1 }
        }
        for (count, p) in zip(counts, probabilities) {
            #expect(abs(Double(count) - 1e5 * p) <= 5 * (1e5 * p * (1 - p)).squareRoot() + 1e-4, "p = \(p)")
        }
    }

    @Test("different numbers are drawn, every choice as often")
    func distinct() {
        var random = NumPyRandom(seed: 4)
        var counts: [Set<Int>: Int] = [:]
        for _ in 0..<20_000 {
            var chosen: Set<Int> = []
            random.chooseDistinct(3, of: 6) { chosen.insert($0).inserted }
            counts[chosen, default: 0] += 1
        }
        #expect(counts.count == 20 && counts.keys.allSatisfy { $0.count == 3 })
        #expect(counts.values.allSatisfy { abs($0 - 1000) < 5 * 31 }, "\(counts.values)")
        random.chooseDistinct(0, of: 0) { _ in true }
    }
}
