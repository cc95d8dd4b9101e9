import Compute

/// The real Schur form of a small square matrix: A = Q T Qᵀ, Q orthogonal, T with blocks of one row (a real eigenvalue) or two
/// (mostly a complex pair) on its diagonal and zeros below them.
///
/// Householder's reduction to Hessenberg form, then Francis' steps with two shifts (Golub & Van Loan, Matrix Computations,
/// 4th ed., sections 7.4 and 7.5). Only + − × ÷ and square roots, in one order: the same bits on every machine, which LAPACK does
/// not give.
final class RealSchur {
    /// Number of rows.
    let size: Int
    /// T, by rows; first A itself.
    let t: AlignedArray<Double>
    /// Q, by rows.
    let q: AlignedArray<Double>

    /// Decomposes `matrix`, [size][size] by rows, each `stride` numbers after the one before.
    ///
    /// - Throws: `AnalysisError.setting` if it takes more than 40 steps a row, which no matrix is known to take.
    init(_ matrix: UnsafePointer<Double>, size: Int, stride: Int) throws {
        self.size = size
        t = AlignedArray(count: size * size)
        q = AlignedArray(count: size * size)
        for row in 0..<size {
            for column in 0..<size { t.pointer[row * size + column] = matrix[row * stride + column] }
        }
        for index in 0..<size { q.pointer[index * size + index] = 1 }
        if size > 2 { for column in 0..<size - 2 { reduce(column) } }
        try iterate()
    }

    /// Element of T.
    subscript(row: Int, column: Int) -> Double {
        get { t.pointer[row &* size &+ column] }
        set { t.pointer[row &* size &+ column] = newValue }
    }

    /// A reflection I − factor · v vᵀ of as many rows as v has elements, which makes a vector a multiple of the first unit vector;
    /// nil where it is one.
    struct Reflection {
        let v: [Double]
        let factor: Double
        /// What the first element becomes; the others become zero.
        let first: Double

        init?(_ x: [Double]) {
            guard x.dropFirst().contains(where: { $0 != 0 }) else { return nil }
            let largest = x.reduce(0) { max($0, abs($1)) }
            let squares = x.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }
            let length = squares.squareRoot() * largest
            first = x[0] > 0 ? -length : length
            // Scaled so that v[0] is 1.
            let scale = x[0] - first
            v = [1] + x.dropFirst().map { $0 / scale }
            factor = -scale / first
        }
    }

    /// T becomes R T Rᵀ and Q becomes Q Rᵀ, where R reflects the rows from `start` on; of T only the columns and rows given change.
    func apply(_ reflection: Reflection, at start: Int, columns: Range<Int>, rows: Range<Int>) {
        let (v, size) = (reflection.v, size)
        v.withUnsafeBufferPointer { v in
            let top = t.pointer + start * size
            for column in columns {
                var sum = 0.0
                for i in v.indices { sum += v[i] * top[i &* size &+ column] }
                sum *= reflection.factor
                for i in v.indices { top[i &* size &+ column] -= sum * v[i] }
            }
            for (matrix, rows) in [(t.pointer, rows), (q.pointer, 0..<size)] {
                for row in rows {
                    let line = matrix + (row * size + start)
                    var sum = 0.0
                    for i in v.indices { sum += line[i] * v[i] }
                    sum *= reflection.factor
                    for i in v.indices { line[i] -= sum * v[i] }
                }
            }
        }
    }

    /// Zeros below the first subdiagonal of a column.
    private func reduce(_ column: Int) {
        guard let reflection = Reflection((column + 1..<size).map { self[$0, column] }) else { return }
        apply(reflection, at: column + 1, columns: column..<size, rows: 0..<size)
        for row in column + 2..<size { self[row, column] = 0 }
    }

    /// Francis' steps until all blocks have one or two rows.
    private func iterate() throws {
        var (end, steps, sinceLast) = (size - 1, 0, 0)
        while end > 0 {
            let start = self.start(ofBlockTo: end)
            if end - start < 2 {
                if end > start { split(start) }
                (end, sinceLast) = (start - 1, 0)
                continue
            }
            (steps, sinceLast) = (steps + 1, sinceLast + 1)
            guard steps <= 40 * size else {
                throw AnalysisError.setting("The eigenvalues of a matrix of \(size) rows do not converge.")
            }
            step(start, end, isExceptional: sinceLast % 10 == 0)
        }
    }

    /// The first row of the block that ends with row `end`; what is negligible above it becomes zero.
    private func start(ofBlockTo end: Int) -> Int {
        var row = end
        while row > 0 {
            let beside = abs(self[row - 1, row - 1]) + abs(self[row, row])
            if abs(self[row, row - 1]) <= 0x1p-53 * beside {
                self[row, row - 1] = 0
                return row
            }
            row -= 1
        }
        return 0
    }

    /// One step on the rows `start` to `end`, at least three. Where ten did not help, shifts of no meaning do.
    private func step(_ start: Int, _ end: Int, isExceptional: Bool) {
        var sum = self[end - 1, end - 1] + self[end, end]
        var product = self[end - 1, end - 1] * self[end, end] - self[end - 1, end] * self[end, end - 1]
        if isExceptional {
            let size = abs(self[end, end - 1]) + abs(self[end - 1, end - 2])
            (sum, product) = (1.5 * size, size * size)
        }
        let (a, b) = (self[start, start], self[start + 1, start + 1])
        let below = self[start + 1, start]
        var x = [
            a * a + self[start, start + 1] * below - sum * a + product, below * (a + b - sum),
            below * self[start + 2, start + 1],
        ]
        for row in start..<end {
            if let reflection = Reflection(x) {
                apply(
                    reflection, at: row, columns: max(start, row - 1)..<size, rows: 0..<min(row + 4, end + 1))
            }
            if row > start { for i in 1..<x.count { self[row + i, row - 1] = 0 } }
            x = (row + 1...min(row + 3, end)).map { self[$0, row] }
        }
    }

    /// Makes a block of two rows that has two real eigenvalues triangular.
    private func split(_ row: Int) {
        let (a, d) = (self[row, row], self[row + 1, row + 1])
        let (b, c) = (self[row, row + 1], self[row + 1, row])
        let half = (a - d) / 2
        let discriminant = half * half + b * c
        guard discriminant >= 0 else { return }
        let root = discriminant.squareRoot()
        // (λ − d, c) is an eigenvector of the eigenvalue λ that is farther from d.
        guard let reflection = Reflection([half + (half < 0 ? -root : root), c]) else { return }
        apply(reflection, at: row, columns: row..<size, rows: 0..<row + 2)
        self[row + 1, row] = 0
    }
}
