import HDF5

/// What HDF5 files with a matrix say of its nodes: names, and those of this project groups and signs.
enum HDF5Nodes {
    /// Where masks have names, groups and signs.
    private static let table = "nodes"
    /// Which nodes of a network under Dale's principle are inhibitory.
    private static let inhibitory = "inhibitory_nodes"

    /// Reads what there is into `draft`, whose number of nodes is known.
    ///
    /// - Throws: `ConnectomeFileError` or `HDF5Error`, naming the dataset.
    static func read(_ root: borrowing HDF5Group, of matrix: String, into draft: ConnectomeDraft) throws {
        for (group, axis) in [("obsp/", "obs"), ("varp/", "var")] where matrix.hasPrefix(group) {
            return try readAxis(axis, root, into: draft)
        }
        if matrix == "recurrent_weights", try root.kind(of: inhibitory) == .dataset {
            draft.signs = try signs(inhibitory, in: 0...1, of: root, draft).map { $0 == 1 ? -1 : 1 }
        }
        guard try root.kind(of: table) == .group else { return }
        let nodes = try root.group(table)
        if try nodes.kind(of: "name") == .dataset { try setNames("name", of: nodes, "\(table)/name", draft) }
        guard matrix == "mask" else { return }
        if try nodes.kind(of: "group") == .dataset {
            draft.groups = try nodes.readStrings("group", count: draft.nodes)
        }
        if try nodes.kind(of: "sign") == .dataset {
            draft.signs = try signs("sign", in: -1...1, of: nodes, draft)
        }
    }

    /// Names of AnnData's observations or variables, if it has any.
    private static func readAxis(
        _ axis: String, _ root: borrowing HDF5Group, into draft: ConnectomeDraft
    ) throws {
        guard try root.kind(of: axis) == .group else { return }
        let group = try root.group(axis)
        guard try group.attributeNames.contains("_index") else { return }
        let index = try group.attribute("_index", as: String.self)
        guard try group.kind(of: index) == .dataset else { return }
        try setNames(index, of: group, "\(axis)/\(index)", draft)
    }

    private static func setNames(
        _ name: String, of group: borrowing HDF5Group, _ place: String, _ draft: ConnectomeDraft
    ) throws {
        try draft.setNames(group.readStrings(name, count: draft.nodes), place: place)
    }

    private static func signs(
        _ name: String, in range: ClosedRange<Int>, of group: borrowing HDF5Group, _ draft: ConnectomeDraft
    ) throws -> [Int8] {
        let signs = try group.integers(name, as: Int8.self, in: range)
        guard signs.count == draft.nodes else {
            throw try group.dataset(name).failure(
                "has \(signs.count) numbers, but one for each of \(draft.nodes) nodes was expected; make the file again"
            )
        }
        return signs
    }
}
