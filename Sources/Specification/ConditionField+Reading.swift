import Model

// Conditions in YAML: of panels, of profiles and of claims.

extension ConditionField {
    /// Its keys in YAML.
    package var keys: [String] {
        if case .dale = reading { return [key, "inhibitory", "inhibitory-scale"] }
        return [key]
    }

    /// Reads one value into `conditions`.
    ///
    /// - Parameter name: what the value is called in messages; nil: by its key.
    /// - Throws: `YAMLError` with file and line.
    package func read(_ value: YAMLValue, into conditions: inout Conditions, named name: String? = nil) throws
    {
        let attribute = attributes[0]
        let key = name ?? key
        if let none, try value.isText(none.written) {
            copy(from: .paper, to: &conditions)
            return
        }
        switch reading {
        case .dataset:
            attribute.set(&conditions, .text(try value.choice(key, of: Catalogue.datasets.map(\.name))))
        case .choice(let names): attribute.set(&conditions, .text(try value.choice(key, of: names)))
        case .text(let advice):
            let text = try value.string(key)
            guard !text.isEmpty else { throw value.error("\(key) is empty; give \(advice)") }
            attribute.set(&conditions, .text(text))
        case .integer(let range, let advice):
            attribute.set(&conditions, .integer(try value.int(key, in: range, advice: advice)))
        case .real(let range, let isOpen, let advice):
            attribute.set(
                &conditions, .real(try value.double(key, in: range, open: isOpen, advice: advice)))
        case .dale:
            let name = try value.choice(key, of: DaleRule.variants.map(\.name))
            conditions.dale = DaleRule(variant: name)
        case .groupGains: conditions.groupGains = try value.groupGains(key)
        case .wiring: conditions.wiring = try value.wiring().distinguishing
        case .never: throw value.error("\(key) follows from the others; remove it")
        }
    }
}

extension YAMLMapping {
    /// The value or values of a field, each in conditions like `base`; nil where nothing is said of it.
    ///
    /// - Parameter before: what it was so far, where that is not one value.
    /// - Throws: `YAMLError` with file and line.
    package func alternatives(
        of field: ConditionField, upon base: Conditions, before: [Conditions]? = nil
    ) throws -> [Conditions]? {
        if case .dale = field.reading { return try daleRules(field, upon: base, before ?? [base]) }
        return try self[field.key].map { try $0.alternatives(of: field, upon: base) }
    }

    /// Variants of Dale's principle, with the inhibitory nodes that stand beside them.
    private func daleRules(
        _ field: ConditionField, upon base: Conditions, _ before: [Conditions]
    ) throws -> [Conditions]? {
        let said = try self[field.key]?.alternatives(of: field, upon: base)
        for key in ["inhibitory", "inhibitory-scale"] where (said ?? before).allSatisfy({ $0.dale == nil }) {
            if let value = self[key] {
                throw value.error("\(key) needs dale: enforced or notebook beside it")
            }
        }
        let isOfMask = (try? self["inhibitory"]?.string("inhibitory")) == "mask"
        let fraction =
            isOfMask
            ? nil
            : try self["inhibitory"]?
                .double("inhibitory", in: 0...1, advice: "a fraction such as 0.115, or mask")
        let scale = try self["inhibitory-scale"]?
            .double("inhibitory-scale", in: 0...1000, open: true, advice: "a multiple such as 10")
        guard said != nil || isOfMask || fraction != nil || scale != nil else { return nil }
        return (said ?? before).map { conditions in
            var own = conditions
            let usual = base.dale ?? DaleRule()
            own.dale?.inhibitoryFraction = fraction ?? usual.inhibitoryFraction
            own.dale?.inhibitoryScale = scale ?? usual.inhibitoryScale
            if isOfMask { own.dale = own.dale?.ofMask }
            return own
        }
    }
}

extension YAMLValue {
    /// A value of a field, or a list of different ones.
    func alternatives(of field: ConditionField, upon base: Conditions, named name: String? = nil) throws
        -> [Conditions]
    {
        func read(_ value: YAMLValue) throws -> Conditions {
            var conditions = base
            try field.read(value, into: &conditions, named: name)
            return conditions
        }
        guard isList else { return [try read(self)] }
        return try distinct(name ?? field.title, plural: field.plural, advice: field.example) { try read($0) }
    }

    /// Groups and their factors.
    fileprivate func groupGains(_ name: String) throws -> GroupGains {
        var factors: [String: Double] = [:]
        for entry in try entries(name) {
            guard GroupGains.isName(entry.key) else {
                throw entry.value.error(
                    "\(name): “\(entry.key)” cannot be the name of a group; give one without commas")
            }
            factors[entry.key] = try entry.value.double(
                "\(name) of \(entry.key)", in: GroupGains.range, advice: "a factor such as 2")
        }
        guard !factors.isEmpty else { throw error("\(name) is empty; give a mapping such as {sensory: 2}") }
        return GroupGains(factors)
    }

    /// Whether it is this text.
    fileprivate func isText(_ text: String) throws -> Bool { (try? string(text)) == text }

    /// Refuses more values than the panel can show.
    func checkCount(_ count: Int, of field: ConditionField, panel: String, kind: PanelKind) throws {
        guard count > 1, !kind.varies.contains(field) else { return }
        throw error(
            "panel \(panel) has \(count) \(field.plural), but \(kind.rawValue) draws 1 at most; remove some")
    }

    /// The values of a list, none of which may be there twice.
    func distinct<Value: Hashable>(
        _ name: String, plural: String, advice: String, read: (YAMLValue) throws -> Value
    ) throws -> [Value] {
        var lines: [Value: Int] = [:]
        return try list(plural, advice: advice).map { element in
            let value = try read(element)
            if let first = lines.updateValue(element.line, forKey: value) {
                let said = (try? element.string(name)).map { " \($0)" } ?? ""
                throw element.error(
                    "\(name)\(said) is given twice (first on line \(first)); keep one"
                )
            }
            return value
        }
    }
}

extension ConditionField {
    /// A list of values, for messages.
    var example: String {
        switch reading {
        case .choice(let names): "[\(names.joined(separator: ", "))]"
        case .groupGains: "[{sensory: 1}, {sensory: 2}]"
        case .dale: "[\(DaleRule.variants.map(\.name).joined(separator: ", "))]"
        case .wiring: "[bernoulli, {rule: distance, length: 0.1}]"
        case .dataset: "[mnist, cifar10]"
        case .text: "[sensory, motor]"
        case .integer, .real, .never:
            switch key {
            case "hidden": "[100, 300]"
            case "per-class": "[50, 100, all]"
            case "learning-rate": "[0.0001, 0.001]"
            default: none == nil ? "[0.1, 1]" : "[none, 0.1]"
            }
        }
    }
}
