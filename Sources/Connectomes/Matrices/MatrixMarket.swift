/// Matrix Market: coordinates (or all elements) of a square matrix, general, symmetric or skew-symmetric.
struct MatrixMarket {
    private enum Symmetry: String { case general, symmetric, skew = "skew-symmetric" }

    private let lines: TextLines
    private let draft: ConnectomeDraft
    private let request: ConnectomeRequest
    private var symmetry = Symmetry.general
    private var hasValues = true
    private var isArray = false
    private var fields: [Field] = []

    /// Reads all entries into `draft`.
    ///
    /// - Throws: `ConnectomeFileError` that names the line.
    static func read(_ request: ConnectomeRequest, into draft: ConnectomeDraft) throws {
        var matrix = try MatrixMarket(request, draft)
        try matrix.readHeader()
        try matrix.readEntries()
    }

    private init(_ request: ConnectomeRequest, _ draft: ConnectomeDraft) throws {
        (self.request, self.draft) = (request, draft)
        lines = try TextLines(draft.file)
    }

    private mutating func readHeader() throws {
        let header = try (lines.next()?.text ?? "").lowercased().split(separator: " ").map(String.init)
        let expected =
            "“%%MatrixMarket matrix coordinate real|integer|pattern general|symmetric|skew-symmetric” (or array) was expected"
        guard header.count == 5, header[1] == "matrix", ["coordinate", "array"].contains(header[2]),
            ["real", "double", "integer", "pattern"].contains(header[3]),
            let symmetry = Symmetry(rawValue: header[4])
        else {
            throw lines.failure("is “\(header.joined(separator: " ").prefix(100))”, but \(expected)")
        }
        (isArray, hasValues, self.symmetry) = (header[2] == "array", header[3] != "pattern", symmetry)
        guard hasValues || (!isArray && symmetry != .skew) else {
            throw lines.failure("has no values, but \(expected)")
        }
    }

    private mutating func readEntries() throws {
        guard try next() else {
            throw ConnectomeFileError(draft.file, "", "ends before the numbers of rows, columns and entries")
        }
        let sizes = fields.compactMap(\.shortInteger)
        guard sizes.count == fields.count, sizes.count == (isArray ? 2 : 3), sizes.allSatisfy({ $0 >= 0 })
        else {
            throw lines.failure(
                "does not say numbers of rows, columns\(isArray ? "" : " and entries"), which were expected")
        }
        guard sizes[0] == sizes[1] else {
            throw lines.failure(
                "says \(sizes[0]) rows and \(sizes[1]) columns, but as many were expected: both are the same nodes"
            )
        }
        let nodes = sizes[0]
        guard nodes > 0, ConnectomeDraft.allows(nodes: nodes, entries: isArray ? 0 : sizes[2]) else {
            throw lines.failure(
                "says \(nodes) nodes, but from 1 on, and not many more than entries, were expected")
        }
        draft.numbered = (nodes, 1)
        draft.remarks.append("a \(symmetry.rawValue) matrix; \(request.orientation)")
        try isArray ? readArray(nodes) : readCoordinates(nodes, entries: sizes[2])
        if try next() {
            throw lines.failure("is one more than the announced entries; give their right number")
        }
    }

    private mutating func readCoordinates(_ nodes: Int, entries: Int) throws {
        for entry in 0..<entries {
            guard try next() else { throw endsEarly(entry, entries) }
            guard fields.count == (hasValues ? 3 : 2), let row = fields[0].shortInteger,
                let column = fields[1].shortInteger, (1...nodes).contains(row), (1...nodes).contains(column)
            else {
                throw lines.failure(
                    "is not an entry: row and column of 1 to \(nodes)\(hasValues ? " and a value" : "") were expected"
                )
            }
            var value = 1.0
            if hasValues { value = try number(fields[2]) }
            try append(row - 1, column - 1, value)
        }
    }

    /// All elements, column by column; of symmetric matrices those on and below the diagonal, of others below it.
    private mutating func readArray(_ nodes: Int) throws {
        for column in 0..<nodes {
            let first = symmetry == .general ? 0 : symmetry == .symmetric ? column : column + 1
            for row in first..<max(first, nodes) {
                guard try next() else { throw endsEarly(column * nodes + row, nodes * nodes) }
                guard fields.count == 1 else {
                    throw lines.failure("has \(fields.count) numbers, but one was expected")
                }
                let value = try number(fields[0])
                if value != 0 { try append(row, column, value) }
            }
        }
    }

    private func append(_ row: Int, _ column: Int, _ value: Double) throws {
        request.append(row: row, column: column, weight: value, to: draft)
        guard symmetry != .general else { return }
        guard row >= column, symmetry == .symmetric || row != column else {
            throw lines.failure(
                "is above the diagonal (or on it), where a \(symmetry.rawValue) matrix has no entries")
        }
        if row != column {
            request.append(row: column, column: row, weight: symmetry == .skew ? -value : value, to: draft)
        }
    }

    private func number(_ field: Field) throws -> Double {
        guard let number = field.number else {
            throw lines.failure(
                "has “\(field.text.prefix(60))” as value, but a finite decimal number was expected")
        }
        return number
    }

    private func endsEarly(_ entry: Int, _ entries: Int) -> ConnectomeFileError {
        ConnectomeFileError(
            draft.file, "line \(lines.number)",
            "is the last, after \(entry) of \(entries) entries; get the file again from its source")
    }

    /// Goes to the next line that is neither empty nor a comment, and splits it; false at the end.
    private mutating func next() throws -> Bool {
        while let line = try lines.next() {
            guard line.first != UInt8(ascii: "%") else { continue }
            fields.removeAll(keepingCapacity: true)
            var place = 0
            while place < line.count {
                while place < line.count, line[place] == 32 || line[place] == 9 { place += 1 }
                let start = place
                while place < line.count, line[place] != 32, line[place] != 9 { place += 1 }
                if place > start { fields.append(Field(rebasing: line[start..<place])) }
            }
            if !fields.isEmpty { return true }
        }
        return false
    }
}
