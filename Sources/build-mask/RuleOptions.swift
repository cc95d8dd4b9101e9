import ArgumentParser
import Model
import StageKit

/// One option for each parameter of the wiring rules, as their table has them (`WiringRule.row`).
struct RuleOptions: TextOptions {
    var texts: [String: String] = [:]

    static var options: [(name: String, help: ArgumentHelp)] {
        WiringRule.allParameters.map {
            ($0.name, ArgumentHelp("\(help(of: $0))", valueName: valueName(of: $0)))
        }
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
}
