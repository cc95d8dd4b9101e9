import Formats

/// Where the nonzero numbers of a sparse matrix are: compressed sparse rows.
public final class SparsePattern {
    /// Number of rows.
    public let rows: Int
    /// Row i holds entries `rowStarts[i] ..< rowStarts[i + 1]`, [rows + 1].
    public let rowStarts: AlignedArray<Int64>
    /// Column of each entry, ascending within a row.
    public let columns: AlignedArray<Int32>

    init(rows: Int, rowStarts: AlignedArray<Int64>, columns: AlignedArray<Int32>) {
        self.rows = rows
        self.rowStarts = rowStarts
        self.columns = columns
    }

    /// Number of entries.
    public var count: Int { columns.count }

    /// The connections of a mask: rows are postsynaptic nodes, columns presynaptic ones.
    public convenience init(_ mask: ConnectivityMask) {
        let n = mask.hiddenNodes
        switch mask.connections {
        case .rows(let rowStarts, let columns):
            let starts = AlignedArray<Int64>(count: n + 1)
            for i in 0...n { starts[i] = Int64(rowStarts[i]) }
            self.init(rows: n, rowStarts: starts, columns: AlignedArray(columns))
        case .all:
            let starts = AlignedArray<Int64>(count: n + 1)
            let columns = AlignedArray<Int32>(count: n * n)
            for i in 0...n { starts[i] = Int64(i * n) }
            for i in 0..<n * n { columns.pointer[i] = Int32(truncatingIfNeeded: i % n) }
            self.init(rows: n, rowStarts: starts, columns: columns)
        }
    }
}

/// The recurrent weights: a pattern, one value for each connection, and the same again by columns, so that products
/// with the matrix and with its transpose both run along rows.
public final class SparseMatrix {
    /// Connections by postsynaptic node.
    public let pattern: SparsePattern
    /// Connections by presynaptic node.
    public let transposed: SparsePattern
    /// The values in the order of `transposed`; `transposeValues` fills them.
    public let transposedValues: AlignedArray<Float>
    private let sources: AlignedArray<UInt32>

    /// The pattern of `mask`, which must have fewer than 2^32 connections. O(N + E) time and memory.
    public init(_ mask: ConnectivityMask) {
        precondition(mask.count < 1 << 32, "more than 2^32 connections")
        pattern = SparsePattern(mask)
        let n = pattern.rows
        let starts = AlignedArray<Int64>(count: n + 1)
        let postsynaptic = AlignedArray<Int32>(count: pattern.count)
        sources = AlignedArray(count: pattern.count)
        transposedValues = AlignedArray(count: pattern.count)
        Self.transpose(pattern, starts: starts, columns: postsynaptic, sources: sources)
        transposed = SparsePattern(rows: n, rowStarts: starts, columns: postsynaptic)
    }

    /// Counting sort of the connections by column; stable, so that rows ascend within a column.
    private static func transpose(
        _ pattern: SparsePattern, starts: AlignedArray<Int64>, columns: AlignedArray<Int32>,
        sources: AlignedArray<UInt32>
    ) {
        let start = starts.pointer
        for c in 0..<pattern.count { start[Int(pattern.columns.pointer[c]) + 1] += 1 }
        for j in 0..<pattern.rows { start[j + 1] += start[j] }
        var next = Array(starts.elements)
        for i in 0..<pattern.rows {
            for c in Int(pattern.rowStarts.pointer[i])..<Int(pattern.rowStarts.pointer[i + 1]) {
                let column = Int(pattern.columns.pointer[c])
                let place = Int(next[column])
                next[column] += 1
                columns.pointer[place] = Int32(truncatingIfNeeded: i)
                sources.pointer[place] = UInt32(truncatingIfNeeded: c)
            }
        }
    }

    /// Copies `values`, one for each connection in the order of `pattern`, into `transposedValues`.
    public func transposeValues(_ values: AlignedArray<Float>, on engine: Engine) {
        engine.gather(values, at: sources, into: transposedValues)
    }
}
