import Model

/// What a rule is given, checked.
struct WiringParameters: Sendable {
    /// Number of hidden nodes, N.
    let hiddenNodes: Int
    /// The fraction of the N² pairs of nodes that is to be connected, in (0, 1]; 1 for a rule that takes none.
    let density: Double
    /// Seed of the generator; 0 for a rule that takes none.
    let seed: UInt32
    /// Values of all parameters of the rule by name, each allowed by its row.
    let values: [String: ConditionValue]
    /// Whether nodes may be connected to themselves.
    let allowsSelf: Bool

    init(hiddenNodes: Int, density: Double, seed: UInt32, values: [String: ConditionValue]) {
        (self.hiddenNodes, self.density, self.seed, self.values) = (hiddenNodes, density, seed, values)
        allowsSelf = values[WiringParameter.selfConnections.name] != .flag(false)
    }

    /// A whole number.
    func integer(_ parameter: WiringParameter) -> Int {
        guard case .integer(let number)? = values[parameter.name] else { preconditionFailure(parameter.name) }
        return number
    }

    /// A number.
    func real(_ parameter: WiringParameter) -> Double {
        guard case .real(let number)? = values[parameter.name] else { preconditionFailure(parameter.name) }
        return number
    }

    /// Several numbers.
    func reals(_ parameter: WiringParameter) -> [Double] {
        guard let numbers = values[parameter.name]?.reals else { preconditionFailure(parameter.name) }
        return numbers
    }

    /// A name.
    func text(_ parameter: WiringParameter) -> String {
        guard case .text(let text)? = values[parameter.name] else { preconditionFailure(parameter.name) }
        return text
    }

    /// Yes or no.
    func flag(_ parameter: WiringParameter) -> Bool {
        guard case .flag(let isSet)? = values[parameter.name] else { preconditionFailure(parameter.name) }
        return isSet
    }

    /// Number of nodes that a node may have inputs from.
    var candidates: Int { allowsSelf ? hiddenNodes : hiddenNodes - 1 }
    /// Pairs of nodes that may be connected.
    var pairs: Int { hiddenNodes * candidates }
    /// Connections asked for.
    var expected: Double { Double(hiddenNodes) * Double(hiddenNodes) * density }
    /// The probability for each pair that may be connected.
    var probability: Double { min(1, expected / Double(pairs)) }
    /// Inputs of each node where all have as many.
    var inputs: Int { min(candidates, Int((density * Double(hiddenNodes)).rounded())) }

    /// The node at a place among those that `post` may have inputs from.
    @inline(__always)
    func candidate(_ place: Int, of post: Int) -> Int { allowsSelf || place < post ? place : place + 1 }
}
