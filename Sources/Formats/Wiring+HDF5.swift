import HDF5
import Model

extension Wiring {
    /// Writes the rule's parameters as attributes of a mask; a rule without any adds none.
    /// - Throws: `HDF5Error`.
    func write(to root: borrowing HDF5Group) throws {
        for (parameter, value) in said {
            try root.setAttribute(parameter.attribute, to: HDF5AttributeValue(value))
        }
        if let source { try root.setAttribute("source", to: source) }
    }

    /// Reads rule and parameters of a mask. Masks from elsewhere need not say parameters; those of a rule of ours are within
    /// its ranges.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and attribute.
    init(readingFrom root: borrowing HDF5Group) throws {
        let rule = try root.text("rule")
        let names = try root.attributeNames
        var values: [String: ConditionValue] = [:]
        for parameter in WiringRule(rawValue: rule)?.parameters ?? []
        where names.contains(parameter.attribute) {
            values[parameter.name] = try root.value(of: parameter)
        }
        let hasSource = rule == Wiring.imported || WiringRule(rawValue: rule)?.isOfMask == true
        let source = names.contains("source") && hasSource
        self.init(rule: rule, values: values, source: source ? try root.text("source") : nil)
    }
}

extension HDF5Group {
    fileprivate func value(of parameter: WiringParameter) throws -> ConditionValue {
        let name = parameter.attribute
        let value: ConditionValue =
            switch parameter.kind {
            case .integer: .integer(try attribute(name, as: Int.self))
            case .real: .real(try attribute(name, as: Double.self))
            case .reals, .choice: .text(try attribute(name, as: String.self))
            case .flag: .flag(try flag(name))
            }
        guard parameter.allows(value) else {
            throw wrong(name, "is \(value.canonicalText), but \(parameter.range) was expected")
        }
        return value
    }
}
