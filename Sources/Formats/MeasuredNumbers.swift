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
