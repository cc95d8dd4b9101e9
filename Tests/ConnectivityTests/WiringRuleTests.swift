import Connectivity
@testable import Model
import Testing

/// What every rule of the catalogue must keep, today's and tomorrow's.
@Suite("Catalogue of wiring rules")
struct WiringRuleTests {
    /// The rule's mask at parameters that it takes.
    private func mask(_ rule: WiringRule, _ hiddenNodes: Int, seed: UInt64 = 3) throws -> ConnectivityMask {
        try rule.mask(
            hiddenNodes: hiddenNodes, density: rule.parameters.contains(.density) ? 0.2 : nil,
            seed: rule.parameters.contains(.seed) ? seed : nil)
    }

    @Test("names are unique, usable in file names, and found")
    func names() throws {
        let names = WiringRule.catalogue.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.contains("bernoulli") && names.contains("full"))
        for rule in WiringRule.catalogue {
            #expect(rule.name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil)
            #expect(!rule.summary.isEmpty)
            #expect(try WiringRule.named(rule.name).name == rule.name)
        }
    }

    @Test("masks are well formed, and say how they were made", arguments: [1, 2, 17, 300])
    func wellFormed(hiddenNodes: Int) throws {
        for rule in WiringRule.catalogue {
            let mask = try mask(rule, hiddenNodes)
            try mask.expectWellFormed()
            #expect(mask.hiddenNodes == hiddenNodes)
            #expect(mask.rule == rule.name)
            #expect(mask.density == (rule.parameters.contains(.density) ? 0.2 : 1))
            #expect(mask.seed == (rule.parameters.contains(.seed) ? 3 : nil))
            #expect(mask.count == mask.bytes.reduce(0) { $0 + Int($1) })
        }
    }

    @Test("the same parameters give the same mask, another seed another one")
    func deterministic() throws {
        for rule in WiringRule.catalogue {
            let first = try mask(rule, 100)
            #expect(try mask(rule, 100) == first)
            if rule.parameters.contains(.seed) {
                #expect(try mask(rule, 100, seed: 4).connections != first.connections)
            }
        }
    }

    @Test("the full rule connects all, without holding N² numbers")
    func full() throws {
        let mask = try WiringRule.full.mask(hiddenNodes: 30_000)
        #expect(mask.connections == .all)
        #expect(mask.count == 900_000_000)
        #expect(try WiringRule.full.mask(hiddenNodes: 30_000, density: 1) == mask)
    }

    @Test("every rule refuses sizes that no network has", arguments: [0, -3, Int(Int32.max) + 1])
    func sizes(hiddenNodes: Int) {
        for rule in WiringRule.catalogue {
            #expect(throws: WiringError.hiddenNodes(hiddenNodes)) { try mask(rule, hiddenNodes) }
        }
    }

    @Test("densities outside (0, 1] are refused", arguments: [0, -0.1, 1.0001, 10, .infinity, -.infinity])
    func densities(density: Double) {
        for rule in WiringRule.catalogue where rule.parameters.contains(.density) {
            #expect(throws: WiringError.density(density)) {
                try rule.mask(hiddenNodes: 10, density: density, seed: 0)
            }
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
            ("random", 9, nil, nil, "the rules are bernoulli, full"),
        ] as [(String, Int, Double?, UInt64?, String)])
    func messages(rule: String, hiddenNodes: Int, density: Double?, seed: UInt64?, hint: String) throws {
        let error = try #require(throws: WiringError.self) {
            try WiringRule.named(rule).mask(hiddenNodes: hiddenNodes, density: density, seed: seed)
        }
        #expect(error.description.contains(hint))
    }
}
