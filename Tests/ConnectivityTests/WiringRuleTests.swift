import Connectivity
import Foundation
@testable import Model
import Testing

/// What every rule must keep, today's and tomorrow's.
@Suite("Catalogue of wiring rules")
struct WiringRuleTests {
    /// Rules that draw a mask of their own.
    static let drawing = WiringRule.allCases.filter { !$0.isOfMask }

    @Test("names are usable in file names, and found")
    func names() throws {
        for rule in WiringRule.allCases {
            #expect(rule.name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil)
            #expect(!rule.summary.isEmpty)
            #expect(try WiringRule.named(rule.name) == rule)
        }
    }

    @Test("parameters are the same of all rules that have them, and allow what is usual")
    func parameters() {
        let reserved = [
            "size", "density", "seed", "mask-seed", "from", "output", "store", "why", "json", "quiet",
            "source", "title", "kind",
        ]
        for rule in WiringRule.allCases {
            #expect(Set(rule.parameters.map(\.name)).count == rule.parameters.count)
            #expect(rule.parameters.contains(.selfConnections) == (rule.isDrawn && !rule.isOfMask))
            for parameter in rule.parameters {
                #expect(parameter.name.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil)
                #expect(!reserved.contains(parameter.name))
                #expect(parameter.usual.map(parameter.allows) ?? true, "\(parameter.name)")
                let same = WiringRule.allParameters.first { $0 == parameter }
                #expect(same?.words == parameter.words && same?.range == parameter.range)
            }
        }
    }

    @Test("masks are well formed, and say how they were made", arguments: [1, 2, 17, 300], [true, false])
    func wellFormed(hiddenNodes: Int, allowsSelf: Bool) throws {
        for rule in Self.drawing where allowsSelf || (hiddenNodes > 1 && rule != .full) {
            let mask = try rule.sample(hiddenNodes, allowsSelf: allowsSelf)
            try mask.expectWellFormed()
            #expect(mask.hiddenNodes == hiddenNodes)
            #expect(mask.rule == rule.name)
            #expect(mask.density == (rule == .full ? 1 : 0.2))
            #expect(mask.seed == (rule.isDrawn ? 3 : nil))
            #expect(mask.count == mask.bytes.reduce(0) { $0 + Int($1) })
            #expect((mask.wiring.values["self-connections"] == .flag(false)) == !allowsSelf)
            if !allowsSelf {
                #expect((0..<hiddenNodes).allSatisfy { mask.bytes[$0 * (hiddenNodes + 1)] == 0 })
            }
        }
    }

    @Test("the same parameters give the same mask, another seed another one")
    func deterministic() throws {
        for rule in Self.drawing {
            let first = try rule.sample(100)
            #expect(try rule.sample(100) == first)
            if rule.isDrawn {
                #expect(try rule.sample(100, seed: 4).connections != first.connections, "\(rule.name)")
            }
        }
    }

    /// Over 20 seeds the total lies within five standard deviations: those of independent connections, twice the variance where
    /// they come in pairs.
    @Test("the density is the one asked for, exactly or on average", arguments: [true, false])
    func density(allowsSelf: Bool) throws {
        for rule in Self.drawing where rule != .full {
            for (nodes, density) in [(200, 0.05), (201, 0.1), (60, 0.4)] {
                let counts = try (0..<20).map {
                    try rule.sample(nodes, density: density, seed: UInt64($0), allowsSelf: allowsSelf).count
                }
                let expected = Double(nodes * nodes) * density
                if rule.density == .exact {
                    let inputs = (Double(nodes) * density).rounded() * Double(nodes)
                    let exact = rule == .erdosRenyi ? expected.rounded() : inputs
                    #expect(counts.allSatisfy { Double($0) == exact }, "\(rule.name)")
                } else {
                    let distance = abs(Double(counts.reduce(0, +)) - 20 * expected)
                    #expect(distance < 5 * (2 * 20 * expected).squareRoot(), "\(rule.name), N = \(nodes)")
                }
            }
        }
    }

