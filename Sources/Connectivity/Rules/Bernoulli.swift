import Model
import Random

/// Each connection exists with the same probability, independently of the others: the paper's random networks.
///
/// Bit for bit the mask of the authors' notebook: `np.random.seed(seed)`, then `np.random.rand(N, N) < density`, row =
/// postsynaptic node. Without self-connections, the others have a probability so much higher that the expected density is the
/// one asked for.
///
/// Draws row by row. Apart from the connections themselves, only one row of random numbers is held.
func bernoulliConnections(_ wiring: WiringParameters) -> ConnectivityMask.Connections {
    let nodes = wiring.hiddenNodes
    let probability = wiring.allowsSelf ? wiring.density : wiring.probability
    var random = NumPyRandom(seed: wiring.seed)
    var rowStarts = [0]
    rowStarts.reserveCapacity(nodes + 1)
    var columns: [Int32] = []
    columns.reserveCapacity(bernoulliCapacity(nodes: nodes, density: wiring.density))
    withUnsafeTemporaryAllocation(of: Double.self, capacity: nodes) { draws in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: nodes) { row in
            draws.initialize(repeating: 0)
            for post in 0..<nodes {
                var numbers = draws.mutableSpan
                random.rand(into: &numbers)
                if !wiring.allowsSelf { draws[post] = 1 }
                let count = selectColumns(where: UnsafeBufferPointer(draws), below: probability, into: row)
                columns.append(contentsOf: UnsafeBufferPointer(rebasing: row[..<count]))
                rowStarts.append(columns.count)
            }
        }
    }
    return .rows(rowStarts: rowStarts, columns: columns)
}

/// Writes the indices of the draws below the density; returns how many there are. It always writes, and moves on only
/// after a hit: random branches would cost more than the writes.
private func selectColumns(
    where draws: UnsafeBufferPointer<Double>, below density: Double,
    into columns: UnsafeMutableBufferPointer<Int32>
) -> Int {
    var count = 0
    for column in 0..<draws.count {
        columns.initializeElement(at: count, to: Int32(truncatingIfNeeded: column))
        count &+= draws[column] < density ? 1 : 0
    }
    return count
}

/// The expected number of connections plus six standard deviations: enough for all but one mask in a billion, which
/// then grows, and never much more than is used.
private func bernoulliCapacity(nodes: Int, density: Double) -> Int {
    let pairs = Double(nodes) * Double(nodes)
    let spread = 6 * (pairs * density * (1 - density)).squareRoot()
    return Int(min(pairs, pairs * density + spread + 1))
}
