import ArgumentParser
import Formats
import Model

/// Dale's principle on the command line: a named variant, or its parts.
struct DaleArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Dale's principle as the paper's text has it (enforced: distinct inhibitory nodes, weights that change sign become zero) or as its notebook has it (notebook: drawn with replacement, initial signs only).",
            valueName: "variant"))
    var dale: String?
    @Option(
        help: ArgumentHelp(
            "Fraction of inhibitory nodes under --dale; mask: those that the mask calls inhibitory.",
            valueName: "f"))
    var inhibitory: String?
    @Option(
        help: ArgumentHelp(
            "Initial inhibitory weights under --dale, as a multiple of excitatory ones.", valueName: "x"))
    var inhibitoryScale: Double?
    @Option(
        help: ArgumentHelp(
            "How inhibitory nodes are drawn, in place of the variant's way: \(DaleRule.Drawing.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "how"))
    var daleDrawing: DaleRule.Drawing?
    @Flag(
        inversion: .prefixedNo,
        help: "Whether a weight that has changed its sign becomes zero, in place of the variant's way.")
    var daleEnforced: Bool?

    func validate() throws {
        guard let dale else {
            for (name, isThere) in [
                ("inhibitory", inhibitory != nil), ("inhibitory-scale", inhibitoryScale != nil),
                ("dale-drawing", daleDrawing != nil), ("dale-enforced", daleEnforced != nil),
            ] where isThere {
                throw ValidationError("--\(name) needs --dale: enforced or notebook")
            }
            return
        }
        guard DaleRule.variants.contains(where: { $0.name == dale }) else {
            let known = DaleRule.variants.map(\.name).joined(separator: ", ")
            throw ValidationError("--dale \(dale) is not known; choose one of \(known)")
        }
        if let inhibitory, inhibitory != Self.ofMask, !(fraction.map((0...1).contains) ?? false) {
            throw ValidationError(
                "--inhibitory \(inhibitory) is neither a fraction of 0 to 1 (the paper's is 0.115) nor mask")
        }
        if inhibitory == Self.ofMask, let daleDrawing, daleDrawing != .mask {
            throw ValidationError(
                "--inhibitory mask draws no nodes; leave out --dale-drawing \(daleDrawing.rawValue)")
        }
        if let inhibitoryScale, !(inhibitoryScale > 0 && inhibitoryScale.isFinite) {
            throw ValidationError("--inhibitory-scale \(inhibitoryScale) is not a positive number")
        }
    }

    /// The rule; nil for weights of any sign.
    var rule: DaleRule? {
        guard let dale, var rule = DaleRule(variant: dale) else { return nil }
        rule.inhibitoryFraction = fraction ?? rule.inhibitoryFraction
        rule.inhibitoryScale = inhibitoryScale ?? rule.inhibitoryScale
        rule.drawing = daleDrawing ?? rule.drawing
        rule.isEnforced = daleEnforced ?? rule.isEnforced
        return inhibitory == Self.ofMask || rule.drawing == .mask ? rule.ofMask : rule
    }

    private static let ofMask = "mask"
    private var fraction: Double? { inhibitory.flatMap { Double($0) } }
}

extension DaleRule.Drawing: ExpressibleByArgument {}
