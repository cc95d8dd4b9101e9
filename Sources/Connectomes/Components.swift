extension SummedConnections {
    /// Of each node, whether it has any connection, one to itself included.
    var connectedNodes: [Bool] {
        var isConnected = [Bool](repeating: false, count: nodes)
        for post in 0..<nodes {
            for pre in columns[rowStarts[post]..<rowStarts[post + 1]] {
                isConnected[post] = true
                isConnected[Int(pre)] = true
            }
        }
        return isConnected
    }

    /// Of each node, whether it is in the largest set of nodes that hang together, whichever way connections lead; of several
    /// as large, that of the first node.
    var largestComponent: [Bool] {
        var parents = Array(0..<nodes)
        func root(_ node: Int) -> Int {
            var node = node
            while parents[node] != node {
                parents[node] = parents[parents[node]]
                node = parents[node]
            }
            return node
        }
        for post in 0..<nodes {
            for pre in columns[rowStarts[post]..<rowStarts[post + 1]] {
                let (one, other) = (root(post), root(Int(pre)))
                // The smaller number, so that a root is its component's first node.
                parents[max(one, other)] = min(one, other)
            }
        }
        var sizes = [Int](repeating: 0, count: nodes)
        let roots = (0..<nodes).map(root)
        for node in roots { sizes[node] += 1 }
        let largest = sizes.indices.max { sizes[$0] == sizes[$1] ? $0 > $1 : sizes[$0] < sizes[$1] }
        return roots.map { $0 == largest }
    }

    /// Number of connections of nodes to themselves.
    var selfConnections: Int {
        (0..<nodes).count { contains(post: $0, pre: $0) }
    }

    /// Number of connections between different nodes whose opposite exists, too.
    var reciprocalConnections: Int {
        var count = 0
        for post in 0..<nodes {
            for pre in columns[rowStarts[post]..<rowStarts[post + 1]]
            where Int(pre) < post && contains(post: Int(pre), pre: post) { count += 2 }
        }
        return count
    }

    private func contains(post: Int, pre: Int) -> Bool {
        var (low, high) = (rowStarts[post], rowStarts[post + 1])
        while low < high {
            let middle = (low + high) / 2
            if Int(columns[middle]) < pre { low = middle + 1 } else { high = middle }
        }
        return low < rowStarts[post + 1] && Int(columns[low]) == pre
    }
}
