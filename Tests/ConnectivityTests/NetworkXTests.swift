import Connectivity
import Foundation
@testable import Model
import Testing

/// Rules that networkx has, too: the same statistics (fixtures/make_networkx.py).
@Suite("Wiring rules beside networkx")
struct NetworkXTests {
    struct Recorded: Decodable {
        let networkx: String
        let seeds: Int
        let nodes: Int
        let erdosRenyi: Summary
        let inDegree: Summary
        let bernoulli: Summary
        let blocks: Summary
        let lattice: [[Int]]

        enum CodingKeys: String, CodingKey {
            case networkx, seeds, nodes, bernoulli, blocks, lattice
            case erdosRenyi = "erdos-renyi"
            case inDegree = "in-degree"
        }
    }
    struct Summary: Decodable {
        let mean: [Double]
        let sd: [Double]
    }

    private func recorded() throws -> Recorded {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return try JSONDecoder().decode(
            Recorded.self, from: Data(contentsOf: folder.appending(path: "fixtures/networkx.json")))
    }

    /// Variances of in- and out-degrees, the fraction of connections that are returned, and triangles a connection.
    private func statistics(_ mask: ConnectivityMask) -> [Double] {
        let (n, bytes) = (mask.hiddenNodes, mask.bytes)
        var (returned, triangles) = (0, 0)
        for i in 0..<n {
            for j in 0..<n where bytes[j * n + i] == 1 {
                returned += Int(bytes[i * n + j])
                triangles += (0..<n).count { bytes[$0 * n + i] == 1 && bytes[j * n + $0] == 1 }
            }
        }
        let variances = [mask.inDegrees, mask.outDegrees].map { pow(moments($0).sd, 2) }
        return variances + [Double(returned) / Double(mask.count), Double(triangles) / Double(mask.count)]
    }

    private func expect(_ summary: Summary, _ name: String, _ mask: (UInt64) throws -> ConnectivityMask)
        throws
    {
        let seeds = 100
        let ours = try (0..<seeds).map { statistics(try mask(UInt64($0))) }
        for quantity in 0..<4 {
            let (mean, sd) = moments(ours.map { $0[quantity] })
            let error = ((sd * sd + summary.sd[quantity] * summary.sd[quantity]) / Double(seeds)).squareRoot()
            #expect(
                abs(mean - summary.mean[quantity]) <= 4.5 * error + 1e-12, "\(name), quantity \(quantity)")
            if summary.sd[quantity] > 1e-9 { #expect(abs(log(sd / summary.sd[quantity])) < 0.4, "\(name)") }
        }
    }

    @Test("degrees, reciprocity and triangles are as there")
    func sameStatistics() throws {
        let recorded = try recorded()
        let n = recorded.nodes
        func sample(_ rule: WiringRule, _ density: Double) -> (UInt64) throws -> ConnectivityMask {
            { try rule.sample(n, density: density, seed: $0, allowsSelf: false) }
        }
        try expect(recorded.erdosRenyi, "erdos-renyi", sample(.erdosRenyi, 0.1))
        try expect(recorded.inDegree, "in-degree", sample(.inDegree, 0.1))
        try expect(recorded.bernoulli, "bernoulli", sample(.bernoulli, 0.1 * 99 / 100))
        let blocks = try WiringRule.blocks.values([
            "groups": "75,25", "probabilities": "0.1,0.05,0.25,0.2", "self-connections": "no",
        ])
        try expect(recorded.blocks, "blocks") {
            try WiringRule.blocks.mask(hiddenNodes: n, seed: $0, values: blocks)
        }
    }

    @Test("without rewiring, the small world is their ring lattice")
    func lattice() throws {
        let mask = try WiringRule.smallWorld.sample(30, density: 0.2, ["rewiring": "0"])
        var edges: [[Int]] = []
        for pre in 0..<30 {
            for post in 0..<30 where mask.bytes[post * 30 + pre] == 1 { edges.append([pre, post]) }
        }
        #expect(edges == (try recorded().lattice))
    }
}
