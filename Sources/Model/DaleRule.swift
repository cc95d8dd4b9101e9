/// Dale's principle: each node has either only excitatory or only inhibitory outgoing connections (paper, Methods).
///
/// The paper's text and its published notebook differ in how inhibitory nodes are drawn and in whether the rule is enforced;
/// so both are choices of their own, and the two pairs that were meant have names (`variants`).
package struct DaleRule: Equatable, Hashable, Sendable {
    /// How inhibitory nodes are chosen.
    package enum Drawing: String, CaseIterable, Sendable {
        /// round(fraction · N) different nodes: the text.
        case distinct
        /// Truncated fraction · N draws, some of which are the same node: the notebook.
        case replacement
        /// Those that the mask calls inhibitory, whatever the fraction.
        case mask
    }

    /// Fraction of nodes to draw as inhibitory; the paper's is 0.115. 0 where the mask says which they are.
    package var inhibitoryFraction: Double
    /// Magnitude of initial inhibitory weights, as a multiple of excitatory ones.
    package var inhibitoryScale: Double
    /// How inhibitory nodes are chosen.
    package var drawing: Drawing
    /// Whether a weight that has changed its sign in an update becomes zero.
    package var isEnforced: Bool

    /// A rule; see the properties.
    package init(
        inhibitoryFraction: Double = 0.115, inhibitoryScale: Double = 1, drawing: Drawing = .distinct,
        isEnforced: Bool = true
    ) {
        self.inhibitoryFraction = inhibitoryFraction
        self.inhibitoryScale = inhibitoryScale
        self.drawing = drawing
        self.isEnforced = isEnforced
    }

    /// What the paper's text says, and what its notebook does.
    package static let variants: [(name: String, drawing: Drawing, isEnforced: Bool)] = [
        ("enforced", .distinct, true), ("notebook", .replacement, false),
    ]

    /// The same with the inhibitory nodes of the mask.
    package var ofMask: DaleRule {
        var own = self
        (own.inhibitoryFraction, own.drawing) = (0, .mask)
        return own
    }

    /// How many draws there are: as many inhibitory nodes, or with replacement, or of the mask, at most as many.
    package func draws(of nodes: Int) -> Int {
        let expected = inhibitoryFraction * Double(nodes)
        return switch drawing {
        case .distinct: Int(expected.rounded())
        case .replacement: Int(expected)
        case .mask: nodes
        }
    }

    /// The variant with this name; nil for another name.
    package init?(variant: String, inhibitoryFraction: Double = 0.115, inhibitoryScale: Double = 1) {
        guard let variant = Self.variants.first(where: { $0.name == variant }) else { return nil }
        self.init(
            inhibitoryFraction: inhibitoryFraction, inhibitoryScale: inhibitoryScale,
            drawing: variant.drawing, isEnforced: variant.isEnforced)
    }

    /// The name of its variant; where it is neither, for instance `replacement-enforced`.
    package var variantName: String {
        Self.variants.first { [$0.drawing, .mask].contains(drawing) && $0.isEnforced == isEnforced }?.name
            ?? "\(drawing)-\(isEnforced ? "enforced" : "free")"
    }

    /// In paths: `enforced0.115`, with `x10` behind it where the scale is not 1.
    var path: String {
        variantName + (drawing == .mask ? "-mask" : inhibitoryFraction.canonical)
            + (inhibitoryScale == 1 ? "" : "x\(inhibitoryScale.canonical)")
    }

    /// `under Dale's principle (enforced, 11.5 % inhibitory)`.
    package var words: String {
        let scale = inhibitoryScale == 1 ? "" : ", \(inhibitoryScale.canonical) times as strong"
        let nodes =
            drawing == .mask ? "inhibitory nodes of the mask" : "\(inhibitoryFraction.percent) % inhibitory"
        return "under Dale's principle (\(variantName), \(nodes)\(scale))"
    }
}
