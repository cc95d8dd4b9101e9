import Compute
import Formats
@testable import Model
import Foundation
import Random
import Testing

@testable import Analysis

private let environment = ProcessInfo.processInfo.environment

/// Activations of the paper's size, made up: speed and size, printed. SPARSE_CORTEX_LARGE_TESTS=1; the size is
/// SPARSE_CORTEX_LARGE_NODES, 10,000 unless set, for nodes and images. With SPARSE_CORTEX_LARGE_FOLDER the file and the mutual
/// information are left there, for compare_mutual_information.py.
@Suite(.enabled(if: environment["SPARSE_CORTEX_LARGE_TESTS"] != nil), .serialized)
struct LargeMeasureTests {
    let size = Int(environment["SPARSE_CORTEX_LARGE_NODES"] ?? "") ?? 10_000
    let folder = environment["SPARSE_CORTEX_LARGE_FOLDER"] ?? NSTemporaryDirectory()
    let threads = ProcessInfo.processInfo.activeProcessorCount

    /// A tenth of all numbers is not zero; some nodes are always silent, some active in most images, and images have ten
    /// classes that nodes respond to.
    static func sparse(_ size: Int) -> (ActivationMatrix, [UInt8]) {
        var random = NumPyRandom(seed: 1)
        let labels = (0..<size).map { UInt8($0 * 7 % 10) }
        var values = [Float](repeating: 0, count: size * size)
        values.withUnsafeMutableBufferPointer { values in
            for node in 0..<size {
                let active = max(0, 0.3 * random.rand() - 0.05)
                let preferences = (0..<10).map { _ in 2 * random.rand() }
                for image in 0..<size {
                    let share = active * preferences[Int(labels[image])]
                    let drawn = random.rand()
                    if drawn < share { values[node * size + image] = Float((share - drawn) * random.rand()) }
                }
            }
        }
        return (ActivationMatrix(nodes: size, images: size, values: values), labels)
    }

    @Test func everyMeasureAtThePapersSize() throws {
        let (made, labels) = Self.sparse(size)
        let engine = try Engine(threads: threads)
        let path = "\(folder)/activations-\(size).h5"
        try? FileManager.default.removeItem(atPath: path)
        let network = Conditions(
            dataset: "made-up", hiddenNodes: size, density: 0.1,
            connections: size * size / 10,
            seed: 0, learningRate: 0.001, batch: 100, trainingImages: 60_000, testImages: size)
        try timed("write") {
            try ActivationsFile.write(
                made, labels: labels, description: network, epoch: 1, step: 600, to: path)
        }
        let bytes = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        print("file: \(bytes / 1_000_000) MB of \(4 * size * size / 1_000_000) MB")
        let file = try ActivationsFile(readingFrom: path)
        try timed("read") { for block in file.blocks(maximum: 1 << 22) { _ = try file.read(block) } }
        let sparsity = try timed("sparsity") { try ActivitySparsity(of: file) }
        print("active: \(sparsity.meanFraction) ± \(sparsity.sdFraction)")
        let correlation = try timed("correlation") { try Correlation(of: file, engine: engine) }
        #expect((0.05...0.2).contains(sparsity.meanFraction))
        let varying = size - correlation.constantNodes
        #expect(correlation.pairs == varying * (varying - 1) / 2 && abs(correlation.mean) < 1)
        print(
            "correlation: \(correlation.mean) of \(correlation.pairs), \(correlation.constantNodes) constant nodes"
        )
        try dropout(file, labels, engine)
        try mutualInformation(file, engine)
        if environment["SPARSE_CORTEX_LARGE_FOLDER"] == nil {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    private func dropout(_ file: ActivationsFile, _ labels: [UInt8], _ engine: Engine) throws {
        var random = NumPyRandom(seed: 2)
        let weights = random.rand(10 * size).map { Float($0 - 0.5) }
        let readout = try Readout(weights: weights, biases: [Float](repeating: 0, count: 10), nodes: size)
        let fractions = (0..<10).map { Double($0) / 10 }
        let noise = try timed("dropout, 10 fractions, 2 seeds") {
            try DropoutNoise(
                of: file, labels: labels, readout: readout, fractions: fractions, seeds: [0, 1],
                engine: engine)
        }
        print("accuracies: \(noise.accuracies[0])")
        #expect(noise.accuracies.allSatisfy { $0.allSatisfy { (0...1).contains($0) } })
    }

    private func mutualInformation(_ file: ActivationsFile, _ engine: Engine) throws {
        let pairs = try NodePair.random(size, of: size, seed: 0)
        let measure = try timed("noise") { try MutualInformation(images: size) }
        let values = try timed("mutual information of \(size) pairs") {
            try measure.estimate(pairs, of: file, engine: engine)
        }
        #expect(values.count == pairs.count && values.allSatisfy { $0 >= 0 && $0.isFinite })
        print("mutual information: \(values.mean) ± \(values.sampleStandardDeviation ?? .nan)")
        if environment["SPARSE_CORTEX_LARGE_FOLDER"] != nil {
            let lines = zip(pairs, values).map { "\($0.first)\t\($0.second)\t\($1)\n" }
            try lines.joined().write(
                toFile: "\(folder)/mutual-information.tsv", atomically: true, encoding: .utf8)
        }
        let dense = (0..<2).map { _ in measure.noiseOfTests() }
        try timed("100 pairs without zeros, one thread") {
            for _ in 0..<100 { _ = try measure.estimate(dense[0], dense[1]) }
        }
    }

    @discardableResult
    private func timed<Result>(_ what: String, _ body: () throws -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        let result = try body()
        print("\(what): \(start.duration(to: clock.now)), \(threads) threads")
        return result
    }
}

extension MutualInformation {
    /// Numbers none of which are equal.
    fileprivate func noiseOfTests() -> [Double] {
        var random = NumPyRandom(seed: 77)
        return random.standardNormal(images).map { $0 + random.rand() }
    }
}
