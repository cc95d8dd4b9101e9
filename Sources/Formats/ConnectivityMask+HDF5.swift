import HDF5
import Model

extension ConnectivityMask {
    /// Writes the mask as an artifact of kind `mask`; a full mask takes no space.
    ///
    /// - Parameter more: adds what belongs to the file besides.
    /// - Throws: `HDF5Error`.
    package func write(
        to path: String, adding more: (borrowing HDF5Group) throws -> Void = { _ in }
    ) throws {
        try writeArtifact(at: path, kind: "mask", title: title) { root in
            try root.setAttribute("rule", to: rule)
            try root.setAttribute("density", to: density)
            try root.setAttribute("connections", to: count)
            try root.setAttribute("hidden_nodes", to: hiddenNodes)
            if let seed { try root.setAttribute("seed", to: Int(seed)) }
            try wiring.write(to: root)
            switch connections {
            case .all:
                let dataset = try root.writeConstant(UInt8(1), to: "mask", shape: [hiddenNodes, hiddenNodes])
                try SparseEncoding.markArray(dataset, units: "connected")
            case .rows(let rowStarts, let columns):
                try SparseEncoding.write(self, rowStarts: rowStarts, columns: columns, to: "mask", in: root) {
                    group in
                    let ones = try group.writeConstant(UInt8(1), to: "data", shape: [columns.count])
                    try ones.setAttribute("units", to: "connected")
                    try ones.setAttribute("axes", to: "connection")
                }
            }
            if let signs {
                try root.createGroup("nodes").writeArray(
                    signs.map { Int32($0) }, to: "sign", units: "1", axes: ["node"])
            }
            try more(root)
        }
    }

    private var title: String {
        let how = seed.map { "density \(density), seed \($0)" } ?? "density \(density)"
        return "Mask of \(hiddenNodes) hidden nodes: \(wiring.words), \(how)"
    }

    /// Reads an artifact of kind `mask`: a csr matrix, or a dense one, of zeros and ones. Zeros are not connections, and a
    /// dense matrix of ones is the full mask.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field: for other values, for a matrix out of order, for
    ///   attributes that contradict it, and for one without any connection.
    package init(readingFrom path: String) throws {
        self = try readArtifact(at: path, kind: "mask") { root in
            let nodes = try root.attribute("hidden_nodes", in: CountRange.nodes)
            let claimed = try root.attribute("connections", in: 0...nodes * nodes)
            let mask = ConnectivityMask(
                hiddenNodes: nodes, connections: try Self.readConnections(of: root, nodes, claimed: claimed),
                density: try root.attribute("density", in: .density), wiring: try Wiring(readingFrom: root),
                seed: try root.optionalAttribute("seed", in: 0...Int.max).map { UInt64($0) },
                signs: try root.readSigns(nodes))
            try root.require(count: mask.count, of: "mask", claimed: claimed)
            try root.requireDensity(mask.density, connections: mask.count, nodes: nodes)
            return mask
        }
    }

    private static func readConnections(
        of root: borrowing HDF5Group, _ nodes: Int, claimed: Int
    ) throws -> Connections {
        guard try root.kind(of: "mask") == .dataset else {
            var pattern = try SparseEncoding.readPattern("mask", in: root, nodes: nodes)
            let values = try root.group("mask").dataset("data")
            try values.require(units: "connected", axes: ["connection"])
            try pattern.dropZeros(of: values)
            try require(pattern.columns.count, root)
            return .rows(rowStarts: pattern.rowStarts, columns: pattern.columns)
        }
        let dataset = try root.dataset("mask")
        try SparseEncoding.requireArray(dataset, nodes: nodes, units: "connected")
        let pattern = try DensePattern(reading: dataset, nodes: nodes, claimed: claimed)
        try require(pattern.count, root)
        try root.require(count: pattern.count, of: "mask", claimed: claimed)
        return pattern.connections
    }

    /// Without connections nothing between hidden nodes would be trained.
    private static func require(_ connections: Int, _ root: borrowing HDF5Group) throws {
        guard connections > 0 else {
            throw FormatError(
                root.handle.file, "mask",
                "has no connection at all; draw one with more nodes, a higher density or another seed")
        }
    }
}

extension HDF5Group {
    /// What a mask says of its nodes; nil where it says nothing.
    fileprivate func readSigns(_ count: Int) throws -> [Int8]? {
        guard try kind(of: "nodes") == .group else { return nil }
        let nodes = try group("nodes")
        guard try nodes.contains("sign") else { return nil }
        let signs = try nodes.readArray("sign", as: Int32.self, shape: [count], units: "1", axes: ["node"])
        if let place = signs.firstIndex(where: { !(-1...1).contains($0) }) {
            throw try nodes.dataset("sign").wrong(
                "holds \(signs[place]) at place \(place), but -1, 0 or 1 was expected")
        }
        return signs.map { Int8($0) }
    }

    /// Throws where the attribute `connections` of this root is not the number that there are.
    func require(count: Int, of name: String, claimed: Int) throws {
        guard count == claimed else {
            throw wrong(
                "connections",
                "is \(claimed), but \(name) has \(count) (zeros of a mask are none); give that number")
        }
    }

    /// Throws where the density is 1 although not all nodes are connected: such a network would be taken for a dense one.
    func requireDensity(_ density: Double, connections: Int, nodes: Int) throws {
        guard density < 1 || connections == nodes * nodes else {
            throw wrong(
                "density",
                "is 1, but \(connections) of the \(nodes * nodes) pairs of \(nodes) hidden_nodes are connected; give their fraction, or the "
                    + "connection probability")
        }
    }
}
