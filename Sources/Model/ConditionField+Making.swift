extension ConditionAttribute {
    /// A name.
    static func name(_ name: String, _ path: WritableKeyPath<Conditions, String> & Sendable) -> Self {
        ConditionAttribute(
            name: name, column: name, units: "text", parameter: nil, kind: .name, isOptional: false,
            get: { .text($0[keyPath: path]) },
            set: { if case .text(let text) = $1 { $0[keyPath: path] = text } })
    }

    /// A text, or none.
    static func text(
        _ name: String, parameter: String, _ path: WritableKeyPath<Conditions, String?> & Sendable
    ) -> Self {
        ConditionAttribute(
            name: name, column: name, units: "text", parameter: parameter, kind: .name, isOptional: true,
            get: { $0[keyPath: path].map { .text($0) } },
            set: { if case .text(let text) = $1 { $0[keyPath: path] = text } })
    }

    /// One of the names of `Name`, of which files say nothing where it is the usual one.
    static func unusual<Name: RawRepresentable<String> & CaseIterable & Equatable & Sendable>(
        _ name: String, parameter: String, usually usual: Name,
        _ path: WritableKeyPath<Conditions, Name> & Sendable
    ) -> Self {
        ConditionAttribute(
            name: name, column: name, units: "text", parameter: parameter,
            kind: .oneOf(Name.allCases.map(\.rawValue)), isOptional: true,
            get: { $0[keyPath: path] == usual ? nil : .text($0[keyPath: path].rawValue) },
            set: {
                if case .text(let text) = $1, let value = Name(rawValue: text) { $0[keyPath: path] = value }
            })
    }

    /// One of the names of `Name`.
    static func choice<Name: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ path: WritableKeyPath<Conditions, Name> & Sendable
    ) -> Self {
        ConditionAttribute(
            name: name, column: name, units: "text", parameter: name,
            kind: .oneOf(Name.allCases.map(\.rawValue)), isOptional: false,
            get: { .text($0[keyPath: path].rawValue) },
            set: {
                if case .text(let text) = $1, let value = Name(rawValue: text) { $0[keyPath: path] = value }
            })
    }

    /// A whole number.
    static func integer(
        _ name: String, column: String? = nil, units: String, in range: ClosedRange<Int>,
        parameter: String? = nil, _ path: WritableKeyPath<Conditions, Int> & Sendable
    ) -> Self {
        ConditionAttribute(
            name: name, column: column ?? name, units: units, parameter: parameter, kind: .integer(range),
            isOptional: false, get: { .integer($0[keyPath: path]) },
            set: { if case .integer(let number) = $1 { $0[keyPath: path] = number } })
    }

    /// A whole number, or none.
    static func integer(
        _ name: String, units: String, in range: ClosedRange<Int>, parameter: String? = nil,
        _ path: WritableKeyPath<Conditions, Int?> & Sendable
    ) -> Self {
        ConditionAttribute(
            name: name, column: name, units: units, parameter: parameter, kind: .integer(range),
            isOptional: true, get: { $0[keyPath: path].map { .integer($0) } },
            set: { if case .integer(let number) = $1 { $0[keyPath: path] = number } })
    }

    /// A number.
    static func real(
        _ name: String, units: String, in range: NumberRange, parameter: String? = nil,
        _ path: WritableKeyPath<Conditions, Double> & Sendable
    ) -> Self {
        ConditionAttribute(
            name: name, column: name, units: units, parameter: parameter, kind: .real(range),
            isOptional: false, get: { .real($0[keyPath: path]) },
            set: { if case .real(let number) = $1 { $0[keyPath: path] = number } })
    }

    /// A number, or none.
    static func real(
        _ name: String, units: String, in range: NumberRange, parameter: String? = nil,
        _ path: WritableKeyPath<Conditions, Double?> & Sendable
    ) -> Self {
        ConditionAttribute(
            name: name, column: name, units: units, parameter: parameter, kind: .real(range),
            isOptional: true,
            get: { $0[keyPath: path].map { .real($0) } },
            set: { if case .real(let number) = $1 { $0[keyPath: path] = number } })
    }

    /// A part of Dale's principle.
    static func dale(
        _ name: String, units: String, parameter: String, _ kind: Kind,
        get: @escaping @Sendable (DaleRule) -> ConditionValue,
        set: @escaping @Sendable (inout DaleRule, ConditionValue) -> Void
    ) -> Self {
        ConditionAttribute(
            name: name, column: name, units: units, parameter: parameter, kind: kind, isOptional: true,
            get: { $0.dale.map(get) },
            set: { conditions, value in
                var rule = conditions.dale ?? DaleRule()
                set(&rule, value)
                conditions.dale = rule
            })
    }
}

