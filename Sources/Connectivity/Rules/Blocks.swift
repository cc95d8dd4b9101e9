import Model
import Random

/// Groups of nodes, one after the other; a node of group g gets inputs from those of group h with probability p[g, h] (Holland,
/// Laskey and Leinhardt 1983). If a density is given, all probabilities are multiplied by the same number to have it.
func blockConnections(_ wiring: WiringParameters) -> ConnectivityMask.Connections {
    let blocks = Blocks(wiring)
    let factor = wiring.expected / blocks.expected
    var random = NumPyRandom(seed: wiring.seed)
    var rows = RowBuilder(nodes: wiring.hiddenNodes, expected: wiring.expected)
    for (group, posts) in blocks.groups.enumerated() {
        for post in posts {
            for (other, pres) in blocks.groups.enumerated() {
                let skipsSelf = !wiring.allowsSelf && other == group
                let probability = min(1, factor * blocks.probability(onto: group, from: other))
                let count = skipsSelf ? pres.count - 1 : pres.count
                random.forEachSuccess(of: count, probability: probability) { place, _ in
                    let pre = pres.lowerBound + place
                    rows.append(skipsSelf && pre >= post ? pre + 1 : pre)
                }
            }
            rows.endRow()
        }
    }
    return rows.connections
}

/// The group of each node, by its number, from 1.
func blockGroups(_ wiring: WiringParameters) -> [String] {
    Blocks(wiring).groups.enumerated().flatMap { group, nodes in nodes.map { _ in "\(group + 1)" } }
}

/// The nodes of inhibitory groups inhibit, all others excite; nil if no group is said to be inhibitory.
func blockSigns(_ wiring: WiringParameters) -> [Int8]? {
    let inhibitory = Set(wiring.reals(.inhibitoryGroups).map { Int($0) - 1 })
    guard inhibitory != [-1] else { return nil }
    return Blocks(wiring).groups.enumerated().flatMap { group, nodes in
        nodes.map { _ in inhibitory.contains(group) ? -1 : 1 }
    }
}

/// The groups, and the probabilities as given.
private struct Blocks {
    let groups: [Range<Int>]
    let probabilities: [Double]
    let allowsSelf: Bool

    init(_ wiring: WiringParameters) {
        let sizes = wiring.reals(.groups)
        let total = sizes.reduce(0, +)
        var (sum, groups, start) = (0.0, [Range<Int>](), 0)
        for size in sizes {
            sum += size
            let end = Int((sum / total * Double(wiring.hiddenNodes)).rounded())
            groups.append(start..<end)
            start = end
        }
        (self.groups, probabilities, allowsSelf) = (groups, wiring.reals(.probabilities), wiring.allowsSelf)
    }

    func probability(onto group: Int, from other: Int) -> Double {
        probabilities[group * groups.count + other]
    }

    /// Connections on average with the probabilities as given.
    var expected: Double {
        var sum = 0.0
        for (group, posts) in groups.enumerated() {
            for (other, pres) in groups.enumerated() {
                let pairs = posts.count * (group == other && !allowsSelf ? pres.count - 1 : pres.count)
                sum += Double(pairs) * probability(onto: group, from: other)
            }
        }
        return sum
    }
}

/// The density that the probabilities have.
///
/// - Throws: `WiringError` if there are too few or too many, or all are 0.
func blockDensity(_ wiring: WiringParameters) throws(WiringError) -> Double {
    try fitCounts(wiring)
    let density = Blocks(wiring).expected / (Double(wiring.hiddenNodes) * Double(wiring.hiddenNodes))
    guard density > 0 else { throw noConnections }
    return density
}

/// Throws where groups and probabilities do not fit together, or a probability would be above 1 at the density asked for.
func fitBlocks(_ wiring: WiringParameters) throws(WiringError) {
    try fitCounts(wiring)
    let blocks = Blocks(wiring)
    guard blocks.expected > 0 else { throw noConnections }
    let factor = wiring.expected / blocks.expected
    let largest = blocks.probabilities.max() ?? 0
    guard factor * largest <= 1 + 1e-12 else {
        let most = wiring.density / (factor * largest)
        throw .unfit(
            "density \(wiring.density.canonical) is out of range for these groups and probabilities, the largest of which "
                + "would be above 1; give at most \(most.canonical), leave it out, or make the probabilities more equal"
        )
    }
}

private let noConnections = WiringError.unfit(
    "probabilities connect no nodes; give at least one above 0 between groups that have nodes")

private func fitCounts(_ wiring: WiringParameters) throws(WiringError) {
    let (groups, count) = (wiring.reals(.groups).count, wiring.reals(.probabilities).count)
    let inhibitory = wiring.reals(.inhibitoryGroups)
    guard inhibitory == [0] || inhibitory.allSatisfy({ (1...Double(groups)).contains($0) }) else {
        throw .unfit(
            "inhibitory-groups are \(inhibitory.map(\.canonical).joined(separator: ",")), but groups are numbered from 1 to \(groups)"
        )
    }
    guard count == groups * groups else {
        throw .unfit(
            "probabilities are \(count) numbers, but \(groups) groups need \(groups * groups), one for each two of them"
        )
    }
    if let empty = Blocks(wiring).groups.firstIndex(where: \.isEmpty) {
        throw .unfit(
            "groups \(wiring.reals(.groups).map(\.canonical).joined(separator: ",")) leave none of \(wiring.hiddenNodes) hidden nodes for "
                + "group \(empty + 1); give more nodes, or a larger size of that group")
    }
}
