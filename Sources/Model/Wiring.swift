/// How hidden nodes are connected, apart from their number, the density and the seed.
package struct Wiring: Hashable, Sendable {
    /// The rule's name, as in `WiringRule`, or any other for masks from elsewhere.
    package let rule: String
    /// Values of the rule's parameters by their names, except what goes without saying; none where they are not known.
    package let values: [String: ConditionValue]
    /// For a mask made of another one: how that was wired, in words.
    package let source: String?

    /// A rule and its parameters.
    package init(rule: String, values: [String: ConditionValue] = [:], source: String? = nil) {
        let silent = WiringRule(rawValue: rule)?.parameters.filter(\.goesWithoutSaying) ?? []
        self.rule = rule
        self.values = values.filter { name, value in
            !silent.contains { $0.name == name && $0.usual == value }
        }
        self.source = source
    }

    /// What files and recipes say of it, in the order of the table.
    package var said: [(parameter: WiringParameter, value: ConditionValue)] {
        (WiringRule(rawValue: rule)?.parameters ?? []).compactMap { parameter in
            values[parameter.name].map { (parameter, $0) }
        }
    }

    /// For titles: `distance, length 0.1, dimensions 2`.
    package var words: String {
        ([rule] + said.map { "\($0.parameter.name) \($0.value.canonicalText)" }
            + (source.map { ["of \($0)"] } ?? []))
            .joined(separator: ", ")
    }
}
