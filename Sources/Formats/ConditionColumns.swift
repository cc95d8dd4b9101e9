import HDF5
import Model

/// The columns of a table that `[Conditions].columns` wrote, each value in its range.
struct ConditionColumns {
    /// Number of rows.
    let count: Int
    private let file: String
    private let group: String
    private let values: [[ConditionValue?]]

    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    init(reading group: borrowing HDF5Group, axis: String) throws {
        (file, self.group) = (group.handle.file, String(group.handle.path.drop { $0 == "/" }))
        let first = Conditions.attributes[0].column
        let count = try group.readTexts(first, axis: axis).count
        self.count = count
        var values: [[ConditionValue?]] = []
        let columns = try group.names
        for field in Conditions.fields {
            for attribute in field.attributes {
                let isMissing = field.goesWithoutSaying && !columns.contains(attribute.column)
                values.append(
                    isMissing
                        ? Array(repeating: nil, count: count)
                        : try group.values(of: attribute, count: count, axis: axis))
            }
        }
        self.values = values
    }

    /// The conditions of a row.
    /// - Throws: `FormatError` where they contradict each other.
    func conditions(_ row: Int) throws -> Conditions {
        var conditions = Conditions()
        var first = 0
        for field in Conditions.fields {
            let own = values[first..<first + field.attributes.count].map { $0[row] }
            first += own.count
            // A flag that is not set may stand for none.
            let isThere = own.contains { $0 != nil && $0 != .flag(false) }
            for (attribute, value) in zip(field.attributes, own) where isThere {
                guard let value else {
                    throw wrong(attribute.column, row, "has no value, which contradicts \(names(field))")
                }
                attribute.set(&conditions, value)
            }
        }
        let pairs = conditions.hiddenNodes * conditions.hiddenNodes
        let (density, connections) = (conditions.density, conditions.connections)
        guard density < 1 ? connections <= pairs : connections == pairs else {
            throw wrong(
                "connections", row,
                "is \(connections), but \(conditions.hiddenNodes) hidden nodes at density \(density) have "
                    + (density < 1 ? "at most \(pairs)" : "\(pairs)"))
        }
        return conditions
    }

    private func names(_ field: ConditionField) -> String {
        field.attributes.map(\.column).joined(separator: ", ")
    }

    private func wrong(_ column: String, _ row: Int, _ problem: String) -> FormatError {
        FormatError(file, "\(group)/\(column)", "in row \(row) \(problem)")
    }
}

extension HDF5Group {
    /// A column; nil where a row has no value.
    fileprivate func values(
        of attribute: ConditionAttribute, count: Int, axis: String
    ) throws -> [ConditionValue?] {
        let name = attribute.column
        switch attribute.kind {
        case .name:
            return try readTexts(name, count: count, axis: axis, oneOf: nil)
                .map { attribute.isOptional && $0 == "none" ? nil : .text($0) }
        case .oneOf(let known):
            let names = attribute.isOptional ? ["none"] + known : known
            return try readTexts(name, count: count, axis: axis, oneOf: names)
                .map { known.contains($0) ? .text($0) : nil }
        case .integer(let range):
            let none = range.lowerBound - 1
            let allowed = attribute.isOptional ? none...range.upperBound : range
            return try readCounts(name, count: count, units: attribute.units, axis: axis, in: allowed)
                .map { $0 == none ? nil : .integer($0) }
        case .real(let range):
            return try readNumbers(
                name, as: Double.self, shape: [count], units: attribute.units, axes: [axis],
                in: attribute.isOptional ? range.orNone : range
            ).map { $0.isNaN ? nil : .real($0) }
        case .flag:
            return try readCounts(
                name, count: count, units: attribute.units, axis: axis, in: CountRange.flag
            ).map { .flag($0 == 1) }
        }
    }
}
