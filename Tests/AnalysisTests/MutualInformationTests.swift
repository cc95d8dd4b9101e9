import Compute
import Formats
@testable import Model
import Foundation
import Random
import Testing

@testable import Analysis

/// A file of this folder's `fixtures`.
func fixture<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws -> Content {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "fixtures")
    return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
}

/// scikit-learn's numbers, made by fixtures/make_mutual_information.py.
struct MutualInformationCase: Decodable, Sendable {
    let name: String
    let images: Int
    let seed: UInt32
    let noise: UInt32
    let first: [Double]
    let second: [Double]
    let value: Double
    /// Over the seeds 0 to 9.
    let mean: Double

    static func all() throws -> [MutualInformationCase] {
        struct File: Decodable { let cases: [MutualInformationCase] }
        return try fixture("mutual-information.json", as: File.self).cases
    }

    /// The activations of both nodes, by the rule of the script.
    var activations: [[Double]] {
        var random = NumPyRandom(seed: seed)
        let common = random.rand(images)
        return [first, second].map { rule in
            let (u, v) = (random.rand(images), random.rand(images))
            return (0..<images).map { image in
                let value = rule[1] > 0 ? (v[image] * rule[1]).rounded(.down) / rule[1] : v[image]
                let activation = rule[2] + (rule[3] - rule[2]) * value + rule[4] * common[image]
                return Double(Float(u[image] < rule[0] ? activation : 0))
            }
        }
    }
}

@Suite struct MutualInformationTests {
    @Test func valuesAreThoseOfScikitLearn() throws {
        for known in try MutualInformationCase.all() {
            let nodes = known.activations
            let measure = try MutualInformation(images: known.images, seeds: [known.noise])
            let value = try measure.estimate(nodes[0], nodes[1])
            #expect(abs(value - known.value) < 1e-9, "\(known.name): \(value), scikit-learn \(known.value)")
        }
    }

    /// Estimators for each number of images of the cases: to draw their noise takes longer than a pair.
    private func estimators(_ seeds: [UInt32]) throws -> [Int: MutualInformation] {
        try Dictionary(
            uniqueKeysWithValues: Set(MutualInformationCase.all().map(\.images)).map {
                ($0, try MutualInformation(images: $0, seeds: seeds))
            })
    }

    @Test func theMeanIsThatOfScikitLearnOverTenSeeds() throws {
        let measures = try estimators(MutualInformation.usualSeeds)
        for known in try MutualInformationCase.all() {
            let nodes = known.activations
            let mean = try #require(measures[known.images]).estimate(nodes[0], nodes[1])
            #expect(abs(mean - known.mean) < 1e-9, "\(known.name): \(mean), scikit-learn \(known.mean)")
        }
    }

