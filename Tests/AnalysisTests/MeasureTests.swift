import Compute
import Formats
@testable import Model
import Foundation
import Random
import Testing

@testable import Analysis

/// NumPy's numbers, made by fixtures/make_measures.py, and the same activations and weights by the same rules.
struct NumPyMeasures: Decodable, Sendable {
    struct Correlations: Decodable, Sendable {
        let constant: Int
        let mean: Double
        let counts: [Int]
    }
    struct Side: Decodable, Equatable, Sendable {
        let counts: [Int]
        let below: Int
        let above: Int
    }
    struct SignedLog: Decodable, Sendable {
        let zeros: Int
        let positive: Side
        let negative: Side
    }
    struct Sparsity: Decodable, Sendable {
        let mean: Double
        let sd: Double
        let most: Double
        let fractions: [Int]
        let active: Int
        let meanActivation: Double
        let activations: [Int]
        let above: Int
        let logarithmic: SignedLog
    }
    struct Dropout: Decodable, Sendable {
        let fractions: [Double]
        let seeds: [UInt32]
        let labels: [UInt8]
        let correct: [[Int]]
    }
    struct Magnitude: Decodable, Sendable {
        let mean: Double
        let largest: Double
        let histogram: SignedLog
    }
    struct Change: Decodable, Sendable {
        let counts: [[Int]]
        let changes: [Double]
        let magnitudes: [Double]
        let lowered: Int
        let raised: Int
    }
    let nodes: Int
    let images: Int
    let correlation: Correlations
    let sparsity: Sparsity
    let dropout: Dropout
    let connections: Int
    let magnitudes: Magnitude
    let weightChange: Change

    static func read() throws -> NumPyMeasures { try fixture("measures.json") }

    var activations: ActivationMatrix {
        var random = NumPyRandom(seed: 5)
        let common = (0..<3).map { _ in random.rand(images) }
        let values = (0..<nodes).flatMap { node in
            let (w, own) = (random.rand(3), random.rand(images))
            return (0..<images).map { image -> Float in
                if node >= 50, (node - 50) % 101 == 0 { return 0.75 }
                if node % 97 == 0 { return 0 }
                let input =
                    ((w[0] * common[0][image] + w[1] * common[1][image]) + w[2] * common[2][image])
                    + own[image]
                return Float(max(0, input - 1.2))
            }
        }
        return ActivationMatrix(nodes: nodes, images: images, values: values)
    }
}

/// Whether two numbers agree except for rounding.
func agree(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(value - expected) <= tolerance * max(abs(expected), 1e-300)
}

func expect(_ histogram: SignedLogHistogram, equal expected: NumPyMeasures.SignedLog) {
    #expect(histogram.zeros == expected.zeros)
    for (side, expected) in [
        (histogram.positive, expected.positive), (histogram.negative, expected.negative),
    ] {
        #expect(side.counts == expected.counts)
        #expect(side.below == expected.below && side.above == expected.above)
    }
}

@Suite struct MeasureTests {
    let known: NumPyMeasures
    let activations: ActivationMatrix

    init() throws {
        known = try NumPyMeasures.read()
        activations = known.activations
    }

    @Test func correlationsAreThoseOfNumPy() throws {
        let measured = try Correlation(of: activations, bins: 50, engine: try Engine(threads: 2))
        #expect(measured.constantNodes == known.correlation.constant)
        #expect(measured.pairs == known.correlation.counts.reduce(0, +))
        #expect(abs(measured.mean - known.correlation.mean) < 1e-7)
        // A correlation within rounding (some 10⁻⁷) of an edge may fall on its other side.
        let moved = zip(measured.histogram.counts, known.correlation.counts).reduce(0) {
            $0 + abs($1.0 - $1.1)
        }
        #expect(moved <= 10, "\(moved) of \(measured.pairs) pairs are in other bins")
    }

    @Test func correlationsAreTheSameForAnyThreadsMemoryAndInstructions() throws {
        let few = ActivationMatrix(
            nodes: 1100, images: 60,
            values: (0..<1100).flatMap { activations.values[$0 * 700..<$0 * 700 + 60] })
        let expected = try Correlation(of: few, engine: try Engine(threads: 1))
        for (threads, maximum) in [(1, 1), (2, 512 * 60), (3, 2 * 512 * 60), (4, 1 << 30)] {
            let measured = try Correlation(of: few, engine: try Engine(threads: threads), maximum: maximum)
            #expect(measured == expected)
        }
        for set in InstructionSet.supported {
            let engine = try Engine(threads: 2, instructionSet: set)
            #expect(try Correlation(of: few, engine: engine) == expected)
        }
    }

