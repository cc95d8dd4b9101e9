/// Why a mask cannot be drawn.
package enum WiringError: Error, Equatable, CustomStringConvertible {
    /// No rule has this name.
    case unknownRule(String)
    /// The rule needs a parameter that was not given.
    case missing(WiringRule.Parameter, rule: String)
    /// The rule takes no density other than 1.
    case superfluousDensity(Double, rule: String)
    /// The rule takes no seed, since it draws nothing.
    case superfluousSeed(UInt64, rule: String)
    /// Not in 1 ... 2³¹ - 1.
    case hiddenNodes(Int)
    /// Not in (0, 1].
    case density(Double)
    /// Not below 2³².
    case seed(UInt64)

    /// What is wrong, and what would be right.
    package var description: String {
        switch self {
        case .unknownRule(let name):
            "there is no wiring rule '\(name)'; the rules are "
                + WiringRule.catalogue.map(\.name).joined(separator: ", ")
        case .missing(let parameter, let rule):
            "the wiring rule '\(rule)' needs a \(parameter.rawValue); give one \(Self.range(of: parameter))"
        case .superfluousDensity(let density, let rule):
            "the wiring rule '\(rule)' connects at density 1, not \(density); "
                + "leave the density out, or choose a rule that takes one"
        case .superfluousSeed(let seed, let rule):
            "the wiring rule '\(rule)' draws no random numbers, so the seed \(seed) has no meaning; leave it out"
        case .hiddenNodes(let count):
            "cannot connect \(count) hidden nodes; give a number from 1 to \(Int32.max)"
        case .density(let density):
            "density \(density) is out of range; give a probability \(Self.range(of: .density))"
        case .seed(let seed):
            "seed \(seed) is out of range; give a whole number \(Self.range(of: .seed))"
        }
    }

    private static func range(of parameter: WiringRule.Parameter) -> String {
        switch parameter {
        case .density: "larger than 0 and at most 1"
        case .seed: "from 0 to \(UInt32.max)"
        }
    }
}
