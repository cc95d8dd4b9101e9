import Model

/// Why a mask cannot be drawn.
package enum WiringError: Error, Equatable, CustomStringConvertible {
    /// No rule has this name.
    case unknownRule(String)
    /// The rule needs something that was not given: its name, and what it may be.
    case missing(String, range: String, rule: WiringRule)
    /// The rule takes no such parameter.
    case unknownParameter(String, rule: WiringRule)
    /// A parameter has a value that it cannot have.
    case parameter(WiringParameter, is: String)
    /// Parameters that are allowed do not fit together: what is wrong, and what would be right.
    case unfit(String)
    /// The rule takes no density other than 1.
    case superfluousDensity(Double, rule: WiringRule)
    /// The rule takes no seed, since it draws nothing.
    case superfluousSeed(UInt64, rule: WiringRule)
    /// The rule takes a mask instead of nodes and density.
    case needsMask(rule: WiringRule)
    /// The rule takes no mask.
    case superfluousMask(rule: WiringRule)
    /// A rule that changes a mask was given one in which all nodes are connected.
    case fullMask(rule: WiringRule)
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
                + (WiringRule.allCases.map(\.name) + [Wiring.imported]).joined(separator: ", ")
        case .missing(let name, let range, let rule):
            "the wiring rule '\(rule.name)' needs \(name); give \(range)"
        case .unknownParameter(let name, let rule):
            "the wiring rule '\(rule.name)' has no parameter \(name); "
                + (rule.parameters.isEmpty
                    ? "it takes none, so leave it out"
                    : "leave it out, or give one of \(rule.parameters.map(\.name).joined(separator: ", "))")
        case .parameter(let parameter, let value):
            "\(parameter.name) \(value) is out of range (\(parameter.words)); give \(parameter.range)"
        case .unfit(let problem): problem
        case .superfluousDensity(let density, let rule):
            "the wiring rule '\(rule.name)' connects at density 1, not \(density); "
                + "leave the density out, or choose a rule that takes one"
        case .superfluousSeed(let seed, let rule):
            "the wiring rule '\(rule.name)' draws no random numbers, so the seed \(seed) has no meaning; leave it out"
        case .needsMask(let rule):
            "the wiring rule '\(rule.name)' changes another mask, and takes nodes and density from it; give that "
                + "mask's file (--from), and neither size nor density"
        case .superfluousMask(let rule):
            "the wiring rule '\(rule.name)' draws anew, and takes no other mask; leave --from out"
        case .fullMask(let rule):
            "the wiring rule '\(rule.name)' leaves a mask as it is in which all nodes are connected; give another one"
        case .hiddenNodes(let count):
            "cannot connect \(count) hidden nodes; give a number from 1 to \(Int32.max)"
        case .density(let density):
            "density \(density) is out of range; give a probability \(Self.densityRange)"
        case .seed(let seed):
            "seed \(seed) is out of range; give a whole number \(Self.seedRange)"
        }
    }

    static let densityRange = "larger than 0 and at most 1"
    static let seedRange = "from 0 to \(UInt32.max)"
}
