import HDF5

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
    }

    /// Fraction of nodes to draw as inhibitory; the paper's is 0.115.
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

    /// How many times a node is drawn of so many: that many nodes, or with replacement at most that many.
    package func draws(of nodes: Int) -> Int {
        let expected = inhibitoryFraction * Double(nodes)
        return switch drawing {
        case .distinct: Int(expected.rounded())
        case .replacement: Int(expected)
        }
    }

    /// The attributes, in the order in which they are written.
    var attributes: [(name: String, value: HDF5AttributeValue)] {
        [
            ("inhibitory_fraction", .real(inhibitoryFraction)), ("inhibitory_scale", .real(inhibitoryScale)),
            ("inhibitory_drawing", .string(drawing.rawValue)),
            ("dale_enforced", .integer(isEnforced ? 1 : 0)),
        ]
    }

    /// Nil where no rule is: where none of its attributes are there.
    init?(ifIn root: borrowing HDF5Group) throws {
        let own = ["inhibitory_fraction", "inhibitory_scale", "inhibitory_drawing", "dale_enforced"]
        guard try root.attributeNames.contains(where: own.contains) else { return nil }
        inhibitoryFraction = try root.attribute("inhibitory_fraction", in: .fraction)
        inhibitoryScale = try root.attribute("inhibitory_scale", in: .positive)
        isEnforced = try root.flag("dale_enforced")
        let names = Drawing.allCases.map(\.rawValue)
        let name = try root.attribute("inhibitory_drawing", oneOf: names)
        drawing = Drawing(rawValue: name) ?? .distinct
    }
}
