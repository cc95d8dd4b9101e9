/// How many connections a signal passes at least from all nodes to some of them.
struct ShortestPaths {
    /// Pairs of different nodes of which the first reaches the second.
    private(set) var reached = 0
    /// Pairs that were looked at.
    private(set) var pairs = 0
    /// The longest of the paths; 0 where there is none.
    private(set) var longest = 0
    private var sum = 0

    /// Mean of the paths; NaN where there is none.
    var mean: Double { reached == 0 ? .nan : Double(sum) / Double(reached) }

    /// The paths to each of `targets`, backwards along the inputs of nodes, nearest nodes first.
    init(to targets: [Int], inputs: AdjacencyRows) {
        var seen = [Int](repeating: -1, count: inputs.count)
        var queue = [Int](repeating: 0, count: inputs.count)
        for (number, target) in targets.enumerated() {
            add(target, number, inputs, &seen, &queue)
        }
    }

    /// - Parameter seen: by node, the number of the last target that it was found for.
    private mutating func add(
        _ target: Int, _ number: Int, _ inputs: AdjacencyRows, _ seen: inout [Int], _ queue: inout [Int]
    ) {
        (seen[target], queue[0]) = (number, target)
        var (first, end, distance, nextDistance) = (0, 1, 0, 1)
        while first < end, end < inputs.count {
            for place in first..<end {
                let node = queue[place]
                for connection in inputs.starts[node]..<inputs.starts[node + 1] {
                    let pre = Int(inputs.nodes[connection])
                    guard seen[pre] != number else { continue }
                    seen[pre] = number
                    queue[nextDistance] = pre
                    nextDistance += 1
                }
            }
            distance += 1
            sum += distance * (nextDistance - end)
            if nextDistance > end { longest = max(longest, distance) }
            (first, end) = (end, nextDistance)
        }
        reached += end - 1
        pairs += inputs.count - 1
    }
}

extension Neighbours {
    /// Sizes of the sets of nodes that hang together, whatever the direction of connections; largest first.
    var weakComponents: [Int] {
        var seen = [Bool](repeating: false, count: count)
        var sizes: [Int] = []
        for root in 0..<count where !seen[root] {
            var open = [root]
            var size = 0
            seen[root] = true
            while let node = open.popLast() {
                size += 1
                for place in places(of: node) where !seen[Int(nodes[place])] {
                    seen[Int(nodes[place])] = true
                    open.append(Int(nodes[place]))
                }
            }
            sizes.append(size)
        }
        return sizes.sorted(by: >)
    }
}
