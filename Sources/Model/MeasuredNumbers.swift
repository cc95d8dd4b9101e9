/// The numbers of a measure that figures are made of: the tables `values` and `curves` of an artifact of kind `measures`, the
/// same for all measures.
package struct MeasuredNumbers: Equatable, Sendable {
    /// A number with its name.
    package struct Value: Equatable, Sendable {
        /// What it is, for instance `active_fraction`.
        package let quantity: String
        /// Its units.
        package let units: String
        /// The number; NaN where there is none.
        package let number: Double

        /// A value; see the properties.
        package init(_ quantity: String, units: String, _ number: Double) {
            self.quantity = quantity
            self.units = units
            self.number = number
        }
    }

    /// A number for each of several places along an axis, for instance for each bin of a histogram.
    package struct Curve: Equatable, Sendable {
        /// A place and its number.
        package struct Point: Equatable, Sendable {
            /// Lower edge of the bin, or the place itself.
            package let lower: Double
            /// Upper edge of the bin, or the place itself.
            package let upper: Double
            /// The number.
            package let number: Double

            /// A point; see the properties.
            package init(_ lower: Double, _ upper: Double, _ number: Double) {
                self.lower = lower
                self.upper = upper
                self.number = number
            }
        }

        /// What it is, for instance `correlation`.
        package let quantity: String
        /// Units of its numbers.
        package let units: String
        /// By ascending place.
        package let points: [Point]

        /// A curve; see the properties.
        package init(_ quantity: String, units: String, _ points: [Point]) {
            self.quantity = quantity
            self.units = units
            self.points = points
        }
    }

    /// Single numbers.
    package let values: [Value]
    /// Curves.
    package let curves: [Curve]

    /// Numbers; see the properties.
    package init(values: [Value], curves: [Curve] = []) {
        self.values = values
        self.curves = curves
    }

    /// The numbers of a measure, in the order and units of its row.
    ///
    /// - Parameters:
    ///   - values: numbers by the names of the row's values.
    ///   - curves: points by the names of its curves.
    /// - Precondition: the names are those of the row. A number may be NaN, but is there.
    package init(_ kind: MeasureKind, _ values: [String: Double] = [:], curves: [String: [Curve.Point]] = [:])
    {
        precondition(
            Set(values.keys) == Set(kind.values.map(\.name))
                && Set(curves.keys) == Set(kind.curves.map(\.name)),
            "numbers of \(kind.name) are not those of its row")
        self.init(
            values: kind.values.map { Value($0.name, units: $0.units, values[$0.name] ?? .nan) },
            curves: kind.curves.map { Curve($0.name, units: $0.units, curves[$0.name] ?? []) })
    }

    /// NaN for every number of a measure.
    package init(noneOf kind: MeasureKind) {
        let (values, curves) = (kind.values.map(\.name), kind.curves.map(\.name))
        self.init(
            kind, Dictionary(uniqueKeysWithValues: values.map { ($0, .nan) }),
            curves: Dictionary(uniqueKeysWithValues: curves.map { ($0, [Curve.Point(0, 0, .nan)]) }))
    }

    /// As tables of an artifact: `values` and `curves`.
    package var tables: [MeasureTables.Table] {
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
