import HDF5
import Model

// Conditions as root attributes of weights, state, metrics, activations and measures, and as columns of tables: what
// `Conditions.attributes` says.

extension Conditions {
    func write(to root: borrowing HDF5Group) throws {
        for attribute in Self.attributes {
            guard let value = attribute.get(self) else { continue }
            try root.setAttribute(attribute.name, to: HDF5AttributeValue(value))
        }
    }

    /// - Throws: `HDF5Error` where an attribute is missing or of another type, `FormatError` where it is out of range, not
    ///   known, or contradicts another.
    init(reading root: borrowing HDF5Group) throws {
        self.init()
        let there = Set(try root.attributeNames)
        for field in Self.fields {
            // Of a field of several attributes all are there or none is.
            let isThere = field.attributes.contains { !$0.isOptional || there.contains($0.name) }
            guard isThere else { continue }
            for attribute in field.attributes { attribute.set(&self, try root.value(of: attribute)) }
        }
        if let problem { throw root.wrong(problem.attribute, problem.text) }
        try root.requireDensity(density, connections: connections, nodes: hiddenNodes)
    }

    /// What of them contradicts another.
    private var problem: (attribute: String, text: String)? {
        if connections > hiddenNodes * hiddenNodes {
            return (
                "connections", "is \(connections), but 0 to \(hiddenNodes * hiddenNodes) was expected"
            )
        }
        if let perClass, perClass > trainingImages {
            return ("per_class", "is \(perClass), but 1 to \(trainingImages) was expected")
        }
        return nil
    }

    /// Reads how far the training of this network had come: epochs that were finished, and steps, which may be in the middle of
    /// the next one.
    func readProgress(of root: borrowing HDF5Group) throws -> (epoch: Int, step: Int) {
        let epoch = try root.attribute("epoch", in: CountRange.any)
        let step = try root.attribute("step", in: CountRange.steps)
        guard step / stepsPerEpoch == epoch else {
            throw root.wrong(
                "step",
                "is \(step), but attribute epoch is \(epoch), and by train_images and batch an epoch has "
                    + "\(stepsPerEpoch) steps")
        }
        return (epoch, step)
    }
}

extension HDF5AttributeValue {
    init(_ value: ConditionValue) {
        switch value {
        case .text(let text): self = .string(text)
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .real(number)
        case .flag(let isSet): self = .integer(isSet ? 1 : 0)
        }
    }
}

extension HDF5Group {
    fileprivate func value(of attribute: ConditionAttribute) throws -> ConditionValue {
        let name = attribute.name
        switch attribute.kind {
        case .name: return .text(try text(name))
        case .oneOf(let names): return .text(try self.attribute(name, oneOf: names))
        case .integer(let range): return .integer(try self.attribute(name, in: range))
        case .real(let range): return .real(try self.attribute(name, in: range))
        case .flag: return .flag(try flag(name))
        }
    }
}

extension [Conditions] {
    /// As columns of a table. No value is NaN, a number below the least one, or the text “none”. What goes without saying has no
    /// column where no row has a value.
    package func columns(_ fields: [ConditionField] = Conditions.fields) -> [TableColumn] {
        let said = fields.filter { field in
            !field.goesWithoutSaying || contains { !field.isUsual($0) }
        }
        return said.flatMap(\.attributes).map { attribute in
            let values = map(attribute.get)
            return TableColumn(attribute.column, units: attribute.units, attribute.kind.values(values))
        }
    }
}

extension ConditionAttribute.Kind {
    fileprivate func values(_ values: [ConditionValue?]) -> TableColumn.Values {
        switch self {
        case .name, .oneOf:
            .texts(values.map { if case .text(let text)? = $0 { text } else { "none" } })
        case .integer(let range):
            .integers(
                values.map { if case .integer(let number)? = $0 { number } else { range.lowerBound - 1 } })
        case .real:
            .numbers(values.map { if case .real(let number)? = $0 { number } else { .nan } })
        case .flag: .integers(values.map { $0 == .flag(true) ? 1 : 0 })
        }
    }
}
