import HDF5

/// Dale's principle: each node has either only excitatory or only inhibitory outgoing connections (paper, Methods).
///
/// The paper's text and its published notebook differ in how inhibitory nodes are drawn and in whether the rule is enforced;
/// so both are choices of their own, and the two pairs that were meant have names (`variants`).
public struct DaleRule: Equatable, Hashable, Sendable {
    /// How inhibitory nodes are chosen.
    public enum Drawing: String, CaseIterable, Sendable {
        /// round(fraction · N) different nodes: the text.
        case distinct
        /// Truncated fraction · N draws, some of which are the same node: the notebook.
        case replacement
    }

    /// Fraction of nodes to draw as inhibitory; the paper's is 0.115.
    public var inhibitoryFraction: Double
    /// Magnitude of initial inhibitory weights, as a multiple of excitatory ones.
    public var inhibitoryScale: Double
    /// How inhibitory nodes are chosen.
    public var drawing: Drawing
    /// Whether a weight that has changed its sign in an update becomes zero.
    public var isEnforced: Bool

    /// A rule; see the properties.
    public init(
        inhibitoryFraction: Double = 0.115, inhibitoryScale: Double = 1, drawing: Drawing = .distinct,
        isEnforced: Bool = true
    ) {
        self.inhibitoryFraction = inhibitoryFraction
        self.inhibitoryScale = inhibitoryScale
        self.drawing = drawing
        self.isEnforced = isEnforced
    }

    /// What the paper's text says, and what its notebook does.
    public static let variants: [(name: String, drawing: Drawing, isEnforced: Bool)] = [
        ("enforced", .distinct, true), ("notebook", .replacement, false),
    ]

    func write(to root: borrowing HDF5Group) throws {
        try root.setAttribute("inhibitory_fraction", to: inhibitoryFraction)
        try root.setAttribute("inhibitory_scale", to: inhibitoryScale)
        try root.setAttribute("inhibitory_drawing", to: drawing.rawValue)
        try root.setAttribute("dale_enforced", to: isEnforced ? 1 : 0)
    }

    /// Nil where no rule is.
    init?(ifIn root: borrowing HDF5Group) throws {
        guard try root.attributeNames.contains("inhibitory_fraction") else { return nil }
        let name = try root.attribute("inhibitory_drawing", as: String.self)
        inhibitoryFraction = try root.attribute("inhibitory_fraction", as: Double.self)
        inhibitoryScale = try root.attribute("inhibitory_scale", as: Double.self)
        isEnforced = try root.attribute("dale_enforced", as: Int.self) == 1
        guard let drawing = Drawing(rawValue: name) else { return nil }
        self.drawing = drawing
    }
}
