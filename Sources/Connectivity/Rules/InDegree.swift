import Model
import Random

/// Every node has round(density · N) inputs, drawn from all nodes without replacement.
func inDegreeConnections(_ wiring: WiringParameters) -> ConnectivityMask.Connections {
    var random = NumPyRandom(seed: wiring.seed)
    var rows = RowBuilder(nodes: wiring.hiddenNodes, expected: wiring.expected)
    for post in 0..<wiring.hiddenNodes {
        random.chooseDistinct(wiring.inputs, of: wiring.candidates) {
            rows.row.insert(wiring.candidate($0, of: post))
        }
        rows.endRow()
    }
    return rows.connections
}
