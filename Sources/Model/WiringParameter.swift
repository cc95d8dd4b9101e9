/// What a wiring rule is told besides the number of hidden nodes, the density and the seed.
///
/// Options of `build-mask`, parameters of recipes, attributes of masks, help and messages go by these rows.
package struct WiringParameter: Sendable {
    /// What a value can be.
    package enum Kind: Sendable {
        /// A whole number.
        case integer(ClosedRange<Int>)
        /// A number.
        case real(NumberRange)
        /// Several numbers; as a value, text with commas between them.
        case reals(NumberRange)
        /// One of these names.
        case choice([String])
        /// Yes or no.
        case flag
    }

    /// Its name as an option and in messages, for instance `self-connections`.
    package let name: String
    /// Units of the value.
    package let unit: String
    /// What the value can be.
    package let kind: Kind
    /// The value where none is given; nil: one must be.
    package let usual: ConditionValue?
    /// What it is, for help.
    package let words: String
    /// Whether files and recipes have it only where it is not the usual value.
    package let goesWithoutSaying: Bool

    init(
        _ name: String, unit: String = "1", _ kind: Kind, usual: ConditionValue? = nil, _ words: String,
        goesWithoutSaying: Bool = false
    ) {
        (self.name, self.unit, self.kind, self.usual) = (name, unit, kind, usual)
        (self.words, self.goesWithoutSaying) = (words, goesWithoutSaying)
    }

    /// Its name in files and recipes.
    package var attribute: String { name.replacing("-", with: "_") }

    /// What it may be, to follow "give".
    package var range: String {
        switch kind {
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .real(let range): range.words
        case .reals(let range): "numbers with commas between them, each \(range.words)"
        case .choice(let names): names.joined(separator: " or ")
        case .flag: "yes or no"
        }
    }

    /// Whether it can have this value.
    package func allows(_ value: ConditionValue) -> Bool {
        switch (kind, value) {
        case (.integer(let range), .integer(let number)): range.contains(number)
        case (.real(let range), .real(let number)): range.contains(number)
        case (.reals(let range), .text): value.reals.map { $0.allSatisfy(range.contains) } ?? false
        case (.choice(let names), .text(let text)): names.contains(text)
        case (.flag, .flag): true
        default: false
        }
    }

    /// The value that a text says; nil where it says none that is allowed.
    package func value(_ text: String) -> ConditionValue? {
        let value: ConditionValue? =
            switch kind {
            case .integer: Int(text).map { .integer($0) }
            case .real: Double(text).map { .real($0) }
            case .reals: ConditionValue.text(text).reals.map { .reals($0) }
            case .choice: .text(text)
            case .flag: ["yes": true, "true": true, "no": false, "false": false][text].map { .flag($0) }
            }
        return value.flatMap { allows($0) ? $0 : nil }
    }
}

extension WiringParameter: Hashable {
    package static func == (left: WiringParameter, right: WiringParameter) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension ConditionValue {
    /// Several numbers as one value, in the shortest text that says them.
    package static func reals(_ numbers: [Double]) -> ConditionValue {
        .text(numbers.map(\.canonical).joined(separator: ","))
    }

    /// The numbers that a text with commas says; nil where one is none.
    package var reals: [Double]? {
        guard case .text(let text) = self else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0.drop { $0 == " " }) }
        return numbers.count == parts.count && !numbers.isEmpty ? numbers : nil
    }
}
