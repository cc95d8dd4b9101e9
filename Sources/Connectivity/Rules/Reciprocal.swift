import Model
import Random

/// Two nodes are connected both ways with probability c·p², c times as often as by chance (Song et al. 2005), and one way with
/// p − c·p² each way, so that each connection has the probability p. Self-connections have the probability p, too.
///
/// Pairs are drawn twice with the same random numbers: to count the inputs of each node, then to enter them. Pairs come in an
/// order in which the inputs of every node come in theirs.
func reciprocalConnections(_ wiring: WiringParameters) -> ConnectivityMask.Connections {
    let nodes = wiring.hiddenNodes
    var rowStarts = [Int](repeating: 0, count: nodes + 1)
    forEachReciprocal(wiring) { post, _ in rowStarts[post + 1] += 1 }
    for post in 0..<nodes { rowStarts[post + 1] += rowStarts[post] }
    var next = rowStarts
    let columns = [Int32](unsafeUninitializedCapacity: rowStarts[nodes]) { columns, count in
        forEachReciprocal(wiring) { post, pre in
            columns.initializeElement(at: next[post], to: Int32(truncatingIfNeeded: pre))
            next[post] += 1
        }
        count = rowStarts[nodes]
    }
    return .rows(rowStarts: rowStarts, columns: columns)
}

/// Calls `body` with post and pre of each connection; of the same post, pre increases.
@inline(__always)
private func forEachReciprocal(_ wiring: WiringParameters, _ body: (Int, Int) -> Void) {
    let (nodes, p) = (wiring.hiddenNodes, wiring.probability)
    let both = wiring.real(.reciprocity) * p * p
    let any = min(1, max(0, 2 * p - both))
    var random = NumPyRandom(seed: wiring.seed)
    for low in 0..<nodes {
        if wiring.allowsSelf && random.rand() < p { body(low, low) }
        random.forEachSuccess(of: nodes - low - 1, probability: any) { place, random in
            let (high, draw) = (low + 1 + place, random.rand() * any)
            if draw < p { body(low, high) }
            if draw < both || draw >= p { body(high, low) }
        }
    }
}

/// Throws where the probabilities of pairs connected both ways, one way and not at all would not lie within 0 and 1.
func fitReciprocity(_ wiring: WiringParameters) throws(WiringError) {
    let (p, c) = (wiring.probability, wiring.real(.reciprocity))
    let range = max(0, (2 * p - 1) / (p * p))...max(1, 1 / p)
    guard range.contains(c) else {
        throw .unfit(
            "reciprocity \(c.canonical) is out of range at density \(wiring.density.canonical); give a number from "
                + "\(range.lowerBound.canonical) to \(range.upperBound.canonical), or another density")
    }
}
