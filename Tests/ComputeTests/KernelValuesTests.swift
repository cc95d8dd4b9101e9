import CKernels
import Compute
@testable import Model
import Foundation
import Testing

/// The plain kernels, which define all others, compute what they say.
@Suite struct KernelValuesTests {
    @Test func tanhIsWithinThreeUnitsInTheLastPlace() {
        var random = RandomNumbers(seed: 1)
        var inputs = (0..<20_000).map { _ in random.float() * (random.below(2) == 0 ? 1 : 11) }
        inputs += (0..<12_000).map { _ in random.float() * Float(exp2(Double(-random.below(60)))) }
        var outputs = [Float](repeating: 0, count: inputs.count)
        sc_tanh(SC_PLAIN, inputs.count, inputs, &outputs)
        var worst = 0.0
        for (x, y) in zip(inputs, outputs) {
            let exact = tanh(Double(x))
            worst = max(worst, abs(Double(y) - exact) / Double(Float(exact).ulp))
        }
        #expect(worst < 3, "\(worst) ulp")
    }

    @Test func tanhOfSpecialNumbers() {
        let inputs: [Float] =
            [0, -0.0, .infinity, -.infinity, .nan, 9.2, -30, 1e30] + [Float](repeating: 0, count: 8)
        for set in InstructionSet.supported {
            var outputs = [Float](repeating: 7, count: 16)
            sc_tanh(set == .plain ? SC_PLAIN : set == .avx2 ? SC_AVX2 : SC_AVX512, 16, inputs, &outputs)
            #expect(outputs[0] == 0 && outputs[1].bitPattern == (-Float(0)).bitPattern && outputs[4].isNaN)
            #expect([outputs[2], outputs[3], outputs[5], outputs[6], outputs[7]] == [1, -1, 1, -1, 1])
        }
    }

    @Test func exponentialAndLogarithm() {
        for k in 0..<5000 {
            let x = -Double(k) * 0.0173
            #expect(abs(sc_exp(x) - exp(x)) <= 2 * exp(x).ulp)
            let y = 1 + Double(k) * Double(k) * 0.00311
            #expect(abs(sc_log(y) - log(y)) <= max(2 * log(y).ulp, 0x1p-53))
        }
        #expect(
            sc_exp(-1000) == 0 && sc_exp(.nan).isNaN && sc_log(.nan).isNaN && sc_log(.infinity) == .infinity)
    }

    @Test func productsAgreeWithDoublePrecision() throws {
        var random = RandomNumbers(seed: 6)
        let n = 50
        let images = 20
        let mask = random.mask(nodes: n, density: 0.3)
        let tiles = ConnectionTiles(mask)
        let values = random.floats(mask.count).array()
        let weights = AlignedArray<Float>(count: mask.count)
        tiles.tiled(values, into: weights)
        let factor = random.activations(rows: n, images: images)
        let engine = try Engine(threads: 1)
        let byRows = AlignedArray<Float>(count: mask.count)
        tiles.sortByRows(weights, into: byRows, on: engine)
        let dense = matrix(mask, values)
        for transposed in [false, true] {
            let out = Activations(rows: n, stride: factor.stride)
            engine.multiply(
                start: .zero,
                sparse: transposed
                    ? SparseTerm(tiles, transposed: weights, delta: factor)
                    : SparseTerm(tiles, weightsByRows: byRows, factor: factor),
                images: images, into: out)
            for i in 0..<n {
                for b in 0..<images {
                    let exact = (0..<n).reduce(0.0) {
                        $0 + (transposed ? dense[$1][i] : dense[i][$1]) * Double(factor[$1, b])
                    }
                    #expect(abs(Double(out[i, b]) - exact) < 2e-6)
                }
            }
        }
    }

    private func matrix(_ mask: ConnectivityMask, _ values: [Float]) -> [[Double]] {
        let n = mask.hiddenNodes
        var dense = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
        guard case .rows(let starts, let columns) = mask.connections else { return dense }
        for i in 0..<n {
            for c in starts[i]..<starts[i + 1] { dense[i][Int(columns[c])] = Double(values[c]) }
        }
        return dense
    }

    @Test func paddingStaysZeroAndSilentRowsAreMarked() throws {
        let engine = try Engine(threads: 1)
        let out = Activations(rows: 3, stride: 16)
        engine.multiply(
            start: .biases(AlignedArray([1, -1, 0]), AlignedArray([1, -1, 0])), function: .relu, images: 5,
            into: out)
        #expect((0..<16).map { out[0, $0] } == [2, 2, 2, 2, 2] + [Float](repeating: 0, count: 11))
        #expect(out.active.array() == [1, 0, 0])
    }

    @Test func notANumberSurvivesReLU() throws {
        let engine = try Engine(threads: 1)
        let out = Activations(rows: 1, stride: 16)
        engine.multiply(
            start: .biases(AlignedArray([Float.nan]), AlignedArray([0])), function: .relu, images: 16,
            into: out)
        #expect(out[0, 0].isNaN && out.active[0] == 1)
    }
}
