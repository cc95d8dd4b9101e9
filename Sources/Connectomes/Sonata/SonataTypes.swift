/// What a table of types of nodes or edges says in one column.
struct SonataTypes {
    /// Ids that types may have.
    static let ids = -(1 << 52)...(1 << 52)

    /// Values by the ids of types.
    let values: [Int64: String]
    private let file: String
    private let id: String

    /// - Parameter id: the column of ids: `node_type_id` or `edge_type_id`.
    /// - Throws: `ConnectomeFileError` that names the line.
    init(_ file: String, id: String, column: String, option: String) throws {
        (self.file, self.id) = (file, id)
        let table = try DelimitedText(file, hasHeader: true)
        let idColumn = try table.column(id, option: "the types")
        let valueColumn = try table.column(column, option: option)
        var values: [Int64: String] = [:]
        while try table.next() {
            guard let type = table.fields[idColumn].shortInteger else {
                throw table.failure(
                    "has “\(table.fields[idColumn].text.prefix(60))” as \(id), but a whole number was expected"
                )
            }
            guard values.updateValue(table.fields[valueColumn].text, forKey: Int64(type)) == nil else {
                throw table.failure("has the \(id) \(type) again; keep one of the rows")
            }
        }
        self.values = values
    }

    /// A type is not in the table.
    func missing(_ type: Int64, _ owner: String) -> ConnectomeFileError {
        ConnectomeFileError(
            file, "", "has no \(id) \(type), which \(owner) has; give the table that belongs to it")
    }
}