    /// Bits that masks in stores have; whatever changes them must say so in CHANGELOG.md.
    @Test("masks keep their bits")
    func bits() throws {
        for rule in Self.drawing where rule != .full {
            let digests = try [true, false].map {
                sha256(try rule.sample(70, allowsSelf: $0).bytes).prefix(12)
            }
            #expect(digests.joined(separator: " ") == Self.digests[rule], "\(rule.name)")
        }
        let source = try WiringRule.lognormal.sample(70)
        for rule in [WiringRule.rewired, .shuffled] {
            let digest = sha256(try rule.mask(of: source, seed: 3).bytes).prefix(12)
            #expect(String(digest) == Self.digests[rule], "\(rule.name)")
        }
    }

    /// Beginnings of SHA-256 of masks of 70 nodes, with and without self-connections.
    private static let digests: [WiringRule: String] = [
        .bernoulli: "28d448492408 2d982d5b377b",
        .inDegree: "9eaf905df87c ecf2bf90f40b",
        .erdosRenyi: "e6a98950cf78 19dc3eb5cfed",
        .distance: "5862b5d78533 70a87c6a42b1",
        .smallWorld: "eeac8f002617 bf96c243fe11",
        .scaleFree: "cf486ae02cce aedf056015c0",
        .lognormal: "b3dab60be056 4a39586ae6ca",
        .reciprocal: "320038ef2c6b 519700938586",
        .blocks: "7a2df6ec76a7 54942110bbf1",
        .degreeCorrelated: "c3ff0c5d0edc 8962fdef5f3f",
        .rewired: "9f586a5059b2",
        .shuffled: "d238ee09ece2",
    ]

    @Test("at density 1 every rule connects all")
    func densityOne() throws {
        for rule in Self.drawing {
            let mask = try rule.sample(12, density: 1)
            #expect(mask.count == 144, "\(rule.name)")
        }
    }

    /// 40 billion pairs, which nothing here could visit one by one.
    @Test("memory and time follow the number of connections")
    func largeNetworks() throws {
        for rule in Self.drawing where rule != .full && rule != .bernoulli {
            let mask = try rule.sample(200_000, density: 5e-6)
            #expect(abs(mask.count - 200_000) < 5000, "\(rule.name)")
        }
    }

    @Test("the full rule connects all, without holding N² numbers")
    func full() throws {
        let mask = try WiringRule.full.mask(hiddenNodes: 30_000)
        #expect(mask.connections == .all)
        #expect(mask.count == 900_000_000)
        #expect(try WiringRule.full.mask(hiddenNodes: 30_000, density: 1) == mask)
    }

    @Test(
        "docs/wiring.md has a section on each rule, which names its parameters and how it takes the density")
    func documentation() throws {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: repository.appending(path: "docs/wiring.md"), encoding: .utf8)
        let sections = text.components(separatedBy: "\n## ").dropFirst()
        for rule in WiringRule.allCases {
            let section = try #require(sections.first { $0.hasPrefix("`\(rule.name)`") }, "\(rule.name)")
            #expect(section.contains("build-mask \(rule.name) "), "\(rule.name) has no example")
            for parameter in rule.parameters where parameter != .selfConnections {
                #expect(section.contains("`\(parameter.name)`"), "\(rule.name): \(parameter.name)")
            }
            if rule.density == .exact || rule.density == .expected {
                #expect(section.contains("Density: \(rule.density)"), "\(rule.name)")
            }
        }
    }
}

extension WiringRule {
    /// The rule's mask at parameters that it takes, by default at density 0.2.
    func sample(
        _ hiddenNodes: Int, density: Double = 0.2, seed: UInt64 = 3, allowsSelf: Bool = true,
        _ texts: [String: String] = [:]
    ) throws -> ConnectivityMask {
        var texts = texts
        if self == .blocks && texts["groups"] == nil {
            // Of fewer than three nodes, the second group would get none.
            let isOne = density == 1 || hiddenNodes < 3
            texts["groups"] = isOne ? "3" : "3,1"
            texts["probabilities"] = isOne ? "0.5" : "0.1,0.2,0.15,0.1"
        }
        if self == .reciprocal && texts["reciprocity"] == nil {
            texts["reciprocity"] = density > 0.5 ? "1" : "2"
        }
        if !allowsSelf { texts["self-connections"] = "no" }
        return try mask(
            hiddenNodes: hiddenNodes, density: self == .full ? nil : density, seed: isDrawn ? seed : nil,
            values: values(texts))
    }
}
