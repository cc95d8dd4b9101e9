/// Edge lists: a table with a row for each connection, or several.
struct EdgeList {
    /// Names that columns usually have, in lower case; the first of which there is one is taken.
    private static let usual = [
        "--pre": [
            "pre", "pre_root_id", "pre_pt_root_id", "source", "from", "presynaptic", "bodyid_pre", "pre_id",
            "source_id",
        ],
        "--post": [
            "post", "post_root_id", "post_pt_root_id", "target", "to", "postsynaptic", "bodyid_post",
            "post_id", "target_id",
        ],
        "--weight": ["weight", "syn_count", "synapses", "count", "n_syn", "synapse_count", "nsyn"],
    ]

    private let table: DelimitedText
    private let draft: ConnectomeDraft
    private let names = NodeNames()
    private let (pre, post): (Int, Int)
    private let weight: Int?
    private let sign: Int?
    private let taken: Int?
    private var signWords: SignWords
    private var filter: ValueFilter

    /// Reads all rows into `draft`.
    ///
    /// - Throws: `ConnectomeFileError` that names the line.
    static func read(_ request: ConnectomeRequest, into draft: ConnectomeDraft) throws {
        var list = try EdgeList(request, draft)
        try list.readRows()
        try list.signWords.requireAllFound(draft.file)
        try list.filter.requireAllFound(draft.file)
        draft.names = list.names
    }

    private init(_ request: ConnectomeRequest, _ draft: ConnectomeDraft) throws {
        table = try DelimitedText(draft.file, hasHeader: request.hasHeader)
        self.draft = draft
        let table = table
        func column(_ name: String?, _ option: String) throws -> Int {
            if let name { return try table.column(name, option: option) }
            guard let found = try Self.find(option, table) else {
                let listed = table.columns.prefix(30).joined(separator: ", ")
                guard request.hasHeader, table.columns.count > 1, table.columns.allSatisfy(Self.isNumber)
                else {
                    throw ConnectomeFileError(
                        draft.file, "",
                        "says by no column's name which it is; name it with \(option); the columns are: "
                            + listed)
                }
                throw ConnectomeFileError(
                    draft.file, "",
                    "has numbers where names of columns were expected: \(listed); if this is a row already, give --no-header --pre 1 "
                        + "--post 2, else name the column with \(option)")
            }
            return found
        }
        pre = try column(request.pre, "--pre")
        post = try column(request.post, "--post")
        switch request.weight {
        case "none": weight = nil
        case let name?: weight = try table.column(name, option: "--weight")
        case nil: weight = try Self.find("--weight", table)
        }
        sign = try request.sign.map { try table.column($0, option: "--sign") }
        taken = try request.taken.map { try table.column($0.column, option: "--take") }
        signWords = SignWords(inhibitory: request.sign == nil ? nil : request.inhibitory, option: "--sign")
        filter = ValueFilter(request.taken?.values ?? [])
        guard pre != post else {
            throw ConnectomeFileError(
                draft.file, "",
                "column “\(table.columns[pre])” cannot be both --pre and --post; name two columns")
        }
        draft.isUnweighted = weight == nil && request.weight == nil
        if let remark = table.remark { draft.remarks.append(remark) }
        draft.remarks.append(
            "from column \(table.columns[pre]) to column \(table.columns[post]), "
                + (weight.map { "weights in column \(table.columns[$0])" } ?? "each row with weight 1"))
    }

    private static func isNumber(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { $0.number != nil }
    }

    /// - Throws: `ConnectomeFileError` if there are several columns of the name.
    private static func find(_ option: String, _ table: DelimitedText) throws -> Int? {
        let columns = table.columns.map { $0.lowercased() }
        for name in usual[option] ?? [] {
            if let place = columns.firstIndex(of: name) {
                return try table.column(table.columns[place], option: option)
            }
        }
        return nil
    }

    private mutating func readRows() throws {
        let (pre, post) = (pre, post)
        while try table.next() {
            let fields = table.fields
            if let taken, !filter.takes(fields[taken]) {
                draft.passedOver += 1
                continue
            }
            var value = 1.0
            if let weight {
                guard let number = fields[weight].number else { throw wrongWeight(fields[weight]) }
                value = number
            }
            let from = try node(fields[pre])
            let to = try node(fields[post])
            if let sign {
                draft.count(sign: try signWords.sign(fields[sign], table.failure), weight: value, of: from)
            }
            draft.rows.append(pre: from, post: to, weight: value)
        }
    }

    @inline(__always)
    private func node(_ name: Field) throws -> Int32 {
        let before = names.count
        let number = names.number(of: name, line: table.line)
        if Int(number) == before { try check(name) }
        return number
    }

    /// Done once for each name.
    private func check(_ name: Field) throws {
        guard !name.isEmpty else {
            throw table.failure(
                "names no node in one of its columns; give a name or number, or delete the row")
        }
        guard name.count <= 1024, !name.contains(0), String(validating: name, as: UTF8.self) != nil else {
            throw table.failure(
                "has a node's name that is not UTF-8 text of at most 1024 bytes; write the table as UTF-8")
        }
        guard names.count < Int(Int32.max) else {
            throw table.failure("is the first with more than 2³¹ − 1 nodes")
        }
    }

    private func wrongWeight(_ field: Field) -> ConnectomeFileError {
        table.failure(
            "has “\(field.text.prefix(60))” as weight in column \(table.columns[weight ?? 0]), but a finite decimal number was expected; "
                + "mend it, or count rows with --weight none")
    }
}

/// Which values of a column are wanted.
struct ValueFilter {
    private let wanted = NodeNames()
    private var isFound: [Bool]

    init(_ values: [String]) {
        isFound = []
        for value in values {
            var value = value
            _ = value.withUTF8 { wanted.number(of: $0, line: 0) }
        }
        isFound = [Bool](repeating: false, count: wanted.count)
    }

    @inline(__always)
    mutating func takes(_ value: Field) -> Bool {
        guard let number = wanted.find(value) else { return false }
        isFound[number] = true
        return true
    }

    /// Throws where no row has one of the values: it is probably misspelt.
    func requireAllFound(_ file: String) throws {
        guard let missing = isFound.firstIndex(of: false) else { return }
        throw ConnectomeFileError(
            file, "", "no row has “\(wanted.name(missing))”, which --take names; check its spelling")
    }
}
