/// A value of a field of `Conditions`.
package enum ConditionValue: Hashable, Sendable {
    /// A name.
    case text(String)
    /// A number of things, or a seed.
    case integer(Int)
    /// Any other number.
    case real(Double)
    /// Yes or no; an integer in files.
    case flag(Bool)

    /// Of one kind: by name or number; none before any.
    static func precedes(_ left: ConditionValue?, _ right: ConditionValue?) -> Bool {
        switch (left, right) {
        case (.text(let one)?, .text(let other)?): one < other
        case (.integer(let one)?, .integer(let other)?): one < other
        case (.real(let one)?, .real(let other)?): one < other
        case (.flag(let one)?, .flag(let other)?): !one && other
        default: left == nil && right != nil
        }
    }
}

/// One value of `Conditions` as files hold it: an attribute of artifacts, a column of tables, a parameter of recipes.
package struct ConditionAttribute: Sendable {
    /// What the value can be.
    package enum Kind: Sendable {
        /// Some name.
        case name
        /// One of these names.
        case oneOf([String])
        /// A whole number.
        case integer(ClosedRange<Int>)
        /// A number.
        case real(NumberRange)
        /// Yes or no.
        case flag

        /// Whether it can be this.
        func allows(_ value: ConditionValue) -> Bool {
            switch (self, value) {
            case (.name, .text(let text)): !text.isEmpty
            case (.oneOf(let names), .text(let text)): names.contains(text)
            case (.integer(let range), .integer(let number)): range.contains(number)
            case (.real(let range), .real(let number)): range.contains(number)
            case (.flag, .flag): true
            default: false
            }
        }

        /// Whether a table can have this text for it.
        package func allows(text: String) -> Bool {
            switch self {
            case .name, .oneOf: allows(.text(text))
            case .integer: Int(text).map { allows(.integer($0)) } ?? false
            case .real: Double(text).map { allows(.real($0)) } ?? false
            case .flag: ["0", "1"].contains(text)
            }
        }
    }

    /// Name of the attribute.
    package let name: String
    /// Name of the column.
    package let column: String
    /// Units of the column.
    package let units: String
    /// Name in recipes of `train`; nil where an input decides the value.
    package let parameter: String?
    /// What it can be.
    package let kind: Kind
    /// True where networks need not have it.
    package let isOptional: Bool
    /// Its value; nil where a network has none.
    package let get: @Sendable (Conditions) -> ConditionValue?
    /// Sets the value.
    package let set: @Sendable (inout Conditions, ConditionValue) -> Void
}

/// A member of `Conditions`: a row of the table `Conditions.fields`.
package struct ConditionField: Hashable, Sendable {
    /// How it is written in specifications: a value of one kind.
    package enum Reading: Sendable {
        /// The name of a dataset.
        case dataset
        /// One of these names.
        case choice([String])
        /// Any text; `advice` continues "…; give".
        case text(advice: String)
        /// A whole number; `advice` continues "…; give".
        case integer(ClosedRange<Int>, advice: String)
        /// A number, above the lower bound where it is open.
        case real(ClosedRange<Double>, isOpen: Bool, advice: String)
        /// A variant of Dale's principle, with `inhibitory` and `inhibitory-scale` beside it.
        case dale
        /// A mapping of groups to factors.
        case groupGains
        /// A wiring rule, with its parameters in a mapping.
        case wiring
        /// It follows from others.
        case never
    }

    /// The key in specifications and claims, for instance `learning-rate`.
    package let key: String
    /// What it is in messages and heads of tables.
    package let title: String
    /// Several of them in messages.
    package let plural: String
    /// How it is read.
    package let reading: Reading
    /// What is written for none in specifications, in tables of text, and on pages; nil where there always is a value.
    package let none: (written: String, table: String, page: String)?
    /// Whether files and tables have it only where a network has it.
    package let goesWithoutSaying: Bool
    /// Whether it differs among networks that count as one sample.
    package let isOfSeed: Bool
    /// As files hold it.
    package let attributes: [ConditionAttribute]
    /// Which folder of a network's path it is part of, and its rank there; nil: of none.
    package let place: (folder: Int, rank: Int)?
    /// What it adds to the path; empty where it is the paper's and that goes without saying.
    package let path: @Sendable (Conditions) -> String
    /// The value in a cell of a table; nil for none.
    package let cell: @Sendable (Conditions) -> String?
    /// The value as a part of a sentence.
    package let words: @Sendable (Conditions) -> String
    /// The value beside a line of a plot, as short as can be; where two lines would have the same, their cells are taken.
    package let note: @Sendable (Conditions) -> String
    /// The options of `train` that say it.
    package let options: @Sendable (Conditions) -> [String]

    /// What the option of `train` says in its help, and what it calls the value; nil where `train` declares the option itself.
    package let help: (words: String, value: String)?

    /// Its values, which tell networks apart.
    package func values(_ conditions: Conditions) -> [ConditionValue?] {
        attributes.map { $0.get(conditions) }
    }

    /// Whether both have the same.
    package func agrees(_ one: Conditions, _ other: Conditions) -> Bool {
        attributes.allSatisfy { $0.get(one) == $0.get(other) }
    }

    /// Whether it is as in the paper where that does not say otherwise.
    package func isUsual(_ conditions: Conditions) -> Bool { agrees(conditions, .paper) }

    /// Gives `conditions` the value of `other`.
    package func copy(from other: Conditions, to conditions: inout Conditions) { assign(&conditions, other) }

    let assign: @Sendable (inout Conditions, Conditions) -> Void

    package static func == (left: ConditionField, right: ConditionField) -> Bool { left.key == right.key }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
