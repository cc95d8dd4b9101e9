import HDF5

/// SONATA's nodes: how many a population has, and what their attributes and types say.
struct SonataNodes {
    /// Path of the file.
    let file: String
    /// Number of nodes.
    let count: Int
    /// The name of each, if a column of names was asked for.
    private(set) var names: [String]?
    /// The group of each, if a column of groups was asked for.
    private(set) var groups: [String]?
    /// The sign of each, if a column of signs was asked for.
    private(set) var signs: [Int8]?
    private let words: SignWords

    /// - Throws: `ConnectomeFileError` or `HDF5Error`, naming the dataset or line.
    init(_ file: String, population: String, _ request: ConnectomeRequest) throws {
        self.file = file
        let opened = try HDF5File.open(at: file)
        guard try opened.root.kind(of: "nodes/\(population)") == .group else {
            let known =
                try opened.root.kind(of: "nodes") == .group ? try opened.root.group("nodes").names : []
            throw ConnectomeFileError(
                file, "nodes",
                "has no population “\(population)”, of which there are edges; there are: \(known.joined(separator: ", "))"
            )
        }
        let group = try opened.root.group("nodes/\(population)")
        let types = try group.integers("node_type_id", as: Int64.self, in: SonataTypes.ids)
        count = types.count
        if try group.contains("node_id") { try Self.requireOrder(group, count) }
        let attributes = NodeAttributes(file: file, types: types, table: request.nodeTypes)
        if let column = request.nodeGroup { groups = try attributes.values(column, "--node-group", group) }
        var words = SignWords(
            inhibitory: request.nodeSign == nil ? nil : request.inhibitory, option: "--node-sign")
        if let column = request.nodeSign {
            var found: [Int8] = []
            for var text in try attributes.values(column, "--node-sign", group) {
                let sign = try text.withUTF8 { value in
                    try words.sign(value) { ConnectomeFileError(file, "nodes/\(population)", $0) }
                }
                found.append(sign)
            }
            signs = found
        }
        self.words = words
        if let column = request.nodeName { names = try attributes.values(column, "--node-name", group) }
    }

    /// Throws where a value of `--inhibitory` occurs in none of the populations.
    static func requireAllFound(_ nodes: [String: SonataNodes], _ request: ConnectomeRequest) throws {
        guard request.nodeSign != nil, let first = nodes.values.first else { return }
        for missing in request.inhibitory ?? []
        where !nodes.values.contains(where: { $0.words.found(missing) }) {
            throw ConnectomeFileError(
                first.file, "", "no --node-sign is “\(missing)”, as --inhibitory has it")
        }
    }

    /// Ids count from 0 in the order of the file, as the format has it.
    private static func requireOrder(_ group: borrowing HDF5Group, _ count: Int) throws {
        let dataset = try group.dataset("node_id")
        guard dataset.shape == [count] else {
            throw dataset.failure(
                "has shape \(dataset.shape), but [\(count)] was expected, as node_type_id has")
        }
        try group.forEachInteger(of: "node_id", in: 0...Int(Int32.max)) { place, id in
            guard id == place else {
                throw dataset.failure(
                    "holds \(id) at place \(place), but ids from 0 on, in order, were expected")
            }
        }
    }
}

/// Attributes of nodes: of each by itself, in its node group, or of its type, in a table.
private struct NodeAttributes {
    let file: String
    let types: [Int64]
    /// Path of the table of types.
    let table: String?

    /// What a column says of each node.
    func values(_ column: String, _ option: String, _ group: borrowing HDF5Group) throws -> [String] {
        let owners = try owners(group)
        for owner in Set(owners ?? [0]).sorted() where try group.kind(of: "\(owner)/\(column)") == .dataset {
            return try own(column, owners, group)
        }
        guard let table else {
            throw ConnectomeFileError(
                file, String(group.path.drop { $0 == "/" }),
                "has no attribute “\(column)” for \(option) in \(owners == nil ? "node group 0" : "its node groups"); give the table of "
                    + "types of nodes with --node-types")
        }
        return try ofTypes(column, option, table)
    }

    /// The node group of each node; nil where all are of group 0.
    private func owners(_ group: borrowing HDF5Group) throws -> [Int]? {
        guard try group.contains("node_group_id") else { return nil }
        let owners = try group.integers("node_group_id", as: Int.self, in: 0...Int(Int32.max))
        try requireAll(owners.count, "node_group_id", group)
        return owners.allSatisfy { $0 == 0 } ? nil : owners
    }

    /// An attribute of each node, at its place in its group: `node_group_index`, or the order of nodes where that is missing.
    private func own(_ column: String, _ owners: [Int]?, _ group: borrowing HDF5Group) throws -> [String] {
        guard try owners != nil || group.contains("node_group_index") else {
            let dataset = try group.dataset("0/\(column)")
            guard dataset.shape == [types.count] else {
                throw dataset.failure(
                    "has shape \(dataset.shape), but a value for each of \(types.count) nodes was expected")
            }
            return try attribute(column, of: 0, group)
        }
        let places = try group.integers("node_group_index", as: Int.self, in: 0...(1 << 52))
        try requireAll(places.count, "node_group_index", group)
        var known: [Int: [String]] = [:]
        for owner in Set(owners ?? [0]).sorted() { known[owner] = try attribute(column, of: owner, group) }
        return try places.enumerated().map { node, place in
            let owner = owners?[node] ?? 0
            guard let found = known[owner], found.indices.contains(place) else {
                throw try group.dataset("node_group_index").failure(
                    "holds \(place) at place \(node), but \(owner)/\(column) has \(known[owner]?.count ?? 0) values"
                )
            }
            return found[place]
        }
    }

    private func requireAll(_ count: Int, _ name: String, _ group: borrowing HDF5Group) throws {
        guard count == types.count else {
            throw try group.dataset(name).failure(
                "has \(count) numbers, but one for each of \(types.count) nodes was expected")
        }
    }

    /// All values of an attribute of a node group, in the order of that group.
    private func attribute(
        _ column: String, of owner: Int, _ group: borrowing HDF5Group
    ) throws -> [String] {
        let (place, library) = ("\(owner)/\(column)", "\(owner)/@library/\(column)")
        guard try group.kind(of: place) == .dataset else {
            throw ConnectomeFileError(
                file, String(group.path.drop { $0 == "/" }),
                "has the attribute “\(column)”, but not in node group \(owner); give one that all nodes have")
        }
        let dataset = try group.dataset(place)
        guard dataset.isConvertible else { return try dataset.readStrings(shape: [nil]) }
        guard try group.kind(of: library) == .dataset else {
            return try group.numbers(place).map {
                $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int($0))" : "\($0)"
            }
        }
        let names = try group.dataset(library).readStrings()
        return try group.integers(place, as: Int.self, in: -(1 << 31)...(1 << 31)).enumerated().map {
            node, value in
            guard names.indices.contains(value) else {
                throw dataset.failure(
                    "holds \(value) at place \(node), but its @library has \(names.count) names")
            }
            return names[value]
        }
    }

    private func ofTypes(_ column: String, _ option: String, _ path: String) throws -> [String] {
        let table = try SonataTypes(path, id: "node_type_id", column: column, option: option)
        return try types.enumerated().map { node, type in
            guard let value = table.values[type] else { throw table.missing(type, "node \(node) of \(file)") }
            return value == "NULL" ? "" : value
        }
    }
}
