import Compute

/// How all sets of three nodes are connected: the triad census (Holland and Leinhardt 1976), and by the way each node's directed
/// triangles.
///
/// Every two nodes that are connected are looked at once, with the numbers of third nodes that are connected with them in each of the
/// nine ways; all third nodes that are not connected with one of them follow from degrees. A triad of m connected pairs is seen m times.
struct TriadCensus {
    /// The kind of a triad of nodes v, u, w by the sum of 1 for v → u, 2 for u → v, 4 for v → w, 8 for w → v, 16 for u → w and 32 for
    /// w → u (Batagelj and Mrvar, Social Networks 23, 2001).
    private static let kinds: [UInt8] = [
        0, 1, 1, 2, 1, 3, 5, 7, 1, 5, 4, 6, 2, 7, 6, 10, 1, 5, 3, 7, 4, 8, 8, 12, 5, 9, 8, 13, 6, 13, 11, 14,
        1, 4, 5, 6, 5, 8, 9, 13, 3, 8, 8, 11, 7, 12, 13, 14, 2, 6, 7, 10, 6, 11, 13, 14, 7, 13, 12, 14, 10,
        14,
        14, 15,
    ]
    /// Connected pairs of each kind.
    private static let connectedPairs = [0, 1, 1, 2, 2, 2, 2, 2, 3, 3, 2, 3, 3, 3, 3, 3]

    /// Triads of each kind, in the order of `MeasureKind.triads`.
    let counts: [Int]
    /// For each node (A + Aᵀ)³ at its place: triangles through it with two other nodes in either order, for each choice of directions.
    let triangles: [Int]

    /// - Parameter asBits: how common neighbours are counted; nil: whichever is faster.
    init(_ neighbours: Neighbours, engine: Engine, asBits: Bool? = nil) {
        let size = neighbours.count
        let common = CommonNeighbours(neighbours, engine: engine, asBits: asBits)
        let blocks = min(max(1, size), 512)
        var seen = [[Int]](repeating: [Int](repeating: 0, count: 16), count: engine.threads)
        var triangles = [[Int]](repeating: [Int](repeating: 0, count: size), count: engine.threads)
        seen.withUnsafeMutableBufferPointer { seen in
            triangles.withUnsafeMutableBufferPointer { triangles in
                nonisolated(unsafe) let (seen, triangles) = (seen, triangles)
                engine.forEachBlock(blocks) { block, worker in
                    // Nodes with few later neighbours are spread over all blocks.
                    for node in stride(from: block, to: size, by: blocks) {
                        Self.add(
                            node, neighbours, common, worker, engine, &seen[worker], &triangles[worker])
                    }
                }
            }
        }
        var counts = (0..<16).map { kind in
            seen.reduce(0) { $0 + $1[kind] } / max(1, Self.connectedPairs[kind])
        }
        counts[0] = size * (size - 1) * max(0, size - 2) / 6 - counts.dropFirst().reduce(0, +)
        self.counts = counts
        self.triangles = (0..<size).map { node in triangles.reduce(0) { $0 + $1[node] } }
    }

    /// All triads of a node, a later neighbour and any third node.
    private static func add(
        _ node: Int, _ neighbours: Neighbours, _ common: CommonNeighbours, _ worker: Int, _ engine: Engine,
        _ seen: inout [Int], _ triangles: inout [Int]
    ) {
        common.start(node, worker)
        defer { common.end(node, worker) }
        for place in neighbours.places(of: node) where neighbours.nodes[place] > node {
            let other = Int(neighbours.nodes[place])
            let kind = neighbours.kinds[place]
            let (direct, counts) = (code(kind), common.counts(node, other, worker, engine))
            var thirds = neighbours.count - 2
            var triangle = 0
            for one in 0..<3 {
                var onlyOne = common.degree(of: node, one) - (one == Int(kind.rawValue) ? 1 : 0)
                var onlyOther = common.degree(of: other, one) - (one == Int(kind.reversed.rawValue) ? 1 : 0)
                for two in 0..<3 {
                    let count = Int(counts[3 * one + two])
                    onlyOne -= count
                    onlyOther -= Int(counts[3 * two + one])
                    thirds -= count
                    let triad = direct + code(one) << 2 + code(two) << 4
                    seen[Int(kinds[triad])] += count
                    triangle += count * (one == 2 ? 2 : 1) * (two == 2 ? 2 : 1)
                }
                seen[Int(kinds[direct + code(one) << 2])] += onlyOne
                seen[Int(kinds[direct + code(one) << 4])] += onlyOther
                thirds -= onlyOne + onlyOther
            }
            seen[Int(kinds[direct])] += thirds
            triangle *= kind == .both ? 2 : 1
            triangles[node] += triangle
            triangles[other] += triangle
        }
    }

    /// Of v's way to be connected with u: 1 for an output, 2 for an input.
    private static func code(_ kind: Neighbours.Kind) -> Int { code(Int(kind.rawValue)) }

    private static func code(_ kind: Int) -> Int { kind == 0 ? 2 : kind == 1 ? 1 : 3 }
}