    @Test func equalOppositeAndConstantNodes() throws {
        let rows: [[Float]] = [[1, 2, 3, 4], [10, 20, 30, 40], [4, 3, 2, 1], [5, 5, 5, 5]]
        let matrix = ActivationMatrix(nodes: 4, images: 4, values: rows.flatMap { $0 })
        let measured = try Correlation(of: matrix, bins: 4, engine: try Engine(threads: 1))
        #expect(measured.histogram.counts == [2, 0, 0, 1])
        #expect(measured.constantNodes == 1)
        #expect(agree(measured.mean, -1.0 / 3, 1e-6))
        #expect(throws: AnalysisError.self) {
            let broken = ActivationMatrix(nodes: 2, images: 2, values: [1, .nan, 2, 3])
            _ = try Correlation(of: broken, engine: try Engine(threads: 1))
        }
    }

    @Test func sparsityIsThatOfNumPy() throws {
        let measured = try ActivitySparsity(
            of: activations, linear: Histogram(bins: 40, over: 0...1),
            logarithmic: SignedLogHistogram(decades: -3...0))
        let expected = known.sparsity
        #expect(agree(measured.meanFraction, expected.mean))
        #expect(agree(measured.sdFraction, expected.sd, 1e-10))
        #expect(
            measured.largestFraction == measured.activeFractions.max()
                && measured.largestFraction == expected.most)
        #expect(measured.fractionHistogram.counts == expected.fractions)
        #expect(measured.activeCount == expected.active)
        #expect(agree(measured.meanActivation, expected.meanActivation))
        #expect(agree(measured.meanMagnitude, expected.meanActivation))
        #expect(measured.activations.counts == expected.activations)
        #expect(measured.activations.above == expected.above)
        #expect(measured.logActivations.positive.counts == expected.logarithmic.positive.counts)
        #expect(measured.logActivations.zeros == known.nodes * known.images - expected.active)
        #expect(measured.activeImages.count == known.nodes && measured.activeImages[50] == known.images)
    }

    @Test func accuracyUnderDropoutIsThatOfNumPy() throws {
        let expected = known.dropout
        var random = NumPyRandom(seed: 6)
        let weights = random.rand(10 * known.nodes).map { Float($0 - 0.5) }
        let readout = try Readout(
            weights: weights, biases: random.rand(10).map { Float($0 - 0.5) }, nodes: known.nodes)
        let device = ((try? DeviceDescription.all()) ?? []).first { $0.obstacle == nil }?.choice ?? .processor
        for (threads, maximum, device) in [
            (1, 1 << 26, .processor), (2, 100 * known.nodes, .processor), (1, 100 * known.nodes, device),
        ] as [(Int, Int, DeviceChoice)] {
            let engine = try Engine(threads: threads, device: Device.open(device))
            let measured = try DropoutNoise(
                of: activations, labels: expected.labels, readout: readout, fractions: expected.fractions,
                seeds: expected.seeds, engine: engine, maximum: maximum)
            #expect(measured.correct == expected.correct)
            #expect(measured.accuracies[0][0] == Double(expected.correct[0][0]) / 700)
        }
        #expect(DropoutNoise.dropped(0.1, of: 25) == 2)  // 2.5, half to even
        #expect(DropoutNoise.dropped(0.5, of: 7) == 4)
        #expect(throws: AnalysisError.self) {
            _ = try DropoutNoise(
                of: activations, labels: expected.labels, readout: readout, fractions: [1.01], seeds: [0],
                engine: try Engine(threads: 1))
        }
    }

    @Test func magnitudesAreThoseOfNumPy() throws {
        var random = NumPyRandom(seed: 8)
        let (t, u) = (random.rand(known.connections).map { $0 - 0.45 }, random.rand(known.connections))
        let numbers = zip(t, u).map { t, u -> Float in
            let cube = t * t * t
            return u < 0.1 ? 0 : Float(cube * cube * cube)
        }
        let measured = try Magnitudes(of: numbers, bins: SignedLogHistogram(decades: -9...(-4)))
        expect(measured.histogram, equal: known.magnitudes.histogram)
        let (histogram, shares) = (known.magnitudes.histogram, measured.histogram.shares)
        let counts = histogram.negative.counts.reversed() + histogram.positive.counts
        #expect(shares.map(\.number) == counts.map { Double($0) / Double(known.connections) })
        #expect(zip(shares, shares.dropFirst()).allSatisfy { $0.upper <= $1.lower && $0.lower < $0.upper })
        #expect(agree(measured.meanMagnitude, known.magnitudes.mean))
        #expect(measured.largest == known.magnitudes.largest)
        #expect(measured.histogram.total == known.connections)
        #expect(throws: AnalysisError.self) { try Magnitudes(of: [1, .infinity]) }
    }

    @Test func changesOfSignAndMagnitudeAreThoseOfNumPy() throws {
        var random = NumPyRandom(seed: 9)
        let (u, v) = (random.rand(known.connections), random.rand(known.connections))
        let w = random.rand(known.connections)
        let before = w.indices.map { w[$0] < 0.05 ? 0 : Float((u[$0] - 0.45) * 0.002) }
        let after = w.indices.map { i -> Float in
            w[i] > 0.02 && w[i] < 0.1 ? 0 : Float((u[i] - 0.45) * 0.0025 + (v[i] - 0.55) * 0.001)
        }
        let measured = try WeightChange(from: before, to: after)
        #expect(measured.counts == known.weightChange.counts)
        for sign in WeightChange.Sign.allCases {
            #expect(
                agree(
                    measured.meanMagnitudeChange(from: sign), known.weightChange.changes[sign.rawValue], 1e-10
                ))
            #expect(agree(measured.meanMagnitude(from: sign), known.weightChange.magnitudes[sign.rawValue]))
        }
        #expect(measured.count(from: .positive, to: .negative) == known.weightChange.counts[2][0])
        #expect(agree(measured.fraction(from: .negative, to: .zero), 4426.0 / 85432))
        #expect(
            measured.lowered == known.weightChange.lowered && measured.raised == known.weightChange.raised)
        let still = try WeightChange(from: [1, -1, 0, 2], to: [1, -1, -0.0, 1])
        #expect(still.lowered == 1 && still.raised == 0)
        #expect(throws: AnalysisError.self) { try WeightChange(from: [1], to: [1, 2]) }
    }
}
