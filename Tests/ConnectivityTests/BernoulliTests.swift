import Connectivity
@testable import Model
import Foundation
import Random
import Testing

@Suite("Bernoulli wiring")
struct BernoulliTests {
    struct Recorded: Decodable { let masks: [Mask] }
    struct Mask: Decodable {
        let hiddenNodes: Int
        let density: Double
        let seed: UInt64
        let ones: Int
        let firstRow: [Int32]
        let sha256: String
    }

    @Test("masks are those of NumPy, bit for bit")
    func masks() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let file = folder.appending(path: "fixtures/bernoulli.json")
        let recorded = try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
        #expect(recorded.masks.count == 12)
        for example in recorded.masks {
            let mask = try WiringRule.bernoulli.mask(
                hiddenNodes: example.hiddenNodes, density: example.density, seed: example.seed)
            guard case .rows(let rowStarts, let columns) = mask.connections else {
                Issue.record("a Bernoulli mask is stored by rows")
                continue
            }
            #expect(mask.count == example.ones)
            #expect(Array(columns[..<rowStarts[1]].prefix(10)) == example.firstRow)
            #expect(sha256(mask.bytes) == example.sha256, "N = \(example.hiddenNodes), \(example.density)")
            #expect(mask.seed == example.seed)
            #expect(mask.density == example.density)
        }
    }

    @Test("a draw that equals the density does not connect")
    func comparisonIsStrict() throws {
        var random = NumPyRandom(seed: 6)
        let draws = random.rand(20 * 20)
        for density in [draws[0], draws[123], draws[399]] {
            let mask = try WiringRule.bernoulli.mask(hiddenNodes: 20, density: density, seed: 6)
            #expect(mask.bytes == draws.map { $0 < density ? 1 : 0 })
        }
    }

    /// 16 million pairs, of which a fraction within five standard deviations is connected.
    @Test("the density is the one asked for", arguments: [0.001, 0.1, 0.5, 0.99])
    func density(_ density: Double) throws {
        let mask = try WiringRule.bernoulli.mask(hiddenNodes: 4000, density: density, seed: 20)
        let pairs = 16e6
        let spread = (pairs * density * (1 - density)).squareRoot()
        #expect(abs(Double(mask.count) - pairs * density) < 5 * spread)
    }
}
