/// The numbers of a measure that figures are made of: the tables `values` and `curves` of an artifact of kind `measures`, the
/// same for all measures.
public struct MeasuredNumbers: Equatable, Sendable {
    /// A number with its name.
    public struct Value: Equatable, Sendable {
        /// What it is, for instance `active_fraction`.
        public let quantity: String
        /// Its units.
        public let units: String
        /// The number; NaN where there is none.
        public let number: Double

        /// A value; see the properties.
        public init(_ quantity: String, units: String, _ number: Double) {
            self.quantity = quantity
            self.units = units
            self.number = number
        }
    }

    /// A number for each of several places along an axis, for instance for each bin of a histogram.
    public struct Curve: Equatable, Sendable {
        /// A place and its number.
        public struct Point: Equatable, Sendable {
            /// Lower edge of the bin, or the place itself.
            public let lower: Double
            /// Upper edge of the bin, or the place itself.
            public let upper: Double
            /// The number.
            public let number: Double

            /// A point; see the properties.
            public init(_ lower: Double, _ upper: Double, _ number: Double) {
                self.lower = lower
                self.upper = upper
                self.number = number
            }
        }

        /// What it is, for instance `correlation`.
        public let quantity: String
        /// Units of its numbers.
        public let units: String
        /// By ascending place.
        public let points: [Point]

        /// A curve; see the properties.
        public init(_ quantity: String, units: String, _ points: [Point]) {
            self.quantity = quantity
            self.units = units
            self.points = points
        }
    }

    /// Single numbers.
    public let values: [Value]
    /// Curves.
    public let curves: [Curve]

    /// Numbers; see the properties.
    public init(values: [Value], curves: [Curve] = []) {
        self.values = values
        self.curves = curves
    }

    /// As tables of an artifact: `values` and `curves`.
    public var tables: [MeasureTables.Table] {
        let points = curves.flatMap { curve in curve.points.map { (curve, $0) } }
        return [
            MeasureTables.Table(
                "values",
                [
                    TableColumn("quantity", units: "text", .texts(values.map(\.quantity))),
                    TableColumn("units", units: "text", .texts(values.map(\.units))),
                    TableColumn("number", units: "see units", .numbers(values.map(\.number))),
                ]),
            MeasureTables.Table(
                "curves",
                [
                    TableColumn("quantity", units: "text", .texts(points.map(\.0.quantity))),
                    TableColumn("units", units: "text", .texts(points.map(\.0.units))),
                    TableColumn("lower", units: "place", .numbers(points.map(\.1.lower))),
                    TableColumn("upper", units: "place", .numbers(points.map(\.1.upper))),
                    TableColumn("number", units: "see units", .numbers(points.map(\.1.number))),
                ]),
        ]
    }
}

extension MeasureTables {
    /// The numbers of the tables `values` and `curves`; those of a curve follow each other.
    ///
    /// - Throws: `FormatError` where a table or a column is missing or of another type; `path` is for its message.
    public func numbers(path: String) throws -> MeasuredNumbers {
        let values = try Columns(self, "values", path)
        let units = try values.texts("units")
        let numbers = try values.numbers("number")
        let single = try values.texts("quantity").enumerated().map { row, quantity in
            MeasuredNumbers.Value(quantity, units: units[row], numbers[row])
        }
        return MeasuredNumbers(values: single, curves: try curves(Columns(self, "curves", path)))
    }

    private func curves(_ columns: Columns) throws -> [MeasuredNumbers.Curve] {
        let quantities = try columns.texts("quantity")
        let units = try columns.texts("units")
        let (lower, upper) = (try columns.numbers("lower"), try columns.numbers("upper"))
        let numbers = try columns.numbers("number")
        var order: [String] = []
        var rows: [String: [Int]] = [:]
        for (row, quantity) in quantities.enumerated() {
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
    public func column(_ name: String, of table: String, path: String) throws -> [Double] {
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
        return texts
    }

    func numbers(_ name: String) throws -> [Double] {
        guard case .numbers(let numbers)? = columns.first(where: { $0.name == name })?.values else {
            throw FormatError(path, place, "has no column “\(name)” of numbers; analyze again")
        }
        return numbers
    }
}
