import ArgumentParser
import Model

/// One option for each parameter of the wiring rules, as their table has them (`WiringRule.row`).
///
/// ArgumentParser finds options by looking at a value's children, so these are made up from the table, and decoded by name.
struct RuleOptions: ParsableArguments, CustomReflectable {
    /// Texts that were given, by parameter.
    private(set) var texts: [String: String] = [:]

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for parameter in WiringRule.allParameters {
            let option = try container.decode(Option<String?>.self, forKey: Key(stringValue: parameter.name))
            if let text = option.wrappedValue { texts[parameter.name] = text }
        }
    }

    var customMirror: Mirror {
        Mirror(self, children: WiringRule.allParameters.map { ($0.name, Self.option($0)) })
    }

    private static func option(_ parameter: WiringParameter) -> Option<String?> {
        Option(
            name: .customLong(parameter.name),
            // So that a number may be negative.
            parsing: .unconditional,
            help: ArgumentHelp(help(of: parameter), valueName: valueName(of: parameter)))
    }

    /// What it is, which values it can have, which it usually has, and of which rules it is one.
    private static func help(of parameter: WiringParameter) -> String {
        let rules = WiringRule.allCases.filter { $0.parameters.contains(parameter) }.map(\.name)
        let usual = parameter.usual.map { "; default: \(text($0))" } ?? ""
        let words = parameter.words.prefix(1).uppercased() + parameter.words.dropFirst()
        return "\(words) (\(parameter.range)\(usual)). Of \(rules.joined(separator: ", "))."
    }

    private static func text(_ value: ConditionValue) -> String {
        if case .flag(let isSet) = value { return isSet ? "yes" : "no" }
        return value.canonicalText
    }

    private static func valueName(of parameter: WiringParameter) -> String {
        switch parameter.kind {
        case .integer: "n"
        case .real: "x"
        case .reals: "x,y,…"
        case .choice: "name"
        case .flag: "yes|no"
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
