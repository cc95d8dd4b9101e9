import HDF5

extension ConnectivityMask {
    /// Writes the mask as an artifact of kind `mask`; a full mask takes no space.
    /// - Throws: `HDF5Error`.
    public func write(to path: String) throws {
        try writeArtifact(at: path, kind: "mask", title: title) { root in
            try root.setAttribute("rule", to: rule)
            try root.setAttribute("density", to: density)
            try root.setAttribute("connections", to: count)
            try root.setAttribute("hidden_nodes", to: hiddenNodes)
            if let seed { try root.setAttribute("seed", to: Int(seed)) }
            switch connections {
            case .all: try writeFull(to: root)
            case .rows(let rowStarts, let columns):
                try SparseEncoding.write(self, rowStarts: rowStarts, columns: columns, to: "mask", in: root) {
                    group in
                    let ones = try group.writeConstant(UInt8(1), to: "data", shape: [columns.count])
                    try ones.setAttribute("units", to: "connected")
                    try ones.setAttribute("axes", to: "connection")
                }
            }
        }
    }

    private var title: String {
        let how = seed.map { "density \(density), seed \($0)" } ?? "density \(density)"
        return "Mask of \(hiddenNodes) hidden nodes: \(rule), \(how)"
    }

    private func writeFull(to root: borrowing HDF5Group) throws {
        let dataset = try root.writeConstant(UInt8(1), to: "mask", shape: [hiddenNodes, hiddenNodes])
        try dataset.setAttribute("encoding-type", to: "array")
        try dataset.setAttribute("encoding-version", to: "0.2.0")
        try dataset.setAttribute("units", to: "connected")
        try dataset.setAttribute("axes", to: "post, pre")
    }

    /// Reads an artifact of kind `mask` and checks its order and range.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    public init(readingFrom path: String) throws {
        self = try readArtifact(at: path, kind: "mask") { root in
            let nodes = try root.attribute("hidden_nodes", as: Int.self)
            let seed = try root.optionalAttribute("seed").map { UInt64($0) }
            let connections: Connections
            if try root.kind(of: "mask") == .dataset {
                connections = .all
                guard try root.readShape("mask") == [nodes, nodes] else {
                    throw FormatError(path, "mask", "has another shape than [\(nodes), \(nodes)]")
                }
            } else {
                let pattern = try SparseEncoding.readPattern("mask", in: root, path: path)
                guard pattern.hiddenNodes == nodes else {
                    throw FormatError(
                        path, "attribute hidden_nodes",
                        "is \(nodes), but the mask has \(pattern.hiddenNodes) rows")
                }
                connections = .rows(rowStarts: pattern.rowStarts, columns: pattern.columns)
            }
            return ConnectivityMask(
                hiddenNodes: nodes, connections: connections,
                density: try root.attribute("density", as: Double.self),
                rule: try root.attribute("rule", as: String.self), seed: seed)
        }
    }
}
