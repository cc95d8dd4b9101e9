import Connectivity
import Foundation
@testable import Model
import Testing

/// Rules against their formulas, pair by pair.
@Suite("Formulas of wiring rules")
struct FormulaTests {
    @Test("without preferences all pairs are as likely", arguments: [true, false])
    func uniform(allowsSelf: Bool) throws {
        for rule in [WiringRule.bernoulli, .inDegree, .erdosRenyi, .reciprocal] {
            try expectFrequencies(25) {
                try rule.sample(25, seed: $0, allowsSelf: allowsSelf)
            } probability: {
                allowsSelf ? 0.2 : $0 == $1 ? 0 : 0.2 * 25 / 24
            }
        }
    }

    /// By the text of docs/wiring.md, over all pairs, with libm and plain bisection.
    private func distances(
        _ n: Int, _ dimensions: Int, isPeriodic: Bool, isGaussian: Bool, allowsSelf: Bool, length: Double
    ) -> [Double] {
        let a = (1...n).first { Int(pow(Double($0), Double(dimensions)) + 0.5) >= n } ?? n
        let rows = (n + a - 1) / a
        let b = dimensions == 1 ? 1 : dimensions == 2 ? rows : (1...n).first { $0 * $0 >= rows } ?? 1
        let c = dimensions < 3 ? 1 : (n + a * b - 1) / (a * b)
        func distance(_ i: Int, _ j: Int) -> Double {
            let sides = [a, b, c]
            let one = [i % a, i / a % b, i / (a * b)], other = [j % a, j / a % b, j / (a * b)]
            let parts = (0..<3).map { axis in
                let d = abs(one[axis] - other[axis])
                return Double(isPeriodic ? min(d, sides[axis] - d) : d) / Double(a)
            }
            return parts.map { $0 * $0 }.reduce(0, +).squareRoot()
        }
        let weights = (0..<n * n).map { pair -> Double in
            if !allowsSelf && pair / n == pair % n { return 0 }
            let d = distance(pair / n, pair % n) / length
            return isGaussian ? exp(-d * d / 2) : exp(-d)
        }
        var (low, high) = (0.0, 1e9)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            let sum = weights.map { min(1, middle * $0) }.reduce(0, +)
            if sum < 0.2 * Double(n * n) { low = middle } else { high = middle }
        }
        return weights.map { min(1, high * $0) }
    }

    @Test("connections become rarer with distance as the formula says", arguments: [1, 2, 3], [true, false])
    func distance(dimensions: Int, isPeriodic: Bool) throws {
        for (nodes, isGaussian, allowsSelf, length) in [
            (25, false, true, 0.2), (30, true, false, 0.3), (27, false, false, 0.08),
        ] {
            let expected = distances(
                nodes, dimensions, isPeriodic: isPeriodic, isGaussian: isGaussian, allowsSelf: allowsSelf,
                length: length)
            try expectFrequencies(nodes) {
                try WiringRule.distance.sample(
                    nodes, seed: $0, allowsSelf: allowsSelf,
                    [
                        "dimensions": "\(dimensions)", "periodic": isPeriodic ? "yes" : "no",
                        "decay": isGaussian ? "gaussian" : "exponential", "length": "\(length)",
                    ])
            } probability: {
                expected[$0 * nodes + $1]
            }
        }
    }

    @Test("a length far below the distance of neighbours leaves the nearest nodes")
    func shortLength() throws {
        let mask = try WiringRule.distance.sample(100, density: 0.05, ["dimensions": "1", "length": "1e-6"])
        let nearest = (0..<100).flatMap { post in (-2...2).map { (post, (post + $0 + 100) % 100) } }
        #expect(mask.count == 500 && nearest.allSatisfy { mask.bytes[$0.0 * 100 + $0.1] == 1 })
    }

    @Test("neighbours on the ring give way to any node", arguments: [0, 0.3, 1])
    func smallWorld(rewiring: Double) throws {
        for (nodes, inputs, allowsSelf) in [(25, 5, true), (20, 4, false)] {
            try expectFrequencies(nodes) {
                try WiringRule.smallWorld.sample(
                    nodes, density: Double(inputs) / Double(nodes), seed: $0, allowsSelf: allowsSelf,
                    ["rewiring": "\(rewiring)"])
            } probability: { post, pre in
                let below = (post - pre + nodes) % nodes
                let isNeighbour = pre != post && (below <= (inputs + 1) / 2 || nodes - below <= inputs / 2)
                guard allowsSelf || pre != post else { return 0 }
                return smallWorldProbability(
                    inputs, among: allowsSelf ? nodes : nodes - 1, rewiring, isNeighbour: isNeighbour)
            }
        }
    }

    /// r of the k inputs are replaced, r binomial: these come from the n − (k − r) nodes that are none then.
    private func smallWorldProbability(_ k: Int, among n: Int, _ p: Double, isNeighbour: Bool) -> Double {
        var (sum, binomial) = (0.0, pow(1 - p, Double(k)))
        for r in 0...k {
            let any = Double(r) / Double(n - k + r)
            let kept = Double(k - r) / Double(k)
            sum += binomial * (isNeighbour ? kept + (1 - kept) * any : any)
            binomial *= r < k ? Double(k - r) / Double(r + 1) * (p / max(1 - p, 1e-300)) : 0
        }
        return p == 1 ? Double(k) / Double(n) : sum
    }

    @Test("pairs are connected both ways c times as often as by chance", arguments: ["0", "0.5", "4"])
    func reciprocity(times: String) throws {
        let c = try #require(Double(times))
        let mask = try WiringRule.reciprocal.sample(2000, density: 0.1, ["reciprocity": times])
        guard case .rows(let rowStarts, let columns) = mask.connections else { return }
        var both = 0
        let rows = (0..<2000).map { Set(columns[rowStarts[$0]..<rowStarts[$0 + 1]]) }
        for post in 0..<2000 {
            for pre in rows[post] where Int(pre) < post && rows[Int(pre)].contains(Int32(post)) { both += 1 }
        }
        let (pairs, p) = (2000.0 * 1999 / 2, c * 0.01)
        #expect(abs(Double(both) - pairs * p) <= 5 * (pairs * p * (1 - p)).squareRoot())
    }

    @Test("groups have their probabilities, scaled to the density if one is given", arguments: [nil, 0.1])
    func blocks(density: Double?) throws {
        let values = try WiringRule.blocks.values([
            "groups": "2,1,2", "probabilities": "0.1,0.5,0,0.3,1,0.2,0.05,0.4,0.6",
        ])
        let p = [0.1, 0.5, 0, 0.3, 1, 0.2, 0.05, 0.4, 0.6]
        func group(_ node: Int) -> Int { node < 8 ? 0 : node < 12 ? 1 : 2 }
        let mean = (0..<400).map { p[group($0 / 20) * 3 + group($0 % 20)] }.reduce(0, +) / 400
        let factor = density.map { $0 / mean } ?? 1
        try expectFrequencies(20) {
            let mask = try WiringRule.blocks.mask(hiddenNodes: 20, density: density, seed: $0, values: values)
            #expect(abs(mask.density - (density ?? mean)) < 1e-12)
            return mask
        } probability: {
            factor * p[group($0) * 3 + group($1)]
        }
    }
}
