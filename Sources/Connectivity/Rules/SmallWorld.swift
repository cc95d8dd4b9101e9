import Model
import Random

/// The directed small world of Watts and Strogatz (1998): every node has round(density · N) inputs from its nearest neighbours on
/// a ring, and each of these is replaced with probability `rewiring` by a connection from any node that is not an input yet.
///
/// Of an odd number of neighbours, one more lies below. A node is its own neighbour only if all nodes are its inputs. At
/// `rewiring` 1 inputs are as in rule `in-degree`.
func smallWorldConnections(_ wiring: WiringParameters) -> ConnectivityMask.Connections {
    let (nodes, inputs, rewiring) = (wiring.hiddenNodes, wiring.inputs, wiring.real(.rewiring))
    var random = NumPyRandom(seed: wiring.seed)
    var rows = RowBuilder(nodes: nodes, expected: Double(nodes) * Double(inputs))
    for post in 0..<nodes {
        var replaced = 0
        for rank in 1..<max(1, inputs + 1) {
            if rewiring > 0 && random.rand() < rewiring {
                replaced += 1
            } else {
                _ = rows.row.insert(ringNeighbour(rank, of: post, nodes))
            }
        }
        while replaced > 0 {
            let place = Int(random.interval(UInt32(wiring.candidates - 1)))
            if rows.row.insert(wiring.candidate(place, of: post)) { replaced -= 1 }
        }
        rows.endRow()
    }
    return rows.connections
}

/// The neighbours of a node by distance, below it first: post - 1, post + 1, post - 2, …; of rank N, itself.
private func ringNeighbour(_ rank: Int, of post: Int, _ nodes: Int) -> Int {
    let distance = (rank + 1) / 2
    let node = rank == nodes ? post : rank % 2 == 1 ? post - distance : post + distance
    return node < 0 ? node + nodes : node >= nodes ? node - nodes : node
}
