@testable import Model
import Testing

@testable import Compute

/// Dense products: the bits of sparse ones with all connections, on every instruction set and number of threads.
@Suite struct DenseProductTests {
    static let sizes = [(1, 1), (50, 37), (131, 100), (97, 128), (40, 300), (200, 20)]

    struct Operands {
        let images: Int
        let matrix: AlignedArray<Float>
        let factor: Activations
        let delta: Activations
        let tiles: ConnectionTiles

        init(_ nodes: Int, _ images: Int, silent: Double = 0.4, _ kind: RandomNumbers.Kind = .usual) {
            self.images = images
            var random = RandomNumbers(seed: 11, kind)
            matrix = random.floats(nodes * nodes)
            factor = random.activations(rows: nodes, images: images, silent: silent)
            delta = random.activations(rows: nodes, images: images, silent: silent)
            tiles = ConnectionTiles(random.mask(nodes: nodes, density: 1))
        }
    }

    /// All three products, and what follows them in a network, which clears the columns after the images; rows that are not wanted stay
    /// zero.
    private func results(_ operands: Operands, _ product: any DenseProduct, _ engine: Engine) -> [[Float]] {
        let forward = Activations(rows: operands.factor.rows, stride: operands.factor.stride)
        product.addProduct(operands.matrix, operands.factor, images: operands.images, to: forward)
        engine.multiply(start: .matrix(forward), images: operands.images, into: forward)
        let backward = Activations(rows: operands.factor.rows, stride: operands.factor.stride)
        product.transposedProduct(
            operands.matrix, operands.delta, wanted: operands.factor.active, images: operands.images,
            into: backward)
        engine.multiply(
            start: .matrix(backward), function: .reluDerivative(operands.factor),
            activeRows: operands.factor.active, images: operands.images, into: backward)
        let gradient = AlignedArray<Float>(count: operands.matrix.count)
        for _ in 0..<2 { product.addOuterProduct(operands.delta, operands.factor, to: gradient) }
        return [forward.values.array(), backward.values.array(), gradient.array()]
    }

    private func sparseResults(_ operands: Operands, _ engine: Engine) -> [[Float]] {
        let (images, stride) = (operands.images, operands.factor.stride)
        let tiles = operands.tiles
        let weights = AlignedArray<Float>(count: operands.matrix.count)
        tiles.tiled(operands.matrix.array(), into: weights)
        let forward = Activations(rows: operands.factor.rows, stride: stride)
        let byRows = AlignedArray<Float>(count: weights.count)
        tiles.sortByRows(weights, into: byRows, on: engine)
        engine.multiply(
            start: .zero, sparse: SparseTerm(tiles, weightsByRows: byRows, factor: operands.factor),
            images: images, into: forward)
        let gradient = AlignedArray<Float>(count: operands.matrix.count)
        var backward = forward
        for _ in 0..<2 {
            backward = Activations(rows: operands.factor.rows, stride: stride)
            engine.multiply(
                start: .zero,
                sparse: SparseTerm(tiles, transposed: weights, delta: operands.delta, gradient: gradient),
                function: .reluDerivative(operands.factor), activeRows: operands.factor.active,
                images: images, into: backward)
        }
        return [forward.values.array(), backward.values.array(), tiles.inMaskOrder(gradient)]
    }

    private func bits(_ results: [[Float]]) -> [[UInt32]] { results.map { AlignedArray($0).bits } }

    @Test(arguments: sizes, Rival.all) func denseBitsAreSparseBits(size: (Int, Int), rival: Rival) throws {
        let kinds: [(Double, RandomNumbers.Kind)] = [
            (0, .usual), (0.4, .usual), (0.4, .tiny), (0.4, .special),
        ]
        for (silent, kind) in kinds {
            let operands = Operands(size.0, size.1, silent: silent, kind)
            let plain = try Engine(threads: 1, instructionSet: .plain)
            let expected = bits(plain.withSubnormalsFlushed { sparseResults(operands, plain) })
            for (name, engine) in try rival.engines() {
                let found = engine.withSubnormalsFlushed {
                    results(operands, engine.denseProduct(nodes: size.0), engine)
                }
                try engine.checkDevice()
                let same = bits(found) == expected
                #expect(same, "\(name), \(silent) silent, \(kind)")
            }
        }
    }

    @Test(arguments: sizes) func openBLASAgreesWithinRounding(size: (Int, Int)) throws {
        let operands = Operands(size.0, size.1)
        let engine = try Engine(threads: 2)
        let tiled = results(operands, engine.denseProduct(nodes: size.0), engine)
        let blas = results(
            operands, OpenBLASProduct(nodes: size.0, stride: operands.factor.stride, engine: engine), engine)
        for (tiled, blas) in zip(tiled, blas) {
            #expect(zip(tiled, blas).allSatisfy { abs($0 - $1) < 1e-4 })
        }
    }

    @Test func openBLASGivesTheSameBitsForAnyNumberOfThreads() throws {
        let operands = Operands(300, 100)
        let found = try [1, 3].map { threads in
            let engine = try Engine(threads: threads)
            return results(operands, OpenBLASProduct(nodes: 300, stride: 112, engine: engine), engine)
        }
        #expect(found[0] == found[1])
    }

    @Test func openBLASNamesItsVersionAndCore() {
        #expect(OpenBLAS.version.hasPrefix("OpenBLAS "))
        #expect(!OpenBLAS.coreType.isEmpty)
    }
}
