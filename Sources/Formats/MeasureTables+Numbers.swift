import Model

extension MeasureTables {
    /// The numbers of the tables `values` and `curves`; those of a curve follow each other.
    ///
    /// - Throws: `FormatError` where a table or a column is missing or of another type, the measure is not known, its
    ///   quantities are not its own, or numbers or places cannot be theirs; `path` is for its message.
    package func numbers(path: String) throws -> MeasuredNumbers {
        guard let kind = MeasureKind.all.first(where: { $0.name == measure }) else {
            let known = MeasureKind.all.map(\.name).sorted().joined(separator: ", ")
            throw FormatError(
                path, "attribute measure", "is “\(measure)”, but one of \(known) was expected")
        }
        let values = try Columns(self, "values", path)
        let units = try values.texts("units")
        let numbers = try values.numbers("number", units: "see units", in: .finite.orNone)
        let quantities = try values.texts("quantity")
        let names = kind.values.map(\.name).sorted()
        guard quantities.sorted() == names else {
            throw values.wrong("quantity", "are \(quantities), but \(names), each once, were expected")
        }
        let single = quantities.indices.map {
            MeasuredNumbers.Value(quantities[$0], units: units[$0], numbers[$0])
        }
        let columns = try Columns(self, "curves", path)
        let curves = try curves(columns, kind)
        let curveNames = kind.curves.map(\.name).sorted()
        guard curves.map(\.quantity).sorted() == curveNames else {
            throw columns.wrong(
                "quantity", "are \(curves.map(\.quantity)), but \(curveNames) were expected")
        }
        return MeasuredNumbers(values: single, curves: curves)
    }

    private func curves(_ columns: Columns, _ kind: MeasureKind) throws -> [MeasuredNumbers.Curve] {
        let quantities = try columns.texts("quantity")
        let units = try columns.texts("units")
        let lower = try columns.numbers("lower", units: "place", in: .finite)
        let upper = try columns.numbers("upper", units: "place", in: .finite)
        let shares = Set(kind.curves.filter { $0.units == "fraction" }.map(\.name))
        let numbers = try columns.numbers("number", units: "see units") { row in
            (shares.contains(quantities[row]) ? NumberRange.fraction : .finite).orNone
        }
        var order: [String] = []
        var rows: [String: [Int]] = [:]
        for (row, quantity) in quantities.enumerated() {
            let before = rows[quantity]?.last
            let follows = before.map { lower[row] > lower[$0] && upper[row] > upper[$0] } ?? true
            guard lower[row] <= upper[row], follows else {
                throw columns.wrong(
                    "lower",
                    "and upper of row \(row) are \(lower[row]) and \(upper[row]), but an interval above that of the row before "
                        + "was expected")
            }
            if rows[quantity] == nil { order.append(quantity) }
            rows[quantity, default: []].append(row)
        }
        return order.map { quantity in
            let own = rows[quantity] ?? []
            return MeasuredNumbers.Curve(
                quantity, units: own.first.map { units[$0] } ?? "",
                own.map { MeasuredNumbers.Curve.Point(lower[$0], upper[$0], numbers[$0]) })
        }
    }

    /// The numbers of a column of one of the measure's own tables.
    ///
    /// - Throws: `FormatError` where it is missing or holds no float64 numbers.
    package func column(_ name: String, of table: String, path: String) throws -> [Double] {
        try Columns(self, table, path).numbers(name)
    }
}

/// The columns of a table, by name and type.
private struct Columns {
    private let columns: [TableColumn]
    private let place: String
    private let path: String

    init(_ measure: MeasureTables, _ table: String, _ path: String) throws {
        guard let found = measure.table(table) else {
            throw FormatError(path, "tables", "hold no “\(table)”, which every measure has; analyze again")
        }
        (columns, place, self.path) = (found.columns, "tables/\(table)", path)
    }

    func texts(_ name: String) throws -> [String] {
        guard case .texts(let texts)? = columns.first(where: { $0.name == name })?.values else {
            throw FormatError(path, place, "has no column “\(name)” of texts; analyze again")
        }
        if let row = texts.firstIndex(of: "") { throw wrong(name, "is empty at place \(row)") }
        return texts
    }

    func wrong(_ column: String, _ problem: String) -> FormatError {
        FormatError(path, "\(place)/\(column)", problem)
    }

    /// Numbers within a range.
    func numbers(_ name: String, units: String, in range: NumberRange) throws -> [Double] {
        try numbers(name, units: units) { _ in range }
    }

    /// Numbers within a range of each row.
    func numbers(_ name: String, units: String, in range: (_ row: Int) -> NumberRange) throws -> [Double] {
        let numbers = try numbers(name)
        if let found = columns.first(where: { $0.name == name })?.units, found != units {
            throw wrong(name, "has units “\(found)”, but “\(units)” was expected")
        }
        if let row = numbers.indices.first(where: { !range($0).contains(numbers[$0]) }) {
            throw wrong(
                name, "holds \(numbers[row].words) at place \(row), but \(range(row).words) was expected")
        }
        return numbers
    }

    func numbers(_ name: String) throws -> [Double] {
        guard case .numbers(let numbers)? = columns.first(where: { $0.name == name })?.values else {
            throw FormatError(path, place, "has no column “\(name)” of numbers; analyze again")
        }
        return numbers
    }
}
