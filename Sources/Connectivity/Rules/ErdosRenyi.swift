import Model
import Random

/// round(density · N²) connections, every set of that many pairs being as likely (Erdős and Rényi 1959).
func erdosRenyiConnections(_ wiring: WiringParameters) -> ConnectivityMask.Connections {
    var random = NumPyRandom(seed: wiring.seed)
    return exactConnections(
        min(wiring.pairs, Int(wiring.expected.rounded())), nodes: wiring.hiddenNodes,
        allowsSelf: wiring.allowsSelf, &random)
}

/// `count` connections, every set of that many pairs being as likely.
///
/// Independent connections are drawn, somewhat more than wanted, and of these as many are removed as are too many. All choices
/// that leave this number are equally likely, as independent connections and those removed are.
func exactConnections(
    _ count: Int, nodes: Int, allowsSelf: Bool, _ random: inout NumPyRandom
) -> ConnectivityMask.Connections {
    let pairs = Double(nodes) * Double(allowsSelf ? nodes : nodes - 1)
    let spread = (Double(count) * max(0, 1 - Double(count) / pairs)).squareRoot()
    let probability = count == 0 ? 0 : min(1, (Double(count) + 5 * spread + (spread > 0 ? 5 : 0)) / pairs)
    while true {
        var (rowStarts, columns) = independentConnections(
            probability, nodes: nodes, allowsSelf: allowsSelf, &random)
        guard columns.count >= count else { continue }
        thin(&rowStarts, &columns, to: count, &random)
        return .rows(rowStarts: rowStarts, columns: columns)
    }
}

/// Each pair with the same probability, in time proportional to the number of connections.
private func independentConnections(
    _ probability: Double, nodes: Int, allowsSelf: Bool, _ random: inout NumPyRandom
) -> (rowStarts: [Int], columns: [Int32]) {
    var (rowStarts, columns) = ([0], [Int32]())
    rowStarts.reserveCapacity(nodes + 1)
    let expected = Double(nodes) * Double(nodes) * probability
    columns.reserveCapacity(Int(expected + 6 * expected.squareRoot()) + 1)
    for post in 0..<nodes {
        random.forEachSuccess(of: allowsSelf ? nodes : nodes - 1, probability: probability) { place, _ in
            columns.append(Int32(allowsSelf || place < post ? place : place + 1))
        }
        rowStarts.append(columns.count)
    }
    return (rowStarts, columns)
}

/// Removes as many as are too many, any of them with the same probability.
private func thin(
    _ rowStarts: inout [Int], _ columns: inout [Int32], to count: Int, _ random: inout NumPyRandom
) {
    var chosen: Set<Int> = []
    random.chooseDistinct(columns.count - count, of: columns.count) { chosen.insert($0).inserted }
    let removed = chosen.sorted()
    for (index, place) in removed.enumerated() {
        let end = index + 1 < removed.count ? removed[index + 1] : columns.count
        for kept in place + 1..<max(place + 1, end) { columns[kept - index - 1] = columns[kept] }
    }
    columns.removeLast(removed.count)
    var before = 0
    for row in rowStarts.indices {
        while before < removed.count && removed[before] < rowStarts[row] { before += 1 }
        rowStarts[row] -= before
    }
}
