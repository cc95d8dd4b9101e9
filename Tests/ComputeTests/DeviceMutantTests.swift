import Testing

@testable import Compute
@testable import Model

/// Kernels that are wrong in one place give other bits: what `KernelBitsTests` and `DenseProductTests` compare can tell.
@Suite(.enabled(if: !Rival.devices.isEmpty, "no device of OpenCL (Debian's pocl-opencl-icd is one)"))
struct DeviceMutantTests {
    /// A step of a small layer, sparse and dense: products forward and backward, gradients, Adam.
    static func step(_ engine: Engine, _ kind: RandomNumbers.Kind) -> [UInt32] {
        var random = RandomNumbers(seed: 21, kind)
        let (nodes, images) = (70, 37)
        let mask = random.mask(nodes: nodes, density: 0.3)
        let tiles = ConnectionTiles(mask, layout: TileLayout(mask, side: 64, granules: 2))
        let few = ConnectionTiles(random.mask(nodes: nodes, density: 0.03))
        let (weights, fewWeights) = (random.floats(tiles.count), random.floats(few.count))
        let matrix = random.floats(nodes * nodes)
        let h = random.activations(rows: nodes, images: images)
        let delta = random.activations(rows: nodes, images: images)
        // Marked as silent although it is not: whoever does not skip it gives other numbers.
        for i in stride(from: 1, to: nodes, by: 9) { (h.active[i], delta.active[i]) = (0, 0) }
        var bits: [UInt32] = []
        func note(_ arrays: [AlignedArray<Float>]) { bits += arrays.flatMap(\.bits) }
        for (tiles, weights) in [(tiles, weights), (few, fewWeights)] {
            let forward = Activations(rows: nodes, stride: h.stride)
            engine.multiply(
                start: .zero, sparse: SparseTerm(tiles, weightsByRows: weights, factor: h), function: .relu,
                images: images, into: forward)
            let backward = Activations(rows: nodes, stride: h.stride)
            let gradient = AlignedArray<Float>(count: tiles.count)
            engine.multiply(
                start: .zero,
                sparse: SparseTerm(tiles, transposed: weights, delta: delta, gradient: gradient),
                function: .tanhDerivative(h), activeRows: h.active, images: images, into: backward)
            bits += forward.active.contents.map { UInt32($0) }
            note([forward.values, backward.values, gradient])
        }
        let product = engine.denseProduct(nodes: nodes)
        let (forward, backward) = (
            Activations(rows: nodes, stride: h.stride), Activations(rows: nodes, stride: h.stride)
        )
        product.addProduct(matrix, h, images: images, to: forward)
        product.transposedProduct(matrix, delta, wanted: h.active, images: images, into: backward)
        let gradient = AlignedArray<Float>(count: nodes * nodes)
        product.addOuterProduct(delta, h, to: gradient)
        let biases = AlignedArray<Float>(count: nodes)
        let inputWeights = AlignedArray<Float>(count: nodes * 5)
        engine.accumulateGradients(
            delta: delta, biases: biases, dense: DenseTerm(weights: inputWeights, factor: h, rows: 2..<7))
        note([forward.values, backward.values, gradient, biases, inputWeights])
        let moments = (0..<2).map { _ in AlignedArray<Float>(count: nodes * nodes) }
        let sums = AlignedArray<Float>(count: Engine.adamBlocks(nodes * nodes))
        engine.adam(
            AdamOptions(), step: 2, parameters: matrix, gradient: gradient, firstMoments: moments[0],
            secondMoments: moments[1], blockSums: sums)
        note([matrix, moments[0], moments[1], sums, gradient])
        return bits
    }

    private func agrees(_ device: Device) throws -> Bool {
        for kind in [RandomNumbers.Kind.usual, .tiny] {
            let plain = try Engine(threads: 1, instructionSet: .plain)
            let engine = try Engine(threads: 1, device: device)
            let expected = plain.withSubnormalsFlushed { Self.step(plain, kind) }
            let found = engine.withSubnormalsFlushed { Self.step(engine, kind) }
            try engine.checkDevice()
            if found != expected { return false }
        }
        return true
    }

    @Test func theKernelsAsTheyAreAgree() throws {
        #expect(try agrees(Device(try #require(Rival.devices.first))))
    }

    @Test(arguments: [
        // what is doubtful is left as it is: in products along connections, and in dense ones
        ("if (is_doubtful(next_[v_])) next_[v_]", "if (0) next_[v_]"),
        ("least[0] + least[1] < SAFE_FACTORS", "0"),
        // partial sums in another order
        ("part[l] = ADD(part[l], part[l + width])", "part[l] = ADD(part[l], part[2 * width - 1 - l])"),
        ("for (int k = begin; k < end; k++) {", "for (int k = end - 1; k >= begin; k--) {"),
        // silent nodes are not left out
        ("if (!active[node]) continue;", ""),
        ("if (!factor_active[node]) continue;", ""),
        ("&& factor_active[", "&& 1 | factor_active["),
        ("flags[i] != 0", "1"),
        // derivatives, padding, rows that nobody wants
        ("MUL(x, FMA(-h, h, 1.0f))", "x"),
        ("wanted && image < images ? function_of", "wanted && image < images - 1 ? function_of"),
        ("case RELU: return x < 0 ? 0 : x;", "case RELU: return x;"),
        // Adam
        ("x += LANES) sum = ADD(sum, magnitudes[x]);", "x += LANES) sum += magnitudes[n - 1 - x];"),
        ("gradient[i] = 0;", ""),
    ])
    func mutantsDisagree(text: String, replacement: String) throws {
        let device = try Device(try #require(Rival.devices.first)) { source in
            #expect(source.contains(text), "the kernels no longer contain \(text)")
            return source.replacing(text, with: replacement)
        }
        #expect(try !agrees(device))
    }
}
