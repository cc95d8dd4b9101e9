/// A table of nodes: which nodes, in which order, with groups and signs.
struct NodeTable {
    /// Path of its file.
    let file: String
    /// Names in order, each once.
    let names = NodeNames()
    /// The group of each; nil without such a column.
    private(set) var groups: [String]?
    /// The sign of each; nil without such a column.
    private(set) var signs: [Int8]?

    /// Names that the column of names usually has, in lower case; otherwise it is the first.
    private static let usual = [
        "id", "root_id", "pt_root_id", "bodyid", "node_id", "name", "cell name", "neuron",
    ]

    /// - Throws: `ConnectomeFileError` that names the line.
    init(_ file: String, _ request: ConnectomeRequest, of draft: ConnectomeDraft) throws {
        self.file = file
        let table = try DelimitedText(file, hasHeader: true, mayBeOneColumn: true)
        let name =
            try request.nodeName.map { try table.column($0, option: "--node-name") } ?? Self.find(table)
        try Self.requireHeader(table.columns[name], draft, file)
        let group = try request.nodeGroup.map { try table.column($0, option: "--node-group") }
        let sign = try request.nodeSign.map { try table.column($0, option: "--node-sign") }
        var words = SignWords(inhibitory: sign == nil ? nil : request.inhibitory, option: "--node-sign")
        if group != nil { groups = [] }
        if sign != nil { signs = [] }
        while try table.next() {
            let fields = table.fields
            try add(fields[name], table)
            if let group { groups?.append(try Self.group(fields[group], table)) }
            if let sign { signs?.append(try words.sign(fields[sign], table.failure)) }
        }
        guard names.count > 0 else {
            throw ConnectomeFileError(
                file, "", "has a header but no row, so no node would be left; give a row for each node")
        }
        try words.requireAllFound(file)
    }

    private static func find(_ table: DelimitedText) -> Int {
        let columns = table.columns.map { $0.lowercased() }
        return usual.lazy.compactMap { columns.firstIndex(of: $0) }.first ?? 0
    }

    /// Without a header, the first node would be lost.
    private static func requireHeader(
        _ column: String, _ draft: ConnectomeDraft, _ file: String
    ) throws {
        var column = column
        guard column.withUTF8({ draft.node($0) }) == nil else {
            throw ConnectomeFileError(
                file, "line 1",
                "names the node \(column), but a header was expected; put a line with names of columns first")
        }
    }

    private func add(_ name: Field, _ table: DelimitedText) throws {
        guard !name.isEmpty, name.count <= 1024, !name.contains(0),
            String(validating: name, as: UTF8.self) != nil
        else {
            throw table.failure("names no node; a name of 1 to 1024 bytes of UTF-8 was expected")
        }
        let before = names.count
        let number = Int(names.number(of: name, line: table.line))
        guard number == before else {
            throw table.failure(
                "names the node \(name.text) again, which line \(names.line(number)) has; keep one of them")
        }
    }

    private static func group(_ field: Field, _ table: DelimitedText) throws -> String {
        guard !field.contains(0), let text = String(validating: field, as: UTF8.self) else {
            throw table.failure("has a group that is not UTF-8 text; write the table as UTF-8")
        }
        return text
    }
}
