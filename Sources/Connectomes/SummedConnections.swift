/// The connections of a square matrix in compressed sparse rows, one for each pair of nodes, with their weights.
struct SummedConnections {
    /// Rows and columns.
    private(set) var nodes: Int
    /// N + 1 places in `columns`: row i is what leads to node i.
    private(set) var rowStarts: [Int]
    /// Presynaptic nodes, strictly increasing within each row.
    private(set) var columns: [Int32]
    /// The weight of each connection: the sum of those of its rows, in the order of the file.
    private(set) var weights: [Double]

    /// Puts rows in order and adds up those of a pair. Takes time and memory as there are rows.
    ///
    /// - Parameters:
    ///   - numbers: the new number of each node of the rows, -1 for those that are left out.
    ///   - nodes: how many new numbers there are.
    init(_ rows: ConnectionRows, numbers: [Int32], nodes: Int) {
        let kept = Self.countKept(rows, numbers)
        var (starts, posts) = ([Int](repeating: 0, count: nodes + 1), [Int32](repeating: 0, count: kept))
        var values = [Double](repeating: 0, count: kept)
        // First by column, then by row: what is equal stays in the order of the file.
        Self.forEachKept(rows, numbers) { pre, _, _ in starts[pre + 1] += 1 }
        Self.addUp(&starts)
        var next = starts
        Self.forEachKept(rows, numbers) { pre, post, weight in
            let place = next[pre]
            next[pre] = place + 1
            posts[place] = Int32(truncatingIfNeeded: post)
            values[place] = weight
        }
        self.nodes = nodes
        rowStarts = [Int](repeating: 0, count: nodes + 1)
        columns = [Int32](repeating: 0, count: kept)
        weights = [Double](repeating: 0, count: kept)
        for post in posts { rowStarts[Int(post) + 1] += 1 }
        Self.addUp(&rowStarts)
        next = rowStarts
        for pre in 0..<nodes {
            for source in starts[pre]..<starts[pre + 1] {
                let place = next[Int(posts[source])]
                next[Int(posts[source])] = place + 1
                columns[place] = Int32(truncatingIfNeeded: pre)
                weights[place] = values[source]
            }
        }
        addDuplicates()
    }

    /// Connections that are in order already, one for each pair.
    init(nodes: Int, rowStarts: [Int], columns: [Int32], weights: [Double]) {
        (self.nodes, self.rowStarts, self.columns, self.weights) = (nodes, rowStarts, columns, weights)
    }

    /// Number of connections.
    var count: Int { columns.count }

    /// The first connection whose weight has a larger magnitude, or is not a number.
    func pair(beyond most: Double) -> (post: Int, pre: Int)? {
        guard let place = weights.firstIndex(where: { !(abs($0) <= most) }) else { return nil }
        let post = rowStarts.dropFirst().firstIndex { $0 > place } ?? nodes
        return (post - 1, Int(columns[place]))
    }

    /// Keeps those connections for which `isKept` (post, pre, weight) holds; returns how many go.
    mutating func keep(where isKept: (Int, Int, Double) -> Bool) -> Int {
        let before = count
        var (kept, start) = (0, 0)
        for row in 0..<nodes {
            let end = rowStarts[row + 1]
            for place in start..<end where isKept(row, Int(columns[place]), weights[place]) {
                columns[kept] = columns[place]
                weights[kept] = weights[place]
                kept += 1
            }
            (start, rowStarts[row + 1]) = (end, kept)
        }
        cut(to: kept)
        return before - kept
    }

    /// Keeps some nodes, in their order, and the connections between them.
    mutating func keepNodes(_ isKept: [Bool]) {
        _ = keep { post, pre, _ in isKept[post] && isKept[pre] }
        var numbers = [Int32](repeating: -1, count: nodes)
        var starts = [0]
        for node in 0..<nodes where isKept[node] {
            numbers[node] = Int32(truncatingIfNeeded: starts.count - 1)
            starts.append(rowStarts[node + 1])
        }
        for place in columns.indices { columns[place] = numbers[Int(columns[place])] }
        (nodes, rowStarts) = (starts.count - 1, starts)
    }

    private mutating func addDuplicates() {
        var (kept, start) = (0, 0)
        for row in 0..<nodes {
            let (end, first) = (rowStarts[row + 1], kept)
            for place in start..<end {
                if kept > first, columns[kept - 1] == columns[place] {
                    weights[kept - 1] += weights[place]
                } else {
                    columns[kept] = columns[place]
                    weights[kept] = weights[place]
                    kept += 1
                }
            }
            (start, rowStarts[row + 1]) = (end, kept)
        }
        cut(to: kept)
    }

    private mutating func cut(to kept: Int) {
        columns.removeLast(columns.count - kept)
        weights.removeLast(weights.count - kept)
    }

    private static func addUp(_ counts: inout [Int]) {
        for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    }

    private static func countKept(_ rows: ConnectionRows, _ numbers: [Int32]) -> Int {
        var kept = 0
        forEachKept(rows, numbers) { _, _, _ in kept += 1 }
        return kept
    }

    @inline(__always)
    private static func forEachKept(
        _ rows: ConnectionRows, _ numbers: [Int32], _ body: (Int, Int, Double) -> Void
    ) {
        numbers.withUnsafeBufferPointer { numbers in
            rows.forEach { row in
                let (pre, post) = (numbers[Int(row.pre)], numbers[Int(row.post)])
                if pre >= 0, post >= 0 { body(Int(pre), Int(post), row.weight) }
            }
        }
    }
}
