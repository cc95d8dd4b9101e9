import Connectivity
@testable import Model
import Testing

/// Every refusal names the parameter, its value, the range, and what to do.
@Suite("What wiring rules refuse")
struct WiringErrorTests {
    @Test("every rule refuses sizes that no network has", arguments: [0, -3, Int(Int32.max) + 1])
    func sizes(hiddenNodes: Int) {
        for rule in WiringRuleTests.drawing {
            #expect(throws: WiringError.hiddenNodes(hiddenNodes)) { try rule.sample(hiddenNodes) }
        }
    }

    @Test("densities outside (0, 1] are refused", arguments: [0, -0.1, 1.0001, 10, .infinity, -.infinity])
    func densities(density: Double) {
        for rule in WiringRuleTests.drawing where rule != .full {
            #expect(throws: WiringError.density(density)) { try rule.sample(10, density: density) }
        }
    }

    @Test(
        "what is missing, superfluous or out of range is named, with what would be right",
        arguments: [
            ("bernoulli", 9, nil, 0, "needs a density; give one larger than 0 and at most 1"),
            ("bernoulli", 9, 0.1, nil, "needs a seed; give one from 0 to 4294967295"),
            ("bernoulli", 9, .nan, 0, "larger than 0 and at most 1"),
            ("bernoulli", 9, 0.1, 1 << 32, "from 0 to 4294967295"),
            ("bernoulli", 0, 0.1, 1, "from 1 to 2147483647"),
            ("full", 9, 0.5, nil, "leave the density out"),
            ("full", 9, nil, 5, "leave it out"),
            ("random", 9, nil, nil, "the rules are bernoulli, full, in-degree"),
            ("random", 9, nil, nil, "rewired, shuffled, reversed, imported"),
            ("rewired", 9, 0.5, 0, "give that mask's file (--from), and neither size nor density"),
            (
                "blocks", 9, 0.5, 0,
                "needs groups; give numbers with commas between them, each a positive number"
            ),
        ] as [(String, Int, Double?, UInt64?, String)])
    func messages(rule: String, hiddenNodes: Int, density: Double?, seed: UInt64?, hint: String) throws {
        let error = try #require(throws: WiringError.self) {
            try WiringRule.named(rule).mask(hiddenNodes: hiddenNodes, density: density, seed: seed)
        }
        #expect(error.description.contains(hint), "\(error)")
    }

    @Test(
        "parameters are refused with their range",
        arguments: [
            ("distance", "length", "0", "length 0 is out of range"),
            ("distance", "length", "ten", "give a positive number"),
            ("distance", "dimensions", "4", "give a whole number from 1 to 3"),
            ("distance", "decay", "linear", "give exponential or gaussian"),
            ("distance", "periodic", "maybe", "give yes or no"),
            (
                "distance", "rewiring", "0.1",
                "has no parameter rewiring; leave it out, or give one of length, dimensions"
            ),
            ("small-world", "rewiring", "1.5", "rewiring 1.5 is out of range"),
            ("scale-free", "exponent", "2", "give a number above 2"),
            ("lognormal", "spread", "-1", "give a number of 0 or more"),
            ("lognormal", "correlation", "1.01", "give a number of -1 to 1"),
            (
                "reciprocal", "reciprocity", "5.1",
                "at density 0.2; give a number from 0 to 5, or another density"
            ),
            ("degree-correlated", "inhibitory", "0", "give a fraction above 0 and below 1"),
            ("blocks", "groups", "1,,2", "groups 1,,2 is out of range"),
            ("blocks", "groups", "1,2,3", "probabilities are 4 numbers, but 3 groups need 9"),
            ("blocks", "groups", "1000,1", "groups 1000,1 leave none of 40 hidden nodes for group 2"),
            ("blocks", "groups", "1,1000", "for group 1; give more nodes, or a larger size of that group"),
            ("blocks", "probabilities", "0,0,0,0", "give at least one above 0"),
            ("blocks", "probabilities", "0,0,0,1", "density 0.2 is out of range for these groups"),
            ("full", "length", "1", "it takes none, so leave it out"),
        ])
    func parameters(rule: String, name: String, text: String, hint: String) throws {
        var texts = rule == "blocks" ? ["groups": "3,1", "probabilities": "0.1,0.2,0.15,0.1"] : [:]
        texts[name] = text
        let error = try #require(throws: WiringError.self) { try WiringRule.named(rule).sample(40, texts) }
        #expect(error.description.contains(name) && error.description.contains(hint), "\(error)")
    }

    @Test("without self-connections, densities that need them are refused")
    func withoutSelf() throws {
        for rule in WiringRuleTests.drawing where rule != .full {
            let error = try #require(throws: WiringError.self) {
                try rule.sample(10, density: 0.91, allowsSelf: false)
            }
            #expect(error.description.contains("give at most 0.9"), "\(error)")
        }
        // The largest density that the message says, however it is rounded.
        for nodes in 2...60 {
            let mask = try WiringRule.inDegree.sample(
                nodes, density: Double(nodes - 1) / Double(nodes), allowsSelf: false)
            #expect(mask.count == nodes * (nodes - 1))
        }
    }

    @Test("nulls refuse full masks, seeds that nothing needs, and rules that draw anew")
    func nulls() throws {
        let full = try WiringRule.full.mask(hiddenNodes: 5)
        #expect(throws: WiringError.fullMask(rule: .rewired)) {
            try WiringRule.rewired.mask(of: full, seed: 0)
        }
        // However the mask holds them, and where all but self-connections are there.
        let inputs: [Int32] = [0, 1, 2]
        for allowsSelf in [true, false] {
            let rows = (0..<3).map { post in inputs.filter { allowsSelf || Int($0) != post } }
            let starts = rows.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
            let complete = ConnectivityMask(
                hiddenNodes: 3, connections: .rows(rowStarts: starts, columns: rows.flatMap { $0 }),
                density: 1, rule: "mine", seed: nil)
            for rule in [WiringRule.rewired, .shuffled, .reversed] {
                #expect(throws: WiringError.fullMask(rule: rule)) {
                    try rule.mask(of: complete, seed: rule.isDrawn ? 0 : nil)
                }
                let weighted = Connectome(mask: complete, weights: (0..<complete.count).map(Double.init))
                let null = try rule.null(of: weighted, seed: rule.isDrawn ? 0 : nil)
                #expect(
                    null.mask.count == complete.count && null.weights?.sorted() == weighted.weights, "\(rule)"
                )
            }
        }
        let mask = try WiringRule.bernoulli.sample(5)
        #expect(throws: WiringError.superfluousSeed(1, rule: .reversed)) {
            try WiringRule.reversed.mask(of: mask, seed: 1)
        }
        #expect(throws: WiringError.superfluousMask(rule: .distance)) {
            try WiringRule.distance.mask(of: mask, seed: 1)
        }
    }
}
