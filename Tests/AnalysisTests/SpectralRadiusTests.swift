import Compute
@testable import Model
import Random
import Testing

@testable import Analysis

/// A matrix by a rule, and its eigenvalue of largest modulus as NumPy and SciPy found it, made by
/// fixtures/make_spectral_radius.py.
struct EigenvalueCase: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let kind: String
    let nodes: Int
    let density: Double
    let scale: Double
    let mean: Double
    let seed: UInt32
    let numpy: [Double]
    let scipy: [Double]?

    var testDescription: String { name }

    static func all() throws -> [EigenvalueCase] {
        struct File: Decodable { let cases: [EigenvalueCase] }
        return try fixture("spectral-radius.json", as: File.self).cases
    }

    static func named(_ name: String) throws -> EigenvalueCase {
        try #require(try all().first { $0.name == name })
    }

    /// [post][pre].
    var matrix: [Float] {
        var random = NumPyRandom(seed: seed)
        let (mask, draws) = (random.rand(nodes * nodes), random.rand(nodes * nodes))
        let drawn = mask.indices.map { mask[$0] < density ? Float((draws[$0] - 0.5) * scale + mean) : 0 }
        return drawn.indices.map { weight(drawn, $0 / nodes, $0 % nodes) }
    }

    private func weight(_ drawn: [Float], _ post: Int, _ pre: Int) -> Float {
        let value = drawn[post * nodes + pre]
        switch kind {
        case "symmetric": return post > pre ? drawn[pre * nodes + post] : value
        case "rotation": return post < 2 && pre < 2 ? [[1, -3], [3, 1]][post][pre] : value
        case "parts": return post % 3 < pre % 3 ? 0 : value
        case "lower": return post <= pre ? 0 : value
        case "shear": return pre == 0 ? 1 : -1
        case "identity": return post == pre ? 1 : value
        case "deflated": return (post == pre ? 2 : 0) - 2 / Float(nodes)
        case "cycle": return (post + 1) % nodes == pre ? 1 : value
        default: return value
        }
    }

    /// All pairs connected, or only those with a weight that is not zero.
    func connections(full: Bool) -> (mask: ConnectivityMask, weights: [Float]) {
        let matrix = matrix
        func mask(_ connections: ConnectivityMask.Connections) -> ConnectivityMask {
            ConnectivityMask(
                hiddenNodes: nodes, connections: connections, density: 1, rule: "made up", seed: nil)
        }
        if full { return (mask(.all), matrix) }
        let places = matrix.indices.filter { matrix[$0] != 0 }
        let starts = (0...nodes).map { row in places.partitioningIndex { $0 >= row * nodes } }
        let columns = places.map { Int32($0 % nodes) }
        return (mask(.rows(rowStarts: starts, columns: columns)), places.map { matrix[$0] })
    }

    func measured(full: Bool, threads: Int = 2, maximum: Int = 3000) throws -> SpectralRadius {
        let (mask, weights) = connections(full: full)
        return try SpectralRadius(
            of: weights, mask: mask, maximum: maximum, engine: Engine(threads: threads))
    }
}

