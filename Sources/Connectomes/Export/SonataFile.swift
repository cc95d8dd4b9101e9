import HDF5

extension ConnectomeExport {
    /// The population of nodes, and that of edges.
    private static let population = "cortex"
    private static let edges = "cortex_to_cortex"
    /// Datasets of an index: the ranges of each node, and the edges of each range.
    private static let nodeRanges = "node_id_to_ranges"
    private static let edgeRanges = "range_to_edge_id"
    /// Edges whose ranges are written at once.
    private static let piece = 1 << 16

    /// A SONATA file with nodes and edges; edges are sorted by their targets, and indexed by targets and by sources.
    func writeSonata(_ path: String) throws {
        let file = try HDF5File.create(at: path)
        // 0x0A7A, as the format has it.
        try file.root.setAttribute("magic", to: 0x0A7A)
        try file.root.setAttribute("version", to: [0, 1])
        try writeSonataNodes(file.root.createGroup("nodes").createGroup(Self.population))
        try writeSonataEdges(file.root.createGroup("edges").createGroup(Self.edges))
        try file.close()
    }

    private func writeSonataNodes(_ group: borrowing HDF5Group) throws {
        let nodes = mask.hiddenNodes
        try group.write([Int64](repeating: -1, count: nodes), to: "node_type_id")
        try group.write((0..<nodes).map { UInt64($0) }, to: "node_id")
        try group.write([UInt32](repeating: 0, count: nodes), to: "node_group_id")
        try group.write((0..<nodes).map { UInt64($0) }, to: "node_group_index")
        let attributes = try group.createGroup("0")
        if let names = connectome.names { try attributes.write(names, to: "name") }
        if let groups = connectome.groups { try attributes.write(groups, to: "group") }
        if let signs = connectome.signs { try attributes.write(signs.map { Int32($0) }, to: "sign") }
    }

    private func writeSonataEdges(_ group: borrowing HDF5Group) throws {
        let count = mask.count
        var ids = [UInt64](repeating: 0, count: count)
        forEachConnection { _, pre, place in ids[place] = UInt64(pre) }
        try group.write(ids, to: "source_node_id").setAttribute("node_population", to: Self.population)
        forEachConnection { post, _, place in ids[place] = UInt64(post) }
        try group.write(ids, to: "target_node_id").setAttribute("node_population", to: Self.population)
        for place in ids.indices { ids[place] = UInt64(place) }
        try group.write(ids, to: "edge_group_index")
        try group.writeConstant(UInt32(0), to: "edge_group_id", shape: [count])
        try group.writeConstant(Int64(-1), to: "edge_type_id", shape: [count])
        let attributes = try group.createGroup("0")
        if let weights { try attributes.write(weights, to: "syn_weight") }
        let indices = try group.createGroup("indices")
        try writeTargetIndex(indices.createGroup("target_to_source"))
        try writeSourceIndex(indices.createGroup("source_to_target"), &ids)
    }

    /// Of each node, the edges that lead to it: one range.
    private func writeTargetIndex(_ group: borrowing HDF5Group) throws {
        let nodes = mask.hiddenNodes
        var starts = (0...nodes).map { $0 * nodes }
        if case .rows(let rowStarts, _) = mask.connections { starts = rowStarts }
        try group.write(Self.ranges(from: Array(0...nodes)), to: Self.nodeRanges, shape: [nodes, 2])
        try group.write(Self.ranges(from: starts), to: Self.edgeRanges, shape: [nodes, 2])
    }

    /// Of each node, the edges that lead from it: as many ranges of one edge.
    ///
    /// - Parameter edges: memory for a number an edge; holds edges in the order of their sources afterwards.
    private func writeSourceIndex(_ group: borrowing HDF5Group, _ edges: inout [UInt64]) throws {
        let nodes = mask.hiddenNodes
        var starts = [Int](repeating: 0, count: nodes + 1)
        forEachConnection { _, pre, _ in starts[pre + 1] += 1 }
        for node in 0..<nodes { starts[node + 1] += starts[node] }
        try group.write(Self.ranges(from: starts), to: Self.nodeRanges, shape: [nodes, 2])
        forEachConnection { _, pre, place in
            edges[starts[pre]] = UInt64(place)
            starts[pre] += 1
        }
        let dataset = try group.createDataset(
            Self.edgeRanges, of: UInt64.self, shape: [edges.count, 2])
        for first in stride(from: 0, to: edges.count, by: Self.piece) {
            let piece = edges[first..<min(first + Self.piece, edges.count)]
            try dataset.writeRows(piece.flatMap { [$0, $0 + 1] }, from: first)
        }
    }

    /// What lies between each two numbers that follow one another.
    private static func ranges(from starts: [Int]) -> [UInt64] {
        zip(starts, starts.dropFirst()).flatMap { [UInt64($0), UInt64($1)] }
    }
}
