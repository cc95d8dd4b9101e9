import Connectivity
import Foundation
@testable import Model
import Testing

/// Rules that draw degrees.
@Suite("Degrees of wiring rules")
struct DegreeTests {
    /// Given the expected degree, a degree is nearly Poisson, so its logarithm has variance 1/mean more.
    @Test("lognormal degrees have the spread and correlation asked for", arguments: [-0.7, 0, 0.9])
    func lognormal(rho: Double) throws {
        let mask = try WiringRule.lognormal.sample(
            5000, density: 0.08, ["spread": "0.4", "correlation": "\(rho)"])
        let (inputs, outputs) = (mask.inDegrees.map(log), mask.outDegrees.map(log))
        // Of e^-x, whose mean is that of the lognormal: the noise of degrees around 400.
        let noise = exp(0.16) / 400
        for degrees in [inputs, outputs] {
            #expect(abs(moments(degrees).sd - (0.16 + noise).squareRoot()) < 0.02)
        }
        #expect(abs(correlation(inputs, outputs) - rho * 0.16 / (0.16 + noise)) < 0.05)
    }

    /// Of a power law with exponent γ, the logarithm of degrees above the least has mean and deviation 1/(γ − 1).
    @Test("scale-free degrees fall off with their exponent", arguments: [3.5, 5])
    func scaleFree(exponent: Double) throws {
        let mask = try WiringRule.scaleFree.sample(20_000, density: 0.01, ["exponent": "\(exponent)"])
        for degrees in [mask.inDegrees, mask.outDegrees] {
            let least = 200 * (exponent - 2) / (exponent - 1)
            // Well above the least, where the noise of degrees matters little (Hill's estimate).
            let tail = degrees.filter { $0 >= 2 * least }.map { log($0 / (2 * least - 0.5)) }
            let estimate = 1 + 1 / moments(tail).mean
            #expect(abs(estimate - exponent) < 5 * (exponent - 1) / Double(tail.count).squareRoot() + 0.1)
        }
    }

    @Test(
        "in- and out-degrees of a scale-free network have correlated ranks", arguments: [-1, -0.5, 0, 0.6, 1])
    func ranks(rho: Double) throws {
        let mask = try WiringRule.scaleFree.sample(
            4000, density: 0.1, ["exponent": "3", "correlation": "\(rho)"])
        func ranks(_ degrees: [Double]) -> [Double] {
            var ranks = degrees
            let order = degrees.indices.sorted { degrees[$0] < degrees[$1] }
            for (rank, node) in order.enumerated() { ranks[node] = Double(rank) }
            return ranks
        }
        #expect(abs(correlation(ranks(mask.inDegrees), ranks(mask.outDegrees)) - rho) < 0.07)
    }

    @Test("inputs from excitatory and inhibitory nodes are correlated", arguments: [-0.8, 0, 0.95])
    func degreeCorrelated(rho: Double) throws {
        let mask = try WiringRule.degreeCorrelated.sample(
            4000, density: 0.1, ["spread": "0.5", "correlation": "\(rho)", "inhibitory": "0.25"])
        guard case .rows(let rowStarts, let columns) = mask.connections else { return }
        var (excitatory, inhibitory) = ([Double](), [Double]())
        for post in 0..<4000 {
            let row = columns[rowStarts[post]..<rowStarts[post + 1]]
            excitatory.append(Double(row.count { $0 < 3000 }))
            inhibitory.append(Double(row.count { $0 >= 3000 }))
        }
        #expect(abs(moments(excitatory).mean - 300) < 2 && abs(moments(inhibitory).mean - 100) < 1)
        let (e, i) = (excitatory.map { log($0 + 0.5) }, inhibitory.map { log($0 + 0.5) })
        #expect(abs(moments(e).sd - 0.5) < 0.03)
        let noise = ((0.25 + exp(0.25) / 300) * (0.25 + exp(0.25) / 100)).squareRoot()
        #expect(abs(correlation(e, i) - rho * 0.25 / noise) < 0.05)
    }

    @Test("every node has the same number of inputs, its outputs vary as by chance")
    func inDegree() throws {
        for rule in [WiringRule.inDegree, .smallWorld] {
            let mask = try rule.sample(2000, density: 0.1, rule == .smallWorld ? ["rewiring": "1"] : [:])
            #expect(mask.inDegrees.allSatisfy { $0 == 200 })
            #expect(abs(moments(mask.outDegrees).sd - 180.0.squareRoot()) < 1)
        }
    }
}