extension [Int] {
    /// The first place from which on all elements fulfil the condition, of elements that ascend.
    fileprivate func partitioningIndex(_ isAfter: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

@Suite struct SpectralRadiusTests {
    /// Decomposed as a whole, or sure of a residual of a millionth.
    private func tolerance(_ known: EigenvalueCase) -> Double { known.nodes > 240 ? 1e-6 : 1e-11 }

    @Test(arguments: try EigenvalueCase.all(), [false, true])
    func theLargestEigenvalueIsThatOfNumPyAndSciPy(known: EigenvalueCase, full: Bool) throws {
        if known.name == "cycle, too long" || known.kind == "shear" { return }
        let found = try known.measured(full: full)
        #expect(found.isConverged && found.residual <= 1e-6 * found.modulus, "\(found)")
        let expected = known.numpy
        let modulus = (expected[0] * expected[0] + expected[1] * expected[1]).squareRoot()
        #expect(abs(found.modulus - modulus) <= tolerance(known) * modulus, "\(found), \(expected)")
        // On a circle of equals each is the largest by chance; of a nilpotent matrix ARPACK finds what rounding makes.
        if ["cycle", "lower"].contains(known.kind) { return }
        for expected in [expected, known.scipy ?? expected] {
            #expect(abs(found.real - expected[0]) <= tolerance(known) * modulus, "\(found), \(expected)")
            #expect(abs(found.imaginary - expected[1]) <= tolerance(known) * modulus, "\(found), \(expected)")
        }
    }

    /// A nilpotent matrix whose nodes all reach each other: rounding of ε makes √ε at most of its two zeros.
    @Test func zerosThatNoComponentShowsAreZeroButForRounding() throws {
        let found = try EigenvalueCase.named("nilpotent, not triangular").measured(full: true)
        #expect(found.modulus < 1e-7)
        // Beside a node with an eigenvalue of its own, they are small.
        let (mask, weights) = (
            ConnectivityMask(hiddenNodes: 3, connections: .all, density: 1, rule: "full", seed: nil),
            [1, -1, 0, 1, -1, 0, 5, 0, 0.5] as [Float]
        )
        let beside = try SpectralRadius(of: weights, mask: mask, maximum: 300, engine: Engine(threads: 1))
        #expect(beside.modulus == 0.5 && beside.real == 0.5 && beside.isConverged)
    }

    /// 500 eigenvalues of the same modulus, of which 240 columns hold none.
    @Test func whatDoesNotConvergeSaysSo() throws {
        let found = try EigenvalueCase.named("cycle, too long").measured(full: false, maximum: 1000)
        #expect(!found.isConverged && found.products <= 1000 && found.products > 900)
        #expect(found.residual > 1e-6 * found.modulus)
        let restarted = try EigenvalueCase.named("sparse, restarted")
        let few = try restarted.measured(full: false, maximum: 300)
        let many = try restarted.measured(full: false)
        #expect(many.isConverged && many.products > 300)
        #expect(!few.isConverged && few.products <= 300 && few.residual > many.residual)
    }

    @Test(arguments: ["sparse, restarted", "dense", "one-way parts"])
    func theBitsDependNeitherOnThreadsNorOnStoredZeros(name: String) throws {
        let known = try EigenvalueCase.named(name)
        let found = try known.measured(full: false, threads: 1)
        #expect(try known.measured(full: false, threads: 3) == found)
        if known.density == 1 { #expect(try known.measured(full: true, threads: 2) == found) }
    }

    /// Found on an AMD EPYC with AVX-512. Neither processors nor versions of libraries may change them.
    @Test func theBitsAreTheSameOnEveryMachine() throws {
        let found = try EigenvalueCase.named("sparse, restarted").measured(full: false)
        #expect(found.real.bitPattern == Self.bits.real, "\(found.real.bitPattern)")
        #expect(found.imaginary.bitPattern == Self.bits.imaginary, "\(found.imaginary.bitPattern)")
    }

    private static let bits: (real: UInt64, imaginary: UInt64) = (
        13_836_384_693_006_464_577, 4_616_597_629_687_999_144
    )

    @Test func whatIsNoMatrixIsRefused() throws {
        let engine = try Engine(threads: 1)
        let mask = ConnectivityMask(hiddenNodes: 2, connections: .all, density: 1, rule: "full", seed: nil)
        #expect(throws: AnalysisError.sizes("weights", found: 3, expected: 4)) {
            try SpectralRadius(of: [1, 2, 3], mask: mask, maximum: 300, engine: engine)
        }
        #expect(throws: AnalysisError.notANumber("weight of connection 2")) {
            try SpectralRadius(of: [1, 2, .nan, 4], mask: mask, maximum: 300, engine: engine)
        }
    }
}

/// The parts of the measure, against what defines them.
@Suite struct RealSchurTests {
    private func drawn(_ size: Int) -> [Double] {
        var random = NumPyRandom(seed: 12)
        return random.rand(size * size).map { $0 - 0.5 }
    }

    @Test(arguments: [1, 2, 3, 40, 101])
    func theFormIsOrthogonalOrderedAndTheMatrix(size: Int) throws {
        let matrix = drawn(size)
        let schur = try RealSchur(matrix, size: size, stride: size)
        let top = schur.moveLargestToTop(size / 2)
        #expect(top == size / 2 || top == size / 2 + 1)
        func q(_ row: Int, _ column: Int) -> Double { schur.q[row * size + column] }
        for i in 0..<size {
            for j in 0..<size {
                let inner = (0..<size).reduce(0.0) { $0 + q($1, i) * q($1, j) }
                #expect(abs(inner - (i == j ? 1 : 0)) < 1e-13)
                // A Q = Q T.
                let left = (0..<size).reduce(0.0) { $0 + matrix[i * size + $1] * q($1, j) }
                let right = (0..<size).reduce(0.0) { $0 + q(i, $1) * schur[$1, j] }
                #expect(abs(left - right) < 1e-12)
                if i > j + 1 { #expect(schur[i, j] == 0) }
            }
        }
        var (row, moduli) = (0, [Double]())
        while row < size {
            moduli.append(schur.eigenvalue(ofBlockAt: row).modulus)
            row += schur.rows(ofBlockAt: row)
            if row < size { #expect(schur[row, row - 1] == 0) }
        }
        for (place, modulus) in moduli.enumerated() where place + 1 < moduli.count && place < top / 2 {
            #expect(moduli[(place + 1)...].allSatisfy { $0 <= modulus })
        }
    }

    /// 0 → 1 → 2 → 0 → 3 ⇄ 4, and 5 by itself.
    @Test func componentsAreThoseThatReachEachOther() {
        let edges = [(1, 0), (2, 1), (0, 2), (3, 0), (4, 3), (3, 4)].sorted { $0 < $1 }
        let starts = (0...6).map { row in edges.count { $0.0 < row } }
        let mask = ConnectivityMask(
            hiddenNodes: 6, connections: .rows(rowStarts: starts, columns: edges.map { Int32($0.1) }),
            density: 1, rule: "made up", seed: nil)
        let found = SquareMatrix(mask, [Float](repeating: 1, count: 6)).strongComponents
        #expect(found.sorted { $0[0] < $1[0] } == [[0, 1, 2], [3, 4], [5]])
        let cut = SquareMatrix(mask, edges.map { $0 == (0, 2) ? 0 : 1 }).strongComponents
        #expect(cut.sorted { $0[0] < $1[0] } == [[0], [1], [2], [3, 4], [5]])
    }
}
