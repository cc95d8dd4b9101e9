import Foundation
import Model

/// A connectome that figures may name: a file of connections, how `build-mask imported` reads it, and what comes out.
///
/// `pipeline/connectomes/NAME.yaml` describes it; its files lie in `pipeline/data/NAME/`.
package struct ConnectomeDescription: Hashable, Sendable {
    /// What specifications, masks and paths call it.
    package let name: String
    /// Name for people.
    package let title: String
    /// The file of connections.
    package let file: String
    /// Tables beside it, by the option of `build-mask imported` that names them.
    package let tables: [Table]
    /// Other options of `build-mask imported`, as on a command line.
    package let options: [String]
    /// Nodes of the mask.
    package let nodes: Int
    /// Connections of the mask.
    package let connections: Int

    /// A table that is read beside the connections.
    package struct Table: Hashable, Sendable {
        /// What it is to `build-mask imported`.
        package let role: FileRole
        /// Its name in the folder of the connectome.
        package let file: String
    }

    /// Connections as a fraction of all pairs of nodes, as in the mask.
    package var density: Double { Double(connections) / (Double(nodes) * Double(nodes)) }

    /// Names of all its files.
    package var files: [String] { [file] + tables.map(\.file) }

    /// The keys for tables.
    private static let tables: [(key: String, role: FileRole)] = [
        ("node-table", .nodes), ("node-types", .nodeTypes), ("edge-types", .edgeTypes),
    ]
    private static let keys =
        ["title", "origin", "file", "nodes", "connections", "options"] + tables.map(\.key)

    /// The description of a document, for the connectome called `name`.
    ///
    /// - Throws: `YAMLError` with file and line.
    package init(_ document: YAMLValue, name: String) throws {
        try checkName(name, what: "connectome", file: document.file, line: 1)
        guard WiringRule(rawValue: name) == nil, name != Wiring.imported else {
            throw YAMLError(
                file: document.file, line: 1,
                message: "\"\(name)\" is the name of a wiring rule; rename the file")
        }
        let keys = try document.mapping("the description of a connectome", known: Self.keys)
        self.name = name
        title = try keys.required("title", advice: "title: C. elegans").string("title")
        _ = try keys.required("origin", advice: "origin: who measured it, where it is, its licence")
            .string("origin")
        file = try keys.required("file", advice: "file: connections.csv").fileName()
        tables = try Self.tables.compactMap { key, role in
            try keys[key].map { Table(role: role, file: try $0.fileName()) }
        }
        let advice = "as build-mask imported says it, after all options"
        nodes = try keys.required("nodes", advice: "nodes: 279, \(advice)")
            .int("nodes", in: 1...Int(Int32.max), advice: "a number of nodes such as 279")
        connections = try keys.required("connections", advice: "connections: 2194, \(advice)")
            .int("connections", in: 1...(1 << 40), advice: "a number of connections such as 2194")
        options = try keys["options"]?.commandLineOptions() ?? []
        if let value = keys["connections"], connections > nodes * nodes {
            throw value.error(
                "\(nodes) nodes cannot have \(connections) connections; correct nodes or connections")
        }
    }

    /// All descriptions in the folder of specifications, by name.
    ///
    /// - Throws: `YAMLError` for the first mistake, with file and line.
    package static func all(in pipeline: String) throws -> [ConnectomeDescription] {
        try paths(in: pipeline).map { path in
            let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            return try ConnectomeDescription(YAMLValue.read(path: path), name: name)
        }
    }

    /// Where they are, by name.
    package static func paths(in pipeline: String) -> [String] {
        let folder = "\(pipeline)/connectomes"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
    }
}

extension YAMLValue {
    fileprivate func fileName() throws -> String {
        let name = try string("the name of a file")
        guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"),
            !name.contains(where: { $0.isWhitespace || $0 == "$" })
        else {
            throw error(
                "\"\(name)\" cannot be the name of a file in the connectome's folder; give one such as connections.csv"
            )
        }
        return name
    }

    /// Words between spaces, or a list of them.
    fileprivate func commandLineOptions() throws -> [String] {
        let words =
            try isList
            ? list("options", advice: "[--take, kind=chemical]").map { ($0, try $0.string("an option")) }
            : string("options").split(whereSeparator: \.isWhitespace).map { (self, String($0)) }
        try ImportOption.check(words)
        return words.map(\.1)
    }
}
