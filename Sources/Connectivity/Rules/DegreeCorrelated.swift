import Model
import Random

/// A node's expected numbers of inputs from excitatory and from inhibitory nodes are both lognormal, with correlation ρ of
/// their logarithms (Landau et al. 2016). The last nodes are the inhibitory ones; both kinds have the density asked for.
///
/// Node i gets an input from each node of a kind with probability min(1, c·gᵢ), with g and c of that kind.
func degreeCorrelatedConnections(_ wiring: WiringParameters) -> ConnectivityMask.Connections {
    let nodes = wiring.hiddenNodes
    let excitatory = excitatoryNodes(wiring)
    var random = NumPyRandom(seed: wiring.seed)
    let (first, second) = correlatedNormals(wiring, &random)
    let kinds = [(0..<excitatory, first), (excitatory..<nodes, second)].map { pres, gains in
        (pres, kindProbabilities(wiring, gains, of: pres))
    }
    var rows = RowBuilder(nodes: nodes, expected: wiring.expected)
    for post in 0..<nodes {
        for (pres, probabilities) in kinds {
            let skipsSelf = !wiring.allowsSelf && pres.contains(post)
            random.forEachSuccess(
                of: skipsSelf ? pres.count - 1 : pres.count, probability: probabilities[post]
            ) {
                place, _ in
                let pre = pres.lowerBound + place
                rows.append(skipsSelf && pre >= post ? pre + 1 : pre)
            }
        }
        rows.endRow()
    }
    return rows.connections
}

/// The last nodes are inhibitory.
func degreeCorrelatedSigns(_ wiring: WiringParameters) -> [Int8] {
    let excitatory = excitatoryNodes(wiring)
    return (0..<wiring.hiddenNodes).map { $0 < excitatory ? 1 : -1 }
}

private func excitatoryNodes(_ wiring: WiringParameters) -> Int {
    wiring.hiddenNodes - Int((wiring.real(.inhibitory) * Double(wiring.hiddenNodes)).rounded())
}

/// For each node, the probability of an input from a node of a kind.
private func kindProbabilities(
    _ wiring: WiringParameters, _ gains: [Double], of pres: Range<Int>
) -> [Double] {
    guard !pres.isEmpty else { return [Double](repeating: 0, count: gains.count) }
    let order = gains.indices.sorted { gains[$0] == gains[$1] ? $0 < $1 : gains[$0] > gains[$1] }
    let counts = order.map { wiring.allowsSelf || !pres.contains($0) ? pres.count : pres.count - 1 }
    let expected = wiring.probability * Double(counts.reduce(0, +))
    let falling = fallingProbabilities(
        logarithms: order.map { gains[$0] }, counts: counts, expected: expected)
    var probabilities = [Double](repeating: 0, count: gains.count)
    for (node, probability) in zip(order, falling) { probabilities[node] = probability }
    return probabilities
}
