/// A square matrix in compressed rows, compressed columns or coordinates, as arrays of a file say it; nothing is trusted.
struct CompressedMatrix {
    /// Path of the file.
    let file: String
    /// Where in it the array of a name is.
    let place: (_ array: String) -> String
    /// Rows and columns.
    let shape: [Int]

    /// Throws where the shape is not that of connections between nodes.
    func requireSquare(entries: Int) throws {
        guard shape.count == 2, shape[0] == shape[1] else {
            throw wrong(
                "shape", "is \(shape), but as many rows as columns were expected: both are the same nodes")
        }
        guard shape[0] > 0, ConnectomeDraft.allows(nodes: shape[0], entries: entries) else {
            throw wrong(
                "shape",
                "is \(shape), but from 1 node on, and not many more than the \(entries) entries, were expected"
            )
        }
    }

    /// Adds the entries of compressed rows (or columns) to a draft.
    ///
    /// - Parameters:
    ///   - starts: N + 1 places in `indices`.
    ///   - values: as many as indices; nil: all 1.
    ///   - isByColumn: whether columns are compressed.
    func append(
        starts: [Int], indices: [Int32], values: [Double]?, isByColumn: Bool, _ request: ConnectomeRequest,
        to draft: ConnectomeDraft
    ) throws {
        try requireSquare(entries: indices.count)
        let nodes = shape[0]
        guard starts.count == nodes + 1, starts.first == 0, starts.last == indices.count else {
            throw wrong(
                "indptr", "must have \(nodes + 1) numbers, from 0 to the number of indices, \(indices.count)")
        }
        if let row = (0..<nodes).first(where: { starts[$0] > starts[$0 + 1] }) {
            throw wrong("indptr", "decreases after place \(row)")
        }
        try requireValues(values, entries: indices.count)
        draft.numbered = (nodes, 0)
        for outer in 0..<nodes {
            for place in starts[outer]..<starts[outer + 1] {
                let inner = try node(indices[place], "indices", place)
                let (row, column) = isByColumn ? (inner, outer) : (outer, inner)
                request.append(row: row, column: column, weight: values?[place] ?? 1, to: draft)
            }
        }
    }

    /// Adds entries that are given one by one.
    func append(
        rows: [Int32], columns: [Int32], values: [Double]?, _ request: ConnectomeRequest,
        to draft: ConnectomeDraft
    ) throws {
        try requireSquare(entries: rows.count)
        guard rows.count == columns.count else {
            throw wrong("col", "has \(columns.count) numbers, but row has \(rows.count)")
        }
        try requireValues(values, entries: rows.count)
        draft.numbered = (shape[0], 0)
        for place in rows.indices {
            let (row, column) = (try node(rows[place], "row", place), try node(columns[place], "col", place))
            request.append(row: row, column: column, weight: values?[place] ?? 1, to: draft)
        }
    }

    /// What is wrong with an array.
    func wrong(_ array: String, _ problem: String) -> ConnectomeFileError {
        ConnectomeFileError(file, place(array), problem)
    }

    @inline(__always)
    private func node(_ index: Int32, _ array: String, _ place: Int) throws -> Int {
        guard index >= 0, index < shape[0] else {
            throw wrong(array, "holds \(index) at place \(place), but 0 to \(shape[0] - 1) was expected")
        }
        return Int(index)
    }

    private func requireValues(_ values: [Double]?, entries: Int) throws {
        guard let values else { return }
        guard values.count == entries else {
            throw wrong("data", "has \(values.count) values, but there are \(entries) indices")
        }
        if let place = values.firstIndex(where: { !$0.isFinite }) {
            throw wrong("data", "holds \(values[place]) at place \(place), but finite numbers were expected")
        }
    }
}
