import Connectivity
@testable import Model
import Testing

/// Masks made of another one.
@Suite("Nulls of masks")
struct NullTests {
    private func source(allowsSelf: Bool) throws -> ConnectivityMask {
        try WiringRule.lognormal.sample(150, density: 0.1, allowsSelf: allowsSelf)
    }

    @Test("rewired masks have the degrees of their source, and nothing else of it", arguments: [true, false])
    func rewired(allowsSelf: Bool) throws {
        let source = try source(allowsSelf: allowsSelf)
        let mask = try WiringRule.rewired.mask(of: source, seed: 1)
        try mask.expectWellFormed()
        #expect(mask.inDegrees == source.inDegrees && mask.outDegrees == source.outDegrees)
        let shared = zip(mask.bytes, source.bytes).count { $0 == 1 && $1 == 1 }
        #expect(Double(shared) < 0.4 * Double(source.count), "\(shared) of \(source.count)")
        if !allowsSelf { #expect((0..<150).allSatisfy { mask.bytes[$0 * 151] == 0 }) }
        #expect(try WiringRule.rewired.mask(of: source, seed: 1) == mask)
        #expect(try WiringRule.rewired.mask(of: source, seed: 2).connections != mask.connections)
        #expect(mask.density == source.density && mask.seed == 1)
        #expect(
            mask.wiring.source == "lognormal, spread 0.5, correlation 0"
                + (allowsSelf ? "" : ", self-connections false") + ", seed 3")
    }

    /// Three nodes with 2, 1 and 1 inputs and 2, 1 and 1 outputs: five masks.
    @Test("every mask with the same degrees is as likely")
    func uniform() throws {
        let source = ConnectivityMask(
            hiddenNodes: 3, connections: .rows(rowStarts: [0, 2, 3, 4], columns: [0, 1, 2, 0]), density: 0.4,
            rule: "mine", seed: nil)
        var counts: [[UInt8]: Int] = [:]
        for seed in 0..<5000 {
            counts[try WiringRule.rewired.mask(of: source, seed: UInt64(seed)).bytes, default: 0] += 1
        }
        #expect(counts.count == 5)
        for count in counts.values { #expect(abs(count - 1000) < 145, "\(counts.values)") }
    }

    @Test("shuffled masks keep only the number of connections", arguments: [true, false])
    func shuffled(allowsSelf: Bool) throws {
        let source = try source(allowsSelf: allowsSelf)
        let mask = try WiringRule.shuffled.mask(of: source, seed: 1)
        try mask.expectWellFormed()
        #expect(mask.count == source.count)
        #expect(moments(mask.inDegrees).sd < 5 && moments(source.inDegrees).sd > 6)
        if !allowsSelf { #expect((0..<150).allSatisfy { mask.bytes[$0 * 151] == 0 }) }
    }

    @Test("reversed masks are transposed")
    func reversed() throws {
        let source = try source(allowsSelf: true)
        let mask = try WiringRule.reversed.mask(of: source)
        try mask.expectWellFormed()
        let (bytes, turned) = (source.bytes, mask.bytes)
        for post in 0..<150 {
            let isTurned = (0..<150).allSatisfy { pre in turned[post * 150 + pre] == bytes[pre * 150 + post] }
            #expect(isTurned, "row \(post)")
        }
        #expect(mask.seed == 3)
        #expect(try WiringRule.reversed.mask(of: mask).connections == source.connections)
    }

    /// Masks are those of a source without weights, whatever their weights are.
    @Test("weights stay with the node that receives them, go anywhere, or stay with their connection")
    func weights() throws {
        let mask = try source(allowsSelf: false)
        let source = Connectome(
            mask: mask, weights: (1...mask.count).map(Double.init), names: (0..<150).map { "n\($0)" },
            groups: (0..<150).map { $0 < 75 ? "a" : "" })
        for rule in [WiringRule.rewired, .shuffled, .reversed] {
            let null = try rule.null(of: source, seed: rule.isDrawn ? 1 : nil)
            #expect(try null.mask == rule.mask(of: mask, seed: rule.isDrawn ? 1 : nil))
            #expect(null.names == source.names && null.groups == source.groups)
            #expect(null.weights?.sorted() == source.weights, "\(rule)")
            #expect(null.weights != source.weights)
            #expect(try rule.null(of: source, seed: rule.isDrawn ? 1 : nil) == null)
        }
        let (rewired, shuffled) = (
            try WiringRule.rewired.null(of: source, seed: 1),
            try WiringRule.shuffled.null(of: source, seed: 1)
        )
        #expect(try rewired.weightsOfInputs == source.weightsOfInputs)
        #expect(try shuffled.weightsOfInputs != source.weightsOfInputs)
        let reversed = try WiringRule.reversed.null(of: source)
        #expect(try WiringRule.reversed.null(of: reversed).weights == source.weights)
        #expect(
            try reversed.weightsByPair
                == source.weightsByPair.map { [$0[1], $0[0], $0[2]] }.sorted {
                    $0.lexicographicallyPrecedes($1)
                })
    }
}

extension Connectome {
    /// Of each node, the weights of its inputs, ascending.
    fileprivate var weightsOfInputs: [[Double]] {
        get throws {
            let rows = Dictionary(grouping: try weightsByPair) { $0[0] }
            return rows.sorted { $0.key < $1.key }.map { $0.value.map { $0[2] }.sorted() }
        }
    }

    /// Postsynaptic node, presynaptic one and weight of each connection, in this order.
    fileprivate var weightsByPair: [[Double]] {
        get throws {
            guard case .rows(let starts, let columns) = mask.connections else { return [] }
            let weights = try #require(weights)
            return (0..<mask.hiddenNodes).flatMap { post in
                (starts[post]..<starts[post + 1]).map { [Double(post), Double(columns[$0]), weights[$0]] }
            }
        }
    }
}
