import CKernels
import Testing

@testable import Compute
@testable import Model

/// A random problem of one kernel call.
struct Problem: CustomTestStringConvertible, Sendable {
    let nodes: Int
    let images: Int
    let density: Double
    var testDescription: String { "N \(nodes), batch \(images), density \(density)" }

    static let all = [
        Problem(nodes: 1, images: 1, density: 1), Problem(nodes: 17, images: 1, density: 0.3),
        Problem(nodes: 33, images: 37, density: 0), Problem(nodes: 67, images: 37, density: 0.2),
        Problem(nodes: 130, images: 100, density: 0.1), Problem(nodes: 97, images: 100, density: 1),
        Problem(nodes: 61, images: 128, density: 0.5), Problem(nodes: 40, images: 300, density: 0.5),
        Problem(nodes: 1500, images: 16, density: 0.9),
        // so few connections that on a device each row gathers the activations that it needs
        Problem(nodes: 200, images: 100, density: 0.03), Problem(nodes: 150, images: 300, density: 0.02),
    ]
}

/// Every instruction set, any number of threads and every device give the bits of the plain version on one thread.
@Suite struct KernelBitsTests {
    private func compare(_ rival: Rival, _ run: (Engine) -> [[UInt32]]) throws {
        let plain = try Engine(threads: 1, instructionSet: .plain)
        let expected = plain.withSubnormalsFlushed { run(plain) }
        for (name, engine) in try rival.engines() {
            let found = engine.withSubnormalsFlushed { run(engine) }
            try engine.checkDevice()
            let same = found == expected  // not in #expect, which would print thousands of numbers
            #expect(same, "\(name): \(differences(found, expected))")
        }
    }

    /// Where the first differences are.
    private func differences(_ found: [[UInt32]], _ expected: [[UInt32]]) -> String {
        var all: [String] = []
        for (array, (one, other)) in zip(found, expected).enumerated() {
            for (place, (a, b)) in zip(one, other).enumerated() where a != b && all.count < 3 {
                all.append("\(array)[\(place)]: \(Float(bitPattern: a)), expected \(Float(bitPattern: b))")
            }
        }
        return all.joined(separator: "; ")
    }

