import Model

/// Which nodes each node is connected with, in either direction; connections of nodes to themselves do not count.
struct Neighbours {
    /// How two nodes are connected, seen from one of them.
    enum Kind: UInt8 {
        case input = 0
        case output = 1
        case both = 2

        /// Seen from the other one.
        var reversed: Kind {
            switch self {
            case .input: .output
            case .output: .input
            case .both: .both
            }
        }
    }

    /// First neighbour of each node, and the end of the last.
    let starts: [Int]
    /// Neighbours, ascending for each node.
    let nodes: [Int32]
    /// How each is connected.
    let kinds: [Kind]

    /// Number of nodes.
    var count: Int { starts.count - 1 }

    /// The neighbours in a matrix [post, pre]: inputs are its rows, outputs its columns.
    init(_ inputs: AdjacencyRows, outputs: AdjacencyRows) {
        var (starts, nodes, kinds) = ([0], [Int32](), [Kind]())
        nodes.reserveCapacity(2 * inputs.nodes.count)
        kinds.reserveCapacity(2 * inputs.nodes.count)
        for node in 0..<inputs.count {
            var (place, other) = (inputs.starts[node], outputs.starts[node])
            let (end, otherEnd) = (inputs.starts[node + 1], outputs.starts[node + 1])
            while place < end || other < otherEnd {
                let pre = place < end ? inputs.nodes[place] : Int32.max
                let post = other < otherEnd ? outputs.nodes[other] : Int32.max
                if pre <= post { place += 1 }
                if post <= pre { other += 1 }
                guard min(pre, post) != node else { continue }
                nodes.append(min(pre, post))
                kinds.append(pre == post ? .both : pre < post ? .input : .output)
            }
            starts.append(nodes.count)
        }
        (self.starts, self.nodes, self.kinds) = (starts, nodes, kinds)
    }

    /// The neighbours of a node as places in the lists.
    func places(of node: Int) -> Range<Int> { starts[node]..<starts[node + 1] }
}

/// Rows of a matrix of connections: for each node the nodes at the other end, ascending.
struct AdjacencyRows {
    /// First of each node, and the end of the last.
    let starts: [Int]
    /// Nodes at the other end.
    let nodes: [Int32]

    /// Number of nodes.
    var count: Int { starts.count - 1 }

    /// The rows of a mask: for each node those that it gets inputs from.
    init(_ mask: ConnectivityMask) {
        switch mask.connections {
        case .rows(let starts, let columns): (self.starts, nodes) = (starts, columns)
        case .all:
            let size = mask.hiddenNodes
            starts = (0...size).map { $0 * size }
            nodes = (0..<size).flatMap { _ in (0..<size).map(Int32.init) }
        }
    }

    /// The columns of other rows: for each node those that it gives outputs to.
    init(turning rows: AdjacencyRows) {
        var starts = [Int](repeating: 0, count: rows.count + 1)
        for node in rows.nodes { starts[Int(node) + 1] += 1 }
        for node in 0..<rows.count { starts[node + 1] += starts[node] }
        var (next, nodes) = (starts, [Int32](repeating: 0, count: rows.nodes.count))
        for post in 0..<rows.count {
            for place in rows.starts[post]..<rows.starts[post + 1] {
                let pre = Int(rows.nodes[place])
                nodes[next[pre]] = Int32(post)
                next[pre] += 1
            }
        }
        (self.starts, self.nodes) = (starts, nodes)
    }

    /// How many there are of each node.
    var degrees: [Int] { zip(starts, starts.dropFirst()).map { $1 - $0 } }
}
