import Compute
import Random

/// The eigenvalue of largest modulus of a matrix by Arnoldi's method with restarts (Stewart, A Krylov-Schur algorithm for large
/// eigenproblems, SIAM Journal on Matrix Analysis 23, 2002), in float64.
///
/// A V = V B + v bᵀ holds for orthonormal columns V and v; eigenvalues of B approach those of A. Where B is full, it is cut to the
/// half with the largest eigenvalues, and products go on from there.
final class KrylovSchur {
    /// Columns of V at most; smaller matrices are decomposed as a whole.
    static let columns = 240
    /// Columns that a restart keeps.
    static let kept = 120
    /// Columns after which the eigenvalue is looked at; divides the other two.
    static let step = 60

    let matrix: SquareMatrix
    let engine: Engine
    /// Columns of V at most.
    private let most: Int
    /// Columns of V now; v is the one after them.
    private(set) var count = 0
    /// V and v, one column after the other, [most + 1][N].
    let basis: AlignedArray<Double>
    /// B, and bᵀ below it, [most + 1][most].
    private let projected: AlignedArray<Double>
    private var random = NumPyRandom(seed: 0)
    /// Products of the matrix with a vector so far.
    var products = 0

    init(_ matrix: SquareMatrix, engine: Engine) {
        (self.matrix, self.engine) = (matrix, engine)
        most = min(Self.columns, matrix.size)
        basis = AlignedArray(count: (most + 1) * matrix.size)
        projected = AlignedArray(count: (most + 1) * most)
    }

    /// An eigenvalue as it was found.
    struct Found {
        let value: RealSchur.Eigenvalue
        /// ‖A x − λ x‖ of its vector x of length 1.
        let residual: Double
    }

    /// Goes on until the residual is at most `tolerance` times the modulus, or would take more products than `maximum`.
    ///
    /// - Throws: `AnalysisError.setting` where the small matrix has no Schur form to be found.
    func leading(tolerance: Double, maximum: Int) throws -> Found {
        begin()
        while true {
            let goal = most == matrix.size ? most : min(most, (count / Self.step + 1) * Self.step)
            while count < goal { extend() }
            let schur = try RealSchur(projected.pointer, size: count, stride: most)
            let isFull = count == most
            let rows = schur.moveLargestToTop(isFull && most < matrix.size ? Self.kept : 1)
            let vector = LeadingVector(schur)
            let rest = rests(schur)
            let isEnough = vector.residual(rest) <= tolerance * vector.value.modulus
            if isEnough || count == matrix.size || products + Self.step + 2 > maximum {
                return Found(value: vector.value, residual: residual(vector, schur))
            }
            if isFull { restart(schur, rest, rows) }
        }
    }

    // MARK: - The small matrix

    /// bᵀ Q.
    private func rests(_ schur: RealSchur) -> [Double] {
        var rest = [Double](repeating: 0, count: count)
        for i in 0..<count {
            let b = projected.pointer[count * most + i]
            if b != 0 { for j in 0..<count { rest[j] += b * schur.q.pointer[i * count + j] } }
        }
        return rest
    }

    /// Cuts the decomposition to the first `rows` of the Schur form.
    private func restart(_ schur: RealSchur, _ rest: [Double], _ rows: Int) {
        let size = matrix.size
        let (basis, q, most) = (basis.pointer, schur.q.pointer, most)
        let block = 64
        engine.forEachBlock((size + block - 1) / block) { number, _ in
            let nodes = number * block..<min(size, (number + 1) * block)
            var part = [Double](repeating: 0, count: rows * block)
            part.withUnsafeMutableBufferPointer { part in
                for i in 0..<most {
                    let column = basis + i * size + nodes.lowerBound
                    for j in 0..<rows {
                        let factor = q[i &* most &+ j]
                        for node in 0..<nodes.count { part[j &* block &+ node] += factor * column[node] }
                    }
                }
                for j in 0..<rows {
                    for (place, node) in nodes.enumerated() {
                        basis[j * size + node] = part[j * block + place]
                    }
                }
            }
        }
        for node in 0..<size { basis[rows * size + node] = basis[most * size + node] }
        projected.clear()
        for i in 0..<rows {
            for j in 0..<rows { projected.pointer[i * most + j] = schur[i, j] }
            projected.pointer[rows * most + i] = rest[i]
        }
        count = rows
    }

    // MARK: - The basis

    /// A first column, drawn.
    private func begin() {
        let first = basis.pointer
        for node in 0..<matrix.size { first[node] = random.rand() - 0.5 }
        scale(first, 1 / length(first))
    }

    /// One column more: A v, made orthogonal to all columns.
    private func extend() {
        let size = matrix.size
        let next = basis.pointer + (count + 1) * size
        matrix.multiply(basis.pointer + count * size, into: next, engine)
        products += 1
        let before = length(next)
        for _ in 0..<2 {
            for (row, sum) in orthogonalise(next, against: count + 1).enumerated() {
                projected.pointer[row * most + count] += sum
            }
        }
        let after = length(next)
        count += 1
        if count == size { return }
        if after > 1e-14 * before {
            projected.pointer[count * most + count - 1] = after
            scale(next, 1 / after)
        } else {
            // The columns hold an invariant subspace: whatever is outside it needs a start of its own.
            for node in 0..<size { next[node] = random.rand() - 0.5 }
            for _ in 0..<2 {
                scale(next, 1 / length(next))
                _ = orthogonalise(next, against: count)
            }
            scale(next, 1 / length(next))
        }
    }

    /// Subtracts from `vector` what lies along the first columns (classical Gram-Schmidt); returns how much of each.
    private func orthogonalise(_ vector: UnsafeMutablePointer<Double>, against columns: Int) -> [Double] {
        let (size, basis) = (matrix.size, basis.pointer)
        var sums = [Double](repeating: 0, count: columns)
        sums.withUnsafeMutableBufferPointer { sums in
            engine.forEachBlock(columns) { column, _ in
                sums[column] = dot(basis + column * size, vector, size)
            }
            let block = 512
            engine.forEachBlock((size + block - 1) / block) { number, _ in
                let nodes = number * block..<min(size, (number + 1) * block)
                for column in 0..<columns {
                    let (factor, values) = (sums[column], basis + column * size)
                    for node in nodes { vector[node] -= factor * values[node] }
                }
            }
        }
        return sums
    }

    func length(_ vector: UnsafePointer<Double>) -> Double {
        dot(vector, vector, matrix.size).squareRoot()
    }

    private func scale(_ vector: UnsafeMutablePointer<Double>, _ factor: Double) {
        for node in 0..<matrix.size { vector[node] *= factor }
    }
}

/// Σ a b with eight partial sums.
func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    var sums = SIMD8<Double>(repeating: 0)
    let whole = count & ~7
    for start in stride(from: 0, to: whole, by: 8) {
        for lane in 0..<8 { sums[lane] += a[start &+ lane] * b[start &+ lane] }
    }
    for index in whole..<count { sums[index &- whole] += a[index] * b[index] }
    return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}
