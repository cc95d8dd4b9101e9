/// The order of eigenvalues in a Schur form: the largest first.
extension RealSchur {
    /// An eigenvalue with a part that is not negative, of a pair that one.
    struct Eigenvalue: Equatable {
        let real: Double
        let imaginary: Double
        var modulus: Double { (real * real + imaginary * imaginary).squareRoot() }
    }

    /// Rows of the block that starts at `row`: one or two.
    func rows(ofBlockAt row: Int) -> Int {
        row + 1 < size && self[row + 1, row] != 0 ? 2 : 1
    }

    /// The eigenvalue of the block that starts at `row`, of a block with two real ones the larger by magnitude.
    func eigenvalue(ofBlockAt row: Int) -> Eigenvalue {
        guard rows(ofBlockAt: row) == 2 else { return Eigenvalue(real: self[row, row], imaginary: 0) }
        let half = (self[row, row] - self[row + 1, row + 1]) / 2
        let middle = self[row + 1, row + 1] + half
        let discriminant = half * half + self[row, row + 1] * self[row + 1, row]
        let root = abs(discriminant).squareRoot()
        return discriminant < 0
            ? Eigenvalue(real: middle, imaginary: root)
            : Eigenvalue(real: middle + (middle < 0 ? -root : root), imaginary: 0)
    }

    /// Moves the blocks of the largest modulus to the top, descending, until they have `count` rows or one more.
    ///
    /// - Returns: how many rows they have; T and Q cut there hold an invariant subspace.
    func moveLargestToTop(_ count: Int) -> Int {
        var top = 0
        while top < min(count, size) {
            var starts: [Int] = []
            var row = top
            while row < size {
                starts.append(row)
                row += rows(ofBlockAt: row)
            }
            let moduli = starts.map { eigenvalue(ofBlockAt: $0).modulus }
            let largest = moduli.reduce(0, max)
            var place = moduli.firstIndex(of: largest) ?? 0
            while place > 0, swap(starts[place - 1], with: starts[place]) { place -= 1 }
            top += rows(ofBlockAt: top)
        }
        return top
    }

    /// Swaps two blocks that follow each other (Bai & Demmel, Linear Algebra and its Applications 186, 1993): with
    /// T₁₁ X − X T₂₂ = T₁₂, the columns of (−X, I) span the subspace of the second.
    ///
    /// - Returns: false where they are too close to be told apart, and so left as they are.
    private func swap(_ first: Int, with second: Int) -> Bool {
        let (p, q) = (second - first, rows(ofBlockAt: second))
        guard let x = solution(first, p, second, q) else { return false }
        let reflections = Self.reflections(
            (0..<q).map { j in x.map { -$0[j] } + (0..<q).map { $0 == j ? 1.0 : 0.0 } })
        guard separates(reflections, first, rows: p + q, of: q) else { return false }
        for (j, reflection) in reflections {
            apply(reflection, at: first + j, columns: first..<size, rows: 0..<second + q)
        }
        for row in first + q..<second + q { for column in first..<first + q { self[row, column] = 0 } }
        return true
    }

    /// Solves T₁₁ X − X T₂₂ = T₁₂, [p][q], by elimination; nil where that is singular.
    private func solution(_ first: Int, _ p: Int, _ second: Int, _ q: Int) -> [[Double]]? {
        // Unknown i·q + j; the last column is the right side.
        var rows = (0..<p * q).map { equation in
            let (i, j) = (equation / q, equation % q)
            var row = [Double](repeating: 0, count: p * q + 1)
            for k in 0..<p { row[k * q + j] += self[first + i, first + k] }
            for k in 0..<q { row[i * q + k] -= self[second + k, second + j] }
            row[p * q] = self[first + i, second + j]
            return row
        }
        for column in rows.indices {
            let pivot = (column..<rows.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            guard rows[column][column] != 0 else { return nil }
            for row in rows.indices where row != column {
                let factor = rows[row][column] / rows[column][column]
                for k in column...rows.count { rows[row][k] -= factor * rows[column][k] }
            }
        }
        let x = rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
        return (0..<p).map { Array(x[$0 * q..<($0 + 1) * q]) }
    }

    /// Reflections that make `columns` upper triangular, each with the row at which it starts.
    private static func reflections(_ columns: [[Double]]) -> [(row: Int, Reflection)] {
        var columns = columns
        var found: [(row: Int, Reflection)] = []
        for j in columns.indices {
            guard let reflection = Reflection(Array(columns[j][j...])) else { continue }
            for k in j..<columns.count {
                var sum = 0.0
                for (i, v) in reflection.v.enumerated() { sum += v * columns[k][j + i] }
                for (i, v) in reflection.v.enumerated() { columns[k][j + i] -= reflection.factor * sum * v }
            }
            found.append((j, reflection))
        }
        return found
    }

    /// Whether the reflections make what is left below the first `q` of some rows of T as small as rounding is.
    private func separates(
        _ reflections: [(row: Int, Reflection)], _ first: Int, rows: Int, of q: Int
    ) -> Bool {
        var block = (0..<rows).map { row in (0..<rows).map { self[first + row, first + $0] } }
        let largest = block.joined().reduce(0) { max($0, abs($1)) }
        for (start, reflection) in reflections {
            let (v, factor) = (reflection.v, reflection.factor)
            for k in 0..<rows {
                let sum = v.indices.reduce(0) { $0 + v[$1] * block[start + $1][k] }
                for i in v.indices { block[start + i][k] -= factor * sum * v[i] }
            }
            for k in 0..<rows {
                let sum = v.indices.reduce(0) { $0 + v[$1] * block[k][start + $1] }
                for i in v.indices { block[k][start + i] -= factor * sum * v[i] }
            }
        }
        return (q..<rows).allSatisfy { row in (0..<q).allSatisfy { abs(block[row][$0]) <= 1e-14 * largest } }
    }
}
