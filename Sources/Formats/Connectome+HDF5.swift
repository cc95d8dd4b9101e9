import HDF5
import Model

extension Connectome {
    /// Names of what an imported mask has besides the mask.
    private enum Name {
        static let weights = "connection_weights"
        static let nodes = "nodes"
        static let found = "found"
    }

    /// Writes an artifact of kind `mask`, with what was imported beside it.
    ///
    /// - Parameter digest: SHA-256 of the file that was imported, in hexadecimal; nil for a mask that was made of an imported one.
    /// - Throws: `HDF5Error`.
    package func write(to path: String, sourceDigest digest: String? = nil) throws {
        try mask.write(to: path) { root in
            if let digest { try root.setAttribute("source_sha256", to: digest) }
            if let weights {
                // A chunk is a megabyte.
                let chunk = HDF5Compression.deflate(level: 1, chunk: [1 << 17])
                try root.writeArray(
                    weights, to: Name.weights, units: "1", axes: ["connection"], compression: chunk)
            }
            if names != nil || groups != nil {
                let nodes = try signs == nil ? root.createGroup(Name.nodes) : root.group(Name.nodes)
                if let names { try nodes.writeTexts(names, to: "name", axis: "node") }
                if let groups { try nodes.writeTexts(groups, to: "group", axis: "node") }
            }
            guard digest != nil else { return }
            let found = try root.createGroup(Name.found)
            for (name, value) in findings.counts { try found.setAttribute(name, to: value) }
            try found.setAttribute("remarks", to: findings.remarks)
        }
    }

    /// Reads an artifact of kind `mask`, and what its rule or the file that it was imported from says of nodes and weights.
    ///
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    package init(readingFrom path: String) throws {
        let mask = try ConnectivityMask(readingFrom: path)
        let file = try HDF5File.open(at: path)
        self.init(mask: mask)
        if mask.wiring.connectome != nil, try file.root.contains(Name.weights) {
            weights = try file.root.readNumbers(
                Name.weights, as: Double.self, shape: [mask.count], units: "1", axes: ["connection"],
                in: .finite)
        }
        guard try file.root.kind(of: Name.nodes) == .group else { return }
        let nodes = try file.root.group(Name.nodes)
        if try nodes.contains("name") { names = try Self.readNames(nodes, mask.hiddenNodes) }
        if try nodes.contains("group") {
            groups = try nodes.dataset("group").readStrings(shape: [mask.hiddenNodes])
        }
    }

    private static func readNames(_ nodes: borrowing HDF5Group, _ count: Int) throws -> [String] {
        let names = try nodes.readTexts("name", count: count, axis: "node")
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw try nodes.dataset("name").wrong(
                "holds “\(name)” twice, but each node was expected to have its own name")
        }
        return names
    }
}
