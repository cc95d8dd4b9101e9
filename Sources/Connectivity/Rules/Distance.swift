import Model
import Random

/// Nodes on a ring, a sheet or a cube; two are connected with probability min(1, c·exp(−d/λ)), or min(1, c·exp(−d²/2λ²)), where d is
/// their distance, λ the length, and c such that the expected density is the one asked for.
///
/// Nodes lie on a lattice (`Lattice`), so that all nodes see the others at the same offsets: these are put in order of distance
/// once, and each node draws along them.
func distanceConnections(_ wiring: WiringParameters) -> ConnectivityMask.Connections {
    let lattice = Lattice(
        nodes: wiring.hiddenNodes, dimensions: wiring.integer(.dimensions), isPeriodic: wiring.flag(.periodic)
    )
    let offsets = lattice.offsetsByDistance(withSelf: wiring.allowsSelf)
    let probabilities = distanceProbabilities(wiring, lattice, offsets)
    var random = NumPyRandom(seed: wiring.seed)
    var rows = RowBuilder(nodes: wiring.hiddenNodes, expected: wiring.expected)
    offsets.withUnsafeBufferPointer { offsets in
        probabilities.withUnsafeBufferPointer { probabilities in
            for post in 0..<wiring.hiddenNodes {
                let site = lattice.site(of: post)
                random.forEachSuccess(of: offsets.count, falling: { probabilities[lattice.key(offsets[$0])] })
                {
                    if let pre = lattice.node(at: offsets[$0], from: site) { _ = rows.row.insert(pre) }
                }
                rows.endRow()
            }
        }
    }
    return rows.connections
}

/// The probability of each key of the lattice.
private func distanceProbabilities(
    _ wiring: WiringParameters, _ lattice: Lattice, _ offsets: [Lattice.Offset]
) -> [Double] {
    let length = wiring.real(.length)
    let isGaussian = wiring.text(.decay) == "gaussian"
    var counts = [Int](repeating: 0, count: lattice.keyCount)
    for offset in offsets { counts[lattice.key(offset)] += lattice.pairs(at: offset) }
    let logarithms = counts.indices.map { key in
        let relative = lattice.distance(key: key) / length
        return isGaussian ? -relative * relative / 2 : -relative
    }
    return fallingProbabilities(logarithms: logarithms, counts: counts, expected: wiring.expected)
}
