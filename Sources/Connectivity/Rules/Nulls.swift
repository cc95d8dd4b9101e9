import Model
import Random

/// Nodes trade inputs in pairs (the curveball algorithm of Strona et al. 2014): of the inputs that only one of two nodes has,
/// each gets as many as it had, any of them with the same probability. In- and out-degrees stay as they are.
///
/// In each round, every node trades with one other. Trades of many rounds make all masks with these degrees equally likely
/// (Carstens, Berger and Strona 2016; without self-connections, all that trades can reach).
///
/// - Parameter allowsSelf: if false, no node gets an input from itself.
func rewiredConnections(
    _ rowStarts: [Int], _ columns: [Int32], rounds: Int, allowsSelf: Bool, _ random: inout NumPyRandom
) -> ConnectivityMask.Connections {
    var columns = columns
    var order = Array(0..<Int32(rowStarts.count - 1))
    var trade = Trade()
    columns.withUnsafeMutableBufferPointer { columns in
        for _ in 0..<rounds {
            random.shuffle(&order)
            for pair in stride(from: 0, to: order.count - 1, by: 2) {
                let (one, other) = (Int(order[pair]), Int(order[pair + 1]))
                let first = UnsafeMutableBufferPointer(rebasing: columns[rowStarts[one]..<rowStarts[one + 1]])
                let second = UnsafeMutableBufferPointer(
                    rebasing: columns[rowStarts[other]..<rowStarts[other + 1]])
                let kept = allowsSelf ? nil : (Int32(one), Int32(other))
                trade.perform(first, second, keeping: kept, &random)
            }
        }
    }
    return .rows(rowStarts: rowStarts, columns: columns)
}

/// One trade between two rows, with memory that serves the next as well.
private struct Trade {
    private var first: [Int32] = []
    private var second: [Int32] = []

    /// - Parameter kept: inputs that stay where they are, if there are such.
    mutating func perform(
        _ one: UnsafeMutableBufferPointer<Int32>, _ other: UnsafeMutableBufferPointer<Int32>,
        keeping kept: (Int32, Int32)?, _ random: inout NumPyRandom
    ) {
        func stays(_ pre: Int32) -> Bool { kept.map { $0 == pre || $1 == pre } ?? false }
        var (left, lacking) = (UInt32(0), UInt32(0))
        Self.merge(one, other) { pre, isOfOne, isOfOther in
            guard isOfOne != isOfOther, !stays(pre) else { return }
            left += 1
            if isOfOne { lacking += 1 }
        }
        guard lacking > 0 && lacking < left else { return }
        first.removeAll(keepingCapacity: true)
        second.removeAll(keepingCapacity: true)
        // Each goes to the first row with the share that this still lacks, so both get theirs in order.
        Self.merge(one, other) { pre, isOfOne, isOfOther in
            if isOfOne == isOfOther || stays(pre) {
                if isOfOne { first.append(pre) }
                if isOfOther { second.append(pre) }
                return
            }
            if random.interval(left - 1) < lacking {
                first.append(pre)
                lacking -= 1
            } else {
                second.append(pre)
            }
            left -= 1
        }
        _ = one.update(fromContentsOf: first)
        _ = other.update(fromContentsOf: second)
    }

    /// Calls `body` with each input of two rows in order, and which of them have it.
    @inline(__always)
    private static func merge(
        _ one: UnsafeMutableBufferPointer<Int32>, _ other: UnsafeMutableBufferPointer<Int32>,
        _ body: (Int32, Bool, Bool) -> Void
    ) {
        var (i, j) = (0, 0)
        while i < one.count || j < other.count {
            let left = i < one.count ? one[i] : Int32.max
            let right = j < other.count ? other[j] : Int32.max
            body(min(left, right), left <= right, right <= left)
            if left <= right { i += 1 }
            if right <= left { j += 1 }
        }
    }
}

/// Every connection turned around: columns become rows.
func reversedConnections(_ rowStarts: [Int], _ columns: [Int32]) -> ConnectivityMask.Connections {
    var turned = [Int32](repeating: 0, count: columns.count)
    let starts = turnAround(rowStarts, columns) { _, place, post in turned[place] = post }
    return .rows(rowStarts: starts, columns: turned)
}

/// The weights of connections that are turned around.
func reversedWeights(_ weights: [Double], _ rowStarts: [Int], _ columns: [Int32]) -> [Double] {
    var turned = weights
    _ = turnAround(rowStarts, columns) { old, place, _ in turned[place] = weights[old] }
    return turned
}

/// Calls `body` with each connection's place, its place when all are turned around, and its postsynaptic node; gives the rows' new starts.
private func turnAround(
    _ rowStarts: [Int], _ columns: [Int32], _ body: (_ old: Int, _ new: Int, _ post: Int32) -> Void
) -> [Int] {
    let nodes = rowStarts.count - 1
    var starts = [Int](repeating: 0, count: nodes + 1)
    for pre in columns { starts[Int(pre) + 1] += 1 }
    for node in 0..<nodes { starts[node + 1] += starts[node] }
    var next = starts
    for post in 0..<nodes {
        for old in rowStarts[post]..<rowStarts[post + 1] {
            body(old, next[Int(columns[old])], Int32(post))
            next[Int(columns[old])] += 1
        }
    }
    return starts
}

/// The weights of each row in an order drawn at random, so that each node keeps those of its inputs, though not from whom.
func weightsShuffledByRow(_ weights: [Double], _ rowStarts: [Int], _ random: inout NumPyRandom) -> [Double] {
    var weights = weights
    for (start, end) in zip(rowStarts, rowStarts.dropFirst()) {
        weights.replaceSubrange(start..<end, with: random.permutation(Array(weights[start..<end])))
    }
    return weights
}
