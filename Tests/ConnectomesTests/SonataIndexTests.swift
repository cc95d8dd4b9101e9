import Connectomes
import HDF5
import Model
import Testing

/// The indices of SONATA files that are written: edges of each node, by targets and by sources.
@Suite struct SonataIndexTests {
    /// Edges that an index finds for each of the nodes.
    private func edges(_ path: String, _ index: String, nodes: Int) throws -> [[Int]] {
        let file = try HDF5File.open(at: path)
        let group = try file.root.group("edges/cortex_to_cortex/indices/\(index)")
        let ofNodes = try group.read("node_id_to_ranges", as: UInt64.self, shape: [nodes, 2])
        let ofEdges = try group.read("range_to_edge_id", as: UInt64.self, shape: [nil, 2])
        var found = [[Int]](repeating: [], count: nodes)
        for node in 0..<nodes {
            for range in Int(ofNodes[2 * node])..<Int(ofNodes[2 * node + 1]) {
                found[node] += Array(Int(ofEdges[2 * range])..<Int(ofEdges[2 * range + 1]))
            }
        }
        return found
    }

    /// Node 1 has no inputs, node 3 no outputs. The full mask has more edges than are written at once.
    private static let masks = [
        ConnectivityMask(
            hiddenNodes: 4, connections: .rows(rowStarts: [0, 2, 2, 4, 5], columns: [0, 2, 1, 2, 2]),
            density: 5.0 / 16, rule: "imported", seed: nil),
        ConnectivityMask(hiddenNodes: 300, connections: .all, density: 1, rule: "imported", seed: nil),
    ]

    @Test(arguments: masks)
    func edgesAreFoundBySourceAndTarget(mask: ConnectivityMask) throws {
        let scratch = try Scratch()
        let path = scratch.path + "/x.h5"
        try ConnectomeExport(Connectome(mask: mask)).write(.sonata, isPacked: false, to: path)
        let none = [[Int]](repeating: [], count: mask.hiddenNodes)
        var (bySource, byTarget) = (none, none)
        for (edge, pair) in mask.pairs.enumerated() {
            bySource[pair.pre].append(edge)
            byTarget[pair.post].append(edge)
        }
        #expect(try edges(path, "source_to_target", nodes: mask.hiddenNodes) == bySource)
        #expect(try edges(path, "target_to_source", nodes: mask.hiddenNodes) == byTarget)
    }
}
