import HDF5

extension ConnectomeExport {
    /// The population of nodes, and that of edges.
    private static let population = "cortex"
    private static let edges = "cortex_to_cortex"

    /// A SONATA file with nodes and edges; edges are sorted by their targets, and indexed by them.
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
        try writeIndex(group.createGroup("indices").createGroup("target_to_source"))
    }

    /// Of each node, the edges that lead to it: one range.
    private func writeIndex(_ group: borrowing HDF5Group) throws {
        let nodes = mask.hiddenNodes
        var ranges: [UInt64] = []
        switch mask.connections {
        case .all: for node in 0..<nodes { ranges += [UInt64(node * nodes), UInt64((node + 1) * nodes)] }
        case .rows(let starts, _):
            for node in 0..<nodes { ranges += [UInt64(starts[node]), UInt64(starts[node + 1])] }
        }
        let places = (0..<nodes).flatMap { [UInt64($0), UInt64($0 + 1)] }
        try group.write(places, to: "node_id_to_ranges", shape: [nodes, 2])
        try group.write(ranges, to: "range_to_edge_id", shape: [nodes, 2])
    }
}
