/// A rule by which hidden nodes are connected.
///
/// A row says what the rule is told. Beside it there are how it connects (a file in Connectivity/Rules) and its paragraph in
/// docs/wiring.md; the compiler asks for row and connections of a new case, the conformance tests for the paragraph.
package enum WiringRule: String, CaseIterable, Sendable {
    case bernoulli
    case full
    case inDegree = "in-degree"
    case erdosRenyi = "erdos-renyi"
    case distance
    case smallWorld = "small-world"
    case scaleFree = "scale-free"
    case lognormal
    case reciprocal
    case blocks
    case degreeCorrelated = "degree-correlated"
    case rewired
    case shuffled
    case reversed

    /// How a rule takes the density: the fraction of all N² pairs of nodes.
    package enum Density: String, Sendable {
        /// As many connections as it says, or for each node as many inputs.
        case exact
        /// That many on average over seeds.
        case expected
        /// As `expected`; it follows from the parameters if it is not given.
        case followed
        /// It is 1.
        case one
        /// It is that of another mask.
        case source
    }

    /// What a rule is told.
    package struct Row: Sendable {
        /// What it does, in a sentence.
        package let summary: String
        /// How it takes the density.
        package let density: Density
        /// Whether it draws random numbers.
        package let isDrawn: Bool
        /// What else it is told, in this order.
        package let parameters: [WiringParameter]

        init(
            _ summary: String, density: Density, isDrawn: Bool = true, _ parameters: [WiringParameter] = []
        ) {
            (self.summary, self.density, self.isDrawn) = (summary, density, isDrawn)
            self.parameters = parameters
        }
    }

    /// Its name in specifications, options and files.
    package var name: String { rawValue }
    /// What it does, in a sentence.
    package var summary: String { row.summary }
    /// How it takes the density.
    package var density: Density { row.density }
    /// What it is told besides nodes, density and seed.
    package var parameters: [WiringParameter] { row.parameters }
    /// Whether it needs a seed.
    package var isDrawn: Bool { row.isDrawn }
    /// Whether it takes another mask instead of nodes and density.
    package var isOfMask: Bool { row.density == .source }

    /// The parameters of all rules, each once.
    package static let allParameters: [WiringParameter] = allCases.flatMap(\.parameters).reduce(into: []) {
        if !$0.contains($1) { $0.append($1) }
    }
}
