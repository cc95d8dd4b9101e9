import HDF5
import Model

extension MeasureTables {
    /// Writes an artifact of kind `measures`.
    ///
    /// - Throws: `FormatError` where the columns of a table differ in length, `HDF5Error`.
    package func write(to path: String) throws {
        for table in tables where Set(table.columns.map(\.values.count)).count > 1 {
            throw FormatError(path, "tables/\(table.name)", "has columns of different lengths")
        }
        try writeArtifact(at: path, kind: "measures", title: title) { root in
            try root.setAttribute("measure", to: measure)
            try network.write(to: root)
            try root.setAttribute("epoch", to: epoch)
            let group = try root.createGroup("settings")
            for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
                switch value {
                case .text(let text): try group.setAttribute(name, to: text)
                case .integer(let integer): try group.setAttribute(name, to: integer)
                case .number(let number): try group.setAttribute(name, to: number)
                }
            }
            let all = try root.createGroup("tables")
            for table in tables { try all.createGroup(table.name).writeTable(table.columns, axis: "row") }
            let origins = try root.createGroup("sources")
            try origins.writeTexts(sources.map(\.title), to: "title", axis: "row")
            try origins.writeTexts(sources.map(\.digest), to: "digest", axis: "row")
        }
    }

    /// Reads an artifact of kind `measures`; columns are sorted by name.
    ///
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    package init(readingFrom path: String) throws {
        self = try readArtifact(at: path, kind: "measures") { root in
            let sources = try root.readSources()
            return MeasureTables(
                measure: try root.text("measure"),
                network: try Conditions(reading: root),
                epoch: try root.attribute("epoch", in: CountRange.any),
                settings: try Self.readSettings(try root.group("settings"), path),
                tables: try Self.readTables(try root.group("tables"), path),
                sources: sources.map { Source(title: $0.title, digest: $0.digest) })
        }
    }

    private static func readSettings(_ group: borrowing HDF5Group, _ path: String) throws -> [String: Setting]
    {
        var settings: [String: Setting] = [:]
        for name in try group.attributeNames {
            switch try group.attribute(name).value {
            case .string(let text): settings[name] = .text(text)
            case .integer(let integer): settings[name] = .integer(integer)
            case .real(let number): settings[name] = .number(number)
            default: throw FormatError(path, "settings", "“\(name)” is neither a text nor a number")
            }
        }
        return settings
    }

    private static func readTables(_ group: borrowing HDF5Group, _ path: String) throws -> [Table] {
        var tables: [Table] = []
        for name in try group.names {
            let table = try group.group(name)
            var columns: [TableColumn] = []
            for column in try table.names { columns.append(try table.readColumn(column, axis: "row")) }
            guard Set(columns.map(\.values.count)).count <= 1 else {
                let lengths = columns.map { "\($0.name) \($0.values.count)" }.joined(separator: ", ")
                throw table.wrong("has columns of different lengths: \(lengths)")
            }
            tables.append(Table(name, columns))
        }
        return tables
    }
}
