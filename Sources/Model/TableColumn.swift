/// A named column of a table.
package struct TableColumn: Equatable, Sendable {
    /// Values of one type.
    package enum Values: Equatable, Sendable {
        /// Strings.
        case texts([String])
        /// Whole numbers.
        case integers([Int])
        /// Numbers; NaN where there is none.
        case numbers([Double])

        /// Number of rows.
        package var count: Int {
            switch self {
            case .texts(let values): values.count
            case .integers(let values): values.count
            case .numbers(let values): values.count
            }
        }
    }

    /// Its name.
    package let name: String
    /// Units of its values.
    package let units: String
    /// One value a row.
    package let values: Values

    /// A column; see the properties.
    package init(_ name: String, units: String, _ values: Values) {
        self.name = name
        self.units = units
        self.values = values
    }
}
