import Model

/// Puts a mask together, a row at a time.
struct RowBuilder {
    private var rowStarts = [0]
    private var columns: [Int32] = []
    /// The inputs of the row, in any order.
    let row: NodeSet

    /// - Parameter expected: connections on average; memory is taken for somewhat more at once.
    init(nodes: Int, expected: Double) {
        row = NodeSet(capacity: nodes)
        rowStarts.reserveCapacity(nodes + 1)
        columns.reserveCapacity(Int(expected + 6 * expected.squareRoot()) + 1)
    }

    /// Adds inputs that follow those of the row that are there, in increasing order.
    @inline(__always)
    mutating func append(_ column: Int) { columns.append(Int32(truncatingIfNeeded: column)) }

    /// Ends a row with what is in `row`.
    mutating func endRow() {
        row.drain { columns.append($0) }
        rowStarts.append(columns.count)
    }

    /// The connections of all rows.
    var connections: ConnectivityMask.Connections { .rows(rowStarts: rowStarts, columns: columns) }
}
