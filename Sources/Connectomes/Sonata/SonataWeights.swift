import HDF5

extension SonataEdges {
    /// The weight of each edge: an attribute of its group, at its place there, or else of its type; nil if none is asked for.
    func readWeights(of group: borrowing HDF5Group, edges: Int) throws -> [Double]? {
        guard let name = request.weight, name != "none" else { return nil }
        if let table = request.edgeTypes, try !Self.hasAttribute(name, group) {
            return try readWeightsOfTypes(name, group, edges, table)
        }
        guard try group.contains("edge_group_id") else {
            return try Self.values(of: name, in: group.group("0"), count: edges)
        }
        let ids = try group.integers("edge_group_id", as: Int32.self, in: 0...Int(Int32.max))
        let places = try group.integers("edge_group_index", as: Int64.self, in: 0...(1 << 52))
        guard ids.count == edges, places.count == edges else {
            throw try group.dataset("edge_group_id").failure(
                "and edge_group_index have \(ids.count) and \(places.count) numbers, but there are \(edges) edges"
            )
        }
        var values: [Int32: [Double]] = [:]
        var weights: [Double] = []
        weights.reserveCapacity(edges)
        var (current, of): ([Double], Int32) = ([], -1)
        for edge in 0..<edges {
            if ids[edge] != of {
                of = ids[edge]
                current = try values[of] ?? Self.values(of: name, in: group.group("\(of)"), count: nil)
                values[of] = current
            }
            guard places[edge] < current.count else {
                throw try group.dataset("edge_group_index").failure(
                    "holds \(places[edge]) at place \(edge), but \(of)/\(name) has \(current.count) numbers")
            }
            weights.append(current[Int(places[edge])])
        }
        return weights
    }

    private static func values(of name: String, in group: borrowing HDF5Group, count: Int?) throws -> [Double]
    {
        guard try group.kind(of: name) == .dataset else {
            throw ConnectomeFileError(
                group.handle.file, String(group.path.drop { $0 == "/" }),
                "has no attribute “\(name)” for --weight; there are: \(try group.names.joined(separator: ", ")); attributes of types of "
                    + "edges need --edge-types"
            )
        }
        let values = try group.numbers(name)
        guard count == nil || values.count == count else {
            throw try group.dataset(name).failure(
                "has \(values.count) numbers, but there are \(count ?? 0) edges")
        }
        return values
    }

    /// Whether an edge group has an attribute.
    private static func hasAttribute(_ name: String, _ group: borrowing HDF5Group) throws -> Bool {
        for child in try group.names where Int(child) != nil {
            if try group.kind(of: "\(child)/\(name)") == .dataset { return true }
        }
        return false
    }

    private func readWeightsOfTypes(
        _ column: String, _ group: borrowing HDF5Group, _ edges: Int, _ path: String
    ) throws -> [Double] {
        let table = try SonataTypes(path, id: "edge_type_id", column: column, option: "--weight")
        let weights = try table.values.mapValues { text in
            var text = text
            guard let weight = text.withUTF8({ $0.number }) else {
                throw ConnectomeFileError(
                    path, "column \(column)",
                    "has “\(text.prefix(60))”, but a finite decimal number was expected")
            }
            return weight
        }
        let types = try group.integers("edge_type_id", as: Int64.self, in: SonataTypes.ids)
        guard types.count == edges else {
            throw try group.dataset("edge_type_id").failure(
                "has \(types.count) numbers, but there are \(edges) edges")
        }
        return try types.enumerated().map { edge, type in
            guard let weight = weights[type] else { throw table.missing(type, "edge \(edge) of \(file)") }
            return weight
        }
    }
}
