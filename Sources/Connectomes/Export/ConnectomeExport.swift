import Foundation
import Model

/// Writes masks and weights in the formats in which others read them.
package struct ConnectomeExport {
    /// A format, by the ending of a file's name.
    package enum Format: String, CaseIterable, Sendable {
        case csv, tsv
        case matrixMarket = "mtx"
        case scipy = "npz"
        case graphML = "graphml"
        case sonata = "h5"

        /// The format that a file's name asks for, and whether it is to be packed by gzip.
        package init?(ofFile path: String, isPacked: inout Bool) {
            var name = (path as NSString).lastPathComponent.lowercased()
            isPacked = name.hasSuffix(".gz")
            if isPacked { name.removeLast(3) }
            self.init(rawValue: (name as NSString).pathExtension)
            if isPacked, self == .scipy || self == .sonata { return nil }
        }

        /// All endings, for messages.
        package static let words =
            "\(allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")); all but .npz and .h5 with .gz, too"
    }

    let connectome: Connectome
    let weights: [Double]?
    let rowsArePresynaptic: Bool

    /// - Parameters:
    ///   - weights: of the connections, in the mask's order; nil for those of the connectome.
    ///   - rowsArePresynaptic: whether rows of matrices are presynaptic nodes, instead of postsynaptic ones.
    package init(_ connectome: Connectome, weights: [Double]? = nil, rowsArePresynaptic: Bool = false) {
        self.connectome = connectome
        self.weights = weights ?? connectome.weights
        self.rowsArePresynaptic = rowsArePresynaptic
    }

    /// Writes a new file; it is incomplete if that fails.
    ///
    /// - Throws: `ConnectomeFileError` or `HDF5Error`.
    package func write(_ format: Format, isPacked: Bool, to path: String) throws {
        switch format {
        case .csv, .tsv: try writeEdgeList(path, separator: format == .csv ? "," : "\t", isPacked)
        case .matrixMarket: try writeMatrixMarket(path, isPacked)
        case .scipy: try writeSciPy(path)
        case .graphML: try writeGraphML(path, isPacked)
        case .sonata: try writeSonata(path)
        }
    }

    var mask: ConnectivityMask { connectome.mask }

    /// The name of a node; its number if it has none.
    func name(_ node: Int) -> String { connectome.names?[node] ?? "\(node)" }

    /// Nodes without any connection, which an edge list cannot name.
    package var isolatedNodes: Int {
        var isConnected = [Bool](repeating: false, count: mask.hiddenNodes)
        forEachConnection { post, pre, _ in
            isConnected[post] = true
            isConnected[pre] = true
        }
        return isConnected.count { !$0 }
    }

    /// Calls `body` with postsynaptic node, presynaptic node and place of each connection, in the mask's order.
    func forEachConnection(_ body: (_ post: Int, _ pre: Int, _ place: Int) throws -> Void) rethrows {
        switch mask.connections {
        case .all:
            let nodes = mask.hiddenNodes
            for post in 0..<nodes {
                for pre in 0..<nodes { try body(post, pre, post * nodes + pre) }
            }
        case .rows(let rowStarts, let columns):
            for post in 0..<mask.hiddenNodes {
                for place in rowStarts[post]..<rowStarts[post + 1] {
                    try body(post, Int(columns[place]), place)
                }
            }
        }
    }
}

extension ConnectomeExport {
    private func writeEdgeList(_ path: String, separator: String, _ isPacked: Bool) throws {
        let names = try (0..<mask.hiddenNodes).map { try Self.field(name($0), separator, path) }
        let sink = try TextSink(path, isPacked: isPacked)
        try sink.write(
            ["pre", "post"].joined(separator: separator) + (weights == nil ? "\n" : "\(separator)weight\n"))
        try forEachConnection { post, pre, place in
            try sink.write(names[pre])
            try sink.write(separator)
            try sink.write(names[post])
            if let weights {
                try sink.write(separator)
                try sink.write(weights[place])
            }
            try sink.write("\n")
        }
        try sink.close()
    }

    /// Writes a table of all nodes: name, group and sign.
    package func writeNodes(to path: String, separator: String, isPacked: Bool) throws {
        let sink = try TextSink(path, isPacked: isPacked)
        let (groups, signs) = (connectome.groups, connectome.signs)
        let columns = ["id"] + (groups == nil ? [] : ["group"]) + (signs == nil ? [] : ["sign"])
        try sink.write(columns.joined(separator: separator) + "\n")
        for node in 0..<mask.hiddenNodes {
            var fields = [try Self.field(name(node), separator, path)]
            if let groups { fields.append(try Self.field(groups[node], separator, path)) }
            if let signs { fields.append("\(signs[node])") }
            try sink.write(fields.joined(separator: separator) + "\n")
        }
        try sink.close()
    }

    /// A text as a field, in quotes where it needs them.
    private static func field(_ text: String, _ separator: String, _ path: String) throws -> String {
        guard !text.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
            throw ConnectomeFileError(
                path, "", "cannot hold the name “\(text)”, which has a line break; export SONATA instead")
        }
        // A name that begins with # must not look like a comment.
        guard text.contains(separator) || text.contains("\"") || text.hasPrefix("#") else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }

    private func writeMatrixMarket(_ path: String, _ isPacked: Bool) throws {
        let sink = try TextSink(path, isPacked: isPacked)
        let kind =
            weights == nil
            ? "pattern" : weights?.allSatisfy { Int(exactly: $0) != nil } == true ? "integer" : "real"
        try sink.write("%%MatrixMarket matrix coordinate \(kind) general\n")
        let sides = rowsArePresynaptic ? ("presynaptic", "postsynaptic") : ("postsynaptic", "presynaptic")
        try sink.write("% rows are \(sides.0) nodes, columns \(sides.1) ones\n")
        try sink.write("\(mask.hiddenNodes) \(mask.hiddenNodes) \(mask.count)\n")
        try forEachConnection { post, pre, place in
            try sink.write(rowsArePresynaptic ? "\(pre + 1) \(post + 1)" : "\(post + 1) \(pre + 1)")
            if let weights {
                try sink.write(" ")
                try sink.write(weights[place])
            }
            try sink.write("\n")
        }
        try sink.close()
    }
}