    /// What the first seed found stands for the others only where no noise can change it: ties, which a grid has, are looked at anew.
    @Test func theMeanIsThatOfSingleSeeds() throws {
        let seeds: [UInt32] = [3, 77, 1_000_001]
        let (together, alone) = (try estimators(seeds), try seeds.map { try estimators([$0]) })
        for known in try MutualInformationCase.all() {
            let nodes = known.activations
            let single = try alone.map { try #require($0[known.images]).estimate(nodes[0], nodes[1]) }
            let mean = try #require(together[known.images]).estimate(nodes[0], nodes[1])
            #expect(abs(mean - single.mean) < 1e-13, "\(known.name): \(mean) of \(single)")
        }
    }

    /// Of two nodes that are always silent, one seed says 0 and another one 0.006 nat.
    @Test func silentPairsDependOnTheSeed() throws {
        let silent = [Double](repeating: 0, count: 10_000)
        func information(_ seeds: [UInt32]) throws -> Double {
            try MutualInformation(images: silent.count, seeds: seeds).estimate(silent, silent)
        }
        #expect(try information([0]) == 0)
        #expect(abs(try information([1]) - 0.0057) < 5e-5)
    }

    @Test func sweepsAndListsAgreeWithAllDistances() throws {
        for known in try MutualInformationCase.all() where known.images <= 777 {
            let nodes = known.activations
            let measure = try MutualInformation(images: known.images, seeds: [known.noise])
            let value = try measure.estimate(nodes[0], nodes[1])
            let plain = plainEstimate(nodes[0], nodes[1], seed: known.noise)
            #expect(abs(value - plain) < 1e-12, "\(known.name): \(value), plainly \(plain)")
        }
    }

    /// Kraskov's first estimator as in its paper, over all pairs of images.
    private func plainEstimate(_ x: [Double], _ y: [Double], seed: UInt32) -> Double {
        var random = NumPyRandom(seed: seed)
        let nodes = [x, y].map { values in
            let centre = values.mean
            let variance = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count)
            let scaled = variance > 0 ? values.map { $0 / variance.squareRoot() } : values
            let amplitude = 1e-10 * max(1, (scaled.map { abs($0) }).mean)
            return scaled.map { $0 + amplitude * random.standardNormal() }
        }
        func digamma(_ n: Int) -> Double { (1..<n).reduce(-0.577_215_664_901_532_9) { $0 + 1 / Double($1) } }
        var sum = digamma(x.count) + digamma(3)
        for i in x.indices {
            let distances = x.indices.filter { $0 != i }.map { j in
                max(abs(nodes[0][j] - nodes[0][i]), abs(nodes[1][j] - nodes[1][i]))
            }
            let third = distances.sorted()[2]
            for node in nodes {
                sum -= digamma(node.filter { abs($0 - node[i]) < third }.count) / Double(x.count)
            }
        }
        return max(0, sum)
    }

    @Test func manyPairsAreTheSameForAnyThreadsAndBlocks() throws {
        let nodes = 9
        var random = NumPyRandom(seed: 3)
        let common = random.standardNormal(500)
        let values = (0..<nodes * 500).map { max(0, Float(random.standardNormal() + common[$0 % 500])) }
        let activations = ActivationMatrix(nodes: nodes, images: 500, values: values)
        let pairs = try NodePair.random(40, of: nodes, seed: 4)
        let measure = try MutualInformation(images: 500, seeds: [0, 1])
        let single = try pairs.map { pair in
            let rows = [pair.first, pair.second].map { node in
                activations.read(node..<node + 1).map { Double($0) }
            }
            return try measure.estimate(rows[0], rows[1])
        }
        #expect(Set(single).count > 20)
        for threads in [1, 3] {
            for maximum in [500, 1200, 1 << 20] {
                let engine = try Engine(threads: threads)
                let all = try measure.estimate(pairs, of: activations, engine: engine, maximum: maximum)
                #expect(all == single)
            }
        }
    }

    @Test func pairsAreTwoDifferentNodesAndReproducible() throws {
        let pairs = try NodePair.random(500, of: 7, seed: 11)
        #expect(pairs.allSatisfy { $0.first != $0.second && (0..<7).contains($0.first) })
        #expect(Set(pairs.map { $0.first * 7 + $0.second }).count == 42)
        #expect(try NodePair.random(500, of: 7, seed: 11) == pairs)
        #expect(try NodePair.random(500, of: 7, seed: 12) != pairs)
        #expect(throws: AnalysisError.self) { try NodePair.random(1, of: 1, seed: 0) }
    }

    @Test func whatCannotBeMeasuredIsRefused() throws {
        #expect(throws: AnalysisError.self) { try MutualInformation(images: 3) }
        #expect(throws: AnalysisError.self) { try MutualInformation(images: 10, seeds: []) }
        let measure = try MutualInformation(images: 4)
        #expect(throws: AnalysisError.self) { try measure.estimate([1, 2, 3], [1, 2, 3, 4]) }
        #expect(throws: AnalysisError.self) { try measure.estimate([1, 2, 3, .nan], [1, 2, 3, 4]) }
        let matrix = ActivationMatrix(nodes: 2, images: 4, values: [Float](repeating: 0, count: 8))
        let engine = try Engine(threads: 1)
        #expect(throws: AnalysisError.self) {
            try measure.estimate([NodePair(0, 2)], of: matrix, engine: engine)
        }
    }
}
