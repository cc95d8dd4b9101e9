import HDF5

/// SONATA's edges: populations of edges between populations of nodes, whose attributes lie in edge groups.
///
/// Every edge is read, so its indices are not needed. A part is read as a whole: 8 bytes an edge.
struct SonataEdges {
    /// A population of edges.
    private struct Part {
        let name: String
        /// Populations of nodes.
        let from: String
        let to: String
        let sources: [Int32]
        let targets: [Int32]
        let weights: [Double]?
    }

    let file: String
    let request: ConnectomeRequest

    /// Reads all edges into `draft`, and what a SONATA file of nodes says, after which `request` asks for no table of nodes.
    ///
    /// - Throws: `ConnectomeFileError` or `HDF5Error`, naming the dataset.
    static func read(_ request: inout ConnectomeRequest, into draft: ConnectomeDraft) throws {
        let reader = SonataEdges(file: draft.file, request: request)
        let parts = try reader.readParts()
        let populations = Set(parts.flatMap { [$0.from, $0.to] }).sorted()
        var nodes: [String: SonataNodes] = [:]
        // One file may hold both.
        if request.nodes == nil, try HDF5File.open(at: draft.file).root.kind(of: "nodes") == .group {
            request.nodes = draft.file
        }
        if let table = request.nodes, HDF5File.isHDF5(at: table) == true {
            for name in populations { nodes[name] = try SonataNodes(table, population: name, request) }
            try SonataNodes.requireAllFound(nodes, request)
            request.nodes = nil
        } else if request.nodeTypes != nil || request.nodes == nil && request.asksOfNodes {
            throw ConnectomeFileError(
                draft.file, "",
                "has no nodes of which something could be asked; give SONATA's file of nodes with --nodes")
        }
        try reader.append(parts, populations, nodes, to: draft)
    }

    private init(file: String, request: ConnectomeRequest) { (self.file, self.request) = (file, request) }

    // MARK: - Reading

    private func readParts() throws -> [Part] {
        let edges = try HDF5File.open(at: file).root.group("edges")
        let names = try edges.names
        guard let wanted = request.part?.split(separator: ",").map(String.init) else {
            guard names.count == 1 else {
                throw ConnectomeFileError(
                    file, "edges",
                    "has \(names.count) populations of edges; name one or several, with commas between them, with --part: "
                        + names.joined(separator: ", "))
            }
            let part = try readPart(names[0], of: edges)
            guard part.from == part.to else {
                throw ConnectomeFileError(
                    file, "edges/\(part.name)",
                    "leads from population \(part.from) to population \(part.to), but recurrent connections are within one; give the "
                        + "edges within one, or take both populations as one network with --part \(part.name)"
                )
            }
            return [part]
        }
        return try wanted.map { name in
            guard names.contains(name) else {
                throw ConnectomeFileError(
                    file, "edges",
                    "has no population “\(name)”, as --part has it; there are: \(names.joined(separator: ", "))"
                )
            }
            return try readPart(name, of: edges)
        }
    }

    private func readPart(_ name: String, of edges: borrowing HDF5Group) throws -> Part {
        let group = try edges.group(name)
        let ids = 0...Int(Int32.max) - 1
        let sources = try group.integers("source_node_id", as: Int32.self, in: ids)
        let targets = try group.integers("target_node_id", as: Int32.self, in: ids)
        guard sources.count == targets.count else {
            throw try group.dataset("target_node_id").failure(
                "has \(targets.count) edges, but source_node_id has \(sources.count)")
        }
        return Part(
            name: name,
            from: try group.dataset("source_node_id").attribute("node_population", as: String.self),
            to: try group.dataset("target_node_id").attribute("node_population", as: String.self),
            sources: sources, targets: targets, weights: try readWeights(of: group, edges: sources.count))
    }

    // MARK: - Putting together

    private func append(
        _ parts: [Part], _ populations: [String], _ nodes: [String: SonataNodes], to draft: ConnectomeDraft
    ) throws {
        var counts = nodes.mapValues(\.count)
        for part in parts {
            try extend(&counts, part.from, part.sources, "source_node_id", part, nodes[part.from])
            try extend(&counts, part.to, part.targets, "target_node_id", part, nodes[part.to])
        }
        let firsts = populations.reduce(into: [(name: String, first: Int)]()) { firsts, name in
            firsts.append((name, firsts.last.map { $0.first + (counts[$0.name] ?? 0) } ?? 0))
        }
        let total = counts.values.reduce(0, +)
        guard ConnectomeDraft.allows(nodes: total, entries: parts.reduce(0) { $0 + $1.sources.count }) else {
            throw ConnectomeFileError(
                file, "edges", "name nodes up to \(total), far more than there are edges; give a sound file")
        }
        let first = Dictionary(
            uniqueKeysWithValues: firsts.map { ($0.name, Int32(truncatingIfNeeded: $0.first)) })
        for part in parts {
            let (from, to) = (first[part.from] ?? 0, first[part.to] ?? 0)
            for edge in part.sources.indices {
                draft.rows.append(
                    pre: from + part.sources[edge], post: to + part.targets[edge],
                    weight: part.weights?[edge] ?? 1)
            }
        }
        draft.isUnweighted = request.weight == nil
        draft.remarks.append(
            "edges \(parts.map(\.name).joined(separator: ", ")) of nodes \(populations.joined(separator: ", ")), "
                + (request.weight.map { $0 == "none" ? "each" : "weights in attribute \($0)" } ?? "each")
                + (request.weight == nil || request.weight == "none" ? " with weight 1" : ""))
        try describe(populations, counts, nodes, draft)
    }

    /// Makes a population large enough for its edges; one whose file of nodes is there has its size.
    private func extend(
        _ counts: inout [String: Int], _ population: String, _ ids: [Int32], _ dataset: String, _ part: Part,
        _ nodes: SonataNodes?
    ) throws {
        let needed = Int(ids.max() ?? -1) + 1
        if let nodes, needed > nodes.count {
            throw ConnectomeFileError(
                file, "edges/\(part.name)/\(dataset)",
                "holds \(needed - 1), but population \(population) of \(nodes.file) has \(nodes.count) nodes, counted from 0"
            )
        }
        counts[population] = max(counts[population] ?? 0, needed)
    }

    private func describe(
        _ populations: [String], _ counts: [String: Int], _ nodes: [String: SonataNodes],
        _ draft: ConnectomeDraft
    ) throws {
        draft.numbered = (counts.values.reduce(0, +), 0)
        let isNamed = request.nodeName != nil && !nodes.isEmpty
        if populations.count > 1 || isNamed {
            try draft.setNames(
                populations.flatMap { population in
                    let names = nodes[population]?.names ?? (0..<(counts[population] ?? 0)).map(String.init)
                    return populations.count > 1 ? names.map { "\(population):\($0)" } : names
                }, place: "nodes")
        }
        let all = populations.compactMap { nodes[$0] }
        if request.nodeGroup != nil, !all.isEmpty { draft.groups = all.flatMap { $0.groups ?? [] } }
        if request.nodeSign != nil, !all.isEmpty { draft.signs = all.flatMap { $0.signs ?? [] } }
    }
}