    @Test(.enabled(if: !Rival.devices.isEmpty, "no device of OpenCL (Debian's pocl-opencl-icd is one)"))
    func devicesAreCompared() { #expect(Rival.all.count > 1) }

    private func bits(_ matrix: Activations) -> [UInt32] {
        matrix.values.bits + matrix.active.elements.map { UInt32($0) }
    }

    /// The tiles of a mask as they are, and small ones in several granules.
    private func tilings(_ mask: ConnectivityMask) -> [ConnectionTiles] {
        let wide = TileLayout(mask, side: 1024, granules: 1)
        let fits = (wide.counts.max() ?? 0) <= SC_TILE_CONNECTIONS
        return [
            ConnectionTiles(mask),
            ConnectionTiles(mask, layout: TileLayout(mask, side: 64, granules: 2)),
            ConnectionTiles(mask, layout: fits ? wide : TileLayout(mask, side: 32, granules: 1)),
        ]
    }

    @Test(arguments: Problem.all, Rival.all) func forwardProduct(problem: Problem, rival: Rival) throws {
        for kind in RandomNumbers.Kind.allCases { try forwardProduct(problem, rival, kind) }
    }

    private func forwardProduct(_ problem: Problem, _ rival: Rival, _ kind: RandomNumbers.Kind) throws {
        var random = RandomNumbers(seed: 1, kind)
        let mask = random.mask(nodes: problem.nodes, density: problem.density)
        let values = random.floats(mask.count)
        let biases = (0..<2).map { _ in random.floats(problem.nodes) }
        let input = random.activations(rows: 5, images: problem.images)
        let weights = random.floats(problem.nodes * 5)
        for (silent, tiles) in zip([0, 0.6, 0.9], tilings(mask)) {
            let before = random.activations(rows: problem.nodes, images: problem.images, silent: silent)
            try compare(rival) { engine in
                [ProductFunction.linear, .relu, .tanh].map { function in
                    let out = Activations(rows: problem.nodes, stride: before.stride)
                    engine.multiply(
                        start: .biases(biases[0], biases[1]),
                        dense: DenseTerm(weights: weights, factor: input),
                        sparse: SparseTerm(tiles, weightsByRows: values, factor: before),
                        function: function, images: problem.images, into: out)
                    return bits(out)
                }
            }
        }
    }

    @Test(arguments: Problem.all, Rival.all) func backwardProduct(problem: Problem, rival: Rival) throws {
        for kind in RandomNumbers.Kind.allCases { try backwardProduct(problem, rival, kind) }
    }

    private func backwardProduct(_ problem: Problem, _ rival: Rival, _ kind: RandomNumbers.Kind) throws {
        var random = RandomNumbers(seed: 2, kind)
        let mask = random.mask(nodes: problem.nodes, density: problem.density)
        let values = random.floats(mask.count)
        let h = random.activations(rows: problem.nodes, images: problem.images)
        for (silent, tiles) in zip([0.5, 0, 0.9], tilings(mask)) {
            let delta = random.activations(rows: problem.nodes, images: problem.images, silent: silent)
            try compare(rival) { engine in
                let functions = [ProductFunction.reluDerivative(h), .tanhDerivative(h)]
                return functions.enumerated().flatMap { i, function in
                    let out = Activations(rows: problem.nodes, stride: delta.stride)
                    let gradient = AlignedArray<Float>(count: mask.count)
                    for _ in 0..<2 {
                        engine.multiply(
                            start: .zero,
                            sparse: SparseTerm(tiles, transposed: values, delta: delta, gradient: gradient),
                            function: function, activeRows: i == 0 ? h.active : nil, images: problem.images,
                            into: out)
                    }
                    return [bits(out), gradient.bits]
                }
            }
        }
    }

    /// Skipping silent nodes is exact: marking them active changes no number.
    @Test(arguments: [100, 300]) func silentNodesAddNothing(images: Int) throws {
        var random = RandomNumbers(seed: 7)
        let mask = random.mask(nodes: 150, density: 0.3)
        let values = random.floats(mask.count)
        let tiles = ConnectionTiles(mask)
        let silent = random.activations(rows: 150, images: images, silent: 0.6)
        let all = Activations(rows: 150, stride: silent.stride)
        all.values.copy(from: silent.values.elements)
        all.active.elements.update(repeating: 1)
        let h = random.activations(rows: 150, images: images, silent: 0.6)
        let engine = try Engine(threads: 2)
        let results = [silent, all].map { factor in
            engine.withSubnormalsFlushed {
                let forward = Activations(rows: 150, stride: factor.stride)
                engine.multiply(
                    start: .zero, sparse: SparseTerm(tiles, weightsByRows: values, factor: factor),
                    images: images,
                    into: forward)
                let backward = Activations(rows: 150, stride: factor.stride)
                let gradient = AlignedArray<Float>(count: mask.count)
                engine.multiply(
                    start: .zero,
                    sparse: SparseTerm(tiles, transposed: values, delta: factor, gradient: gradient),
                    function: .reluDerivative(h), activeRows: factor === silent ? h.active : nil,
                    images: images, into: backward)
                return [forward.values.array(), backward.values.array(), gradient.array()]
            }
        }
        #expect(results[0] == results[1])
    }

    @Test(arguments: Problem.all, Rival.all) func gradients(problem: Problem, rival: Rival) throws {
        for kind in RandomNumbers.Kind.allCases { try gradients(problem, rival, kind) }
    }

    private func gradients(_ problem: Problem, _ rival: Rival, _ kind: RandomNumbers.Kind) throws {
        var random = RandomNumbers(seed: 3, kind)
        let delta = random.activations(rows: problem.nodes, images: problem.images)
        let input = random.activations(rows: 19, images: problem.images)
        try compare(rival) { engine in
            let biases = AlignedArray<Float>(count: problem.nodes)
            let weights = AlignedArray<Float>(count: problem.nodes * 19)
            for _ in 0..<2 {
                engine.accumulateGradients(
                    delta: delta, biases: biases, dense: DenseTerm(weights: weights, factor: input))
            }
            return [biases.bits, weights.bits]
        }
    }

    @Test(arguments: [1, 15, 16, 100, 4096, 4097, 10_007], Rival.all)
    func adam(count: Int, rival: Rival) throws {
        for kind in RandomNumbers.Kind.allCases { try adam(count, rival, kind) }
    }

    private func adam(_ count: Int, _ rival: Rival, _ kind: RandomNumbers.Kind) throws {
        var random = RandomNumbers(seed: 4, kind)
        let start = (0..<4).map { _ in random.floats(count) }
        for i in 0..<count { start[3][i] = abs(start[3][i]) }
        try compare(rival) { engine in
            let arrays = start.map { AlignedArray($0.elements) }
            let sums = AlignedArray<Float>(count: Engine.adamBlocks(count))
            let sum = engine.adam(
                AdamOptions(), step: 3, parameters: arrays[0], gradient: arrays[1], firstMoments: arrays[2],
                secondMoments: arrays[3], blockSums: sums)
            return arrays.map(\.bits) + [[Float(sum).bitPattern]]
        }
    }

    /// Dale's rule changes parameters of the wrong sign, and no others.
    @Test(arguments: [1, 15, 16, 100, 4097], Rival.all)
    func adamWithSigns(count: Int, rival: Rival) throws {
        var random = RandomNumbers(seed: 6)
        let start = (0..<4).map { _ in random.floats(count) }
        for i in 0..<count { start[3][i] = abs(start[3][i]) }
        let signs = AlignedArray(
            (0..<count).map { _ in random.below(2) == 0 ? Engine.positive : Engine.negative })
        func update(_ engine: Engine, _ signs: AlignedArray<UInt8>?) -> [AlignedArray<Float>] {
            let arrays = start.map { AlignedArray($0.elements) }
            engine.adam(
                AdamOptions(), step: 3, parameters: arrays[0], gradient: arrays[1], firstMoments: arrays[2],
                secondMoments: arrays[3], signs: signs)
            return arrays
        }
        try compare(rival) { engine in
            let (free, obeying) = (update(engine, nil), update(engine, signs))
            for i in 0..<count {
                let isWrong = (free[0][i] < 0) != (signs[i] == Engine.negative) && free[0][i] != 0
                #expect(obeying[0][i] == (isWrong ? 0 : free[0][i]))
            }
            #expect(obeying[2].bits == free[2].bits && obeying[3].bits == free[3].bits)
            return obeying.map(\.bits)
        }
    }

    @Test(arguments: [1, 37, 100], Rival.all) func crossEntropy(images: Int, rival: Rival) throws {
        var random = RandomNumbers(seed: 5)
        let logits = random.activations(rows: 10, images: images)
        let labels = (0..<images).map { _ in UInt8(random.below(10)) }
        try compare(rival) { engine in
            let gradient = Activations(rows: 10, stride: logits.stride)
            let result = engine.crossEntropy(
                logits: logits, labels: labels.span, gradient: gradient)
            return [gradient.values.bits, [UInt32(result.correct)], [UInt32(result.sum.bitPattern >> 32)]]
        }
    }
}
