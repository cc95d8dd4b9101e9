import HDF5
import Model

/// The entries of a square matrix in compressed sparse rows, checked for order and range.
struct SparsePattern {
    /// Rows and columns, N.
    let nodes: Int
    /// N + 1 places in `columns`.
    private(set) var rowStarts: [Int]
    /// Strictly increasing within each row.
    private(set) var columns: [Int32]

    /// The caller vouches for order and range.
    init(nodes: Int, rowStarts: [Int], columns: [Int32]) {
        (self.nodes, self.rowStarts, self.columns) = (nodes, rowStarts, columns)
    }

    /// Leaves out the entries whose value in `data` is 0: they are not connections.
    ///
    /// - Throws: `FormatError` where there is a value that is neither 0 nor 1, `HDF5Error` where it cannot be read.
    mutating func dropZeros(of data: borrowing HDF5Dataset) throws {
        guard data.shape == [columns.count] else {
            throw data.wrong("has shape \(data.shape), but [\(columns.count)] was expected, as indices have")
        }
        if let isOne = try ZerosAndOnes.unstored(data), !columns.isEmpty {
            if !isOne { (rowStarts, columns) = (rowStarts.map { _ in 0 }, []) }
            return
        }
        // Taken out, so that neither is copied.
        var (starts, kept): ([Int], [Int32]) = ([], [])
        swap(&starts, &rowStarts)
        swap(&kept, &columns)
        var zeros = DroppedZeros()
        try ZerosAndOnes.forEachPiece(of: data) { first, values in
            zeros.drop(values, from: first, rowStarts: &starts, columns: &kept)
        }
        zeros.finish(rowStarts: &starts, columns: &kept)
        (rowStarts, columns) = (starts, kept)
    }
}

/// How far entries were moved forward over those whose value is 0.
private struct DroppedZeros {
    private var count = 0
    /// The first row whose start is still to be moved.
    private var row = 0

    mutating func drop(
        _ values: Span<Double>, from first: Int, rowStarts: inout [Int], columns: inout [Int32]
    ) {
        columns.withUnsafeMutableBufferPointer { columns in
            for offset in values.indices {
                let place = first + offset
                // The last start is the number of entries, which no place is.
                while rowStarts[row] == place {
                    rowStarts[row] -= count
                    row += 1
                }
                if values[offset] == 0 { count += 1 } else { columns[place - count] = columns[place] }
            }
        }
    }

    mutating func finish(rowStarts: inout [Int], columns: inout [Int32]) {
        while row < rowStarts.count {
            rowStarts[row] -= count
            row += 1
        }
        columns.removeLast(count)
    }
}