extension ConditionField {
    /// A row whose value is one member.
    ///
    /// - Parameters:
    ///   - path: what it adds to a path where it is not the paper's, or always.
    ///   - cell: its text; sentences and lines of plots use it unless they have their own.
    init<Value: Sendable>(
        _ key: String, _ member: WritableKeyPath<Conditions, Value> & Sendable, title: String? = nil,
        plural: String, _ reading: Reading, none: (written: String, table: String, page: String)? = nil,
        goesWithoutSaying: Bool = false, isOfSeed: Bool = false, _ attributes: [ConditionAttribute],
        place: (Int, Int)? = nil,
        path: @escaping @Sendable (Conditions) -> String = { _ in "" },
        cell: @escaping @Sendable (Conditions) -> String?,
        words: (@Sendable (Conditions) -> String)? = nil, note: (@Sendable (Conditions) -> String)? = nil,
        options: (@Sendable (Conditions) -> [String])? = nil, help: (words: String, value: String)? = nil
    ) {
        self.key = key
        self.help = help
        self.title = title ?? key
        self.plural = plural
        self.reading = reading
        self.none = none
        self.goesWithoutSaying = goesWithoutSaying
        self.isOfSeed = isOfSeed
        self.attributes = attributes
        self.place = place.map { (folder: $0.0, rank: $0.1) }
        self.path = path
        self.cell = cell
        self.words = words ?? { cell($0) ?? "" }
        self.note = note ?? { cell($0) ?? "" }
        let hasParameter = attributes.contains { $0.parameter != nil }
        self.options =
            options ?? { conditions in
                guard hasParameter, let value = attributes[0].get(conditions) else { return [] }
                return ["--\(key)", value.canonicalText]
            }
        assign = { $0[keyPath: member] = $1[keyPath: member] }
    }
}

extension ConditionField {
    /// Sets it to what a command line says.
    ///
    /// - Returns: what is wrong with the text, as the end of a sentence; nil if nothing is.
    package func set(_ text: String, in conditions: inout Conditions) -> String? {
        let value: ConditionValue
        switch reading {
        case .choice(let names):
            guard names.contains(text) else {
                return "is not known; choose one of \(names.joined(separator: ", "))"
            }
            value = .text(text)
        case .text(let advice):
            // Tables write none for what is not said.
            guard !text.isEmpty, text != none?.written else {
                return "is not a name; give \(advice.prefix { $0 != "," }), or leave it out"
            }
            value = .text(text)
        case .real(let range, let isOpen, _):
            let least = "\(isOpen ? "above" : "at least") \(range.lowerBound.canonical)"
            guard let number = Double(text), range.contains(number), !isOpen || number > range.lowerBound
            else {
                return "is not a number \(least) and at most \(range.upperBound.canonical)"
            }
            value = .real(number)
        case .integer(let range, _):
            guard let number = Int(text), range.contains(number) else {
                return "is not a whole number from \(range.lowerBound) to \(range.upperBound)"
            }
            value = .integer(number)
        case .groupGains:
            guard GroupGains(text) != nil else {
                return "is not such a list; give \(GroupGains.advice), each group once and each factor of "
                    + "\(GroupGains.range.lowerBound.canonical) to \(GroupGains.range.upperBound.canonical)"
            }
            value = .text(text)
        case .dataset, .dale, .wiring, .never: return "cannot be said by an option"
        }
        attributes[0].set(&conditions, value)
        return nil
    }
}

extension ConditionValue {
    /// As on a command line.
    package var canonicalText: String {
        switch self {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .real(let number): number.canonical
        case .flag(let isSet): "\(isSet)"
        }
    }
}
