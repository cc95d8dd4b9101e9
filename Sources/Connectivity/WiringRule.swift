import Model

/// A rule by which hidden nodes are connected.
///
/// To add one, write a file in `Rules/` that declares it, and a line in `catalogue`. The conformance tests then test
/// it.
package struct WiringRule: Sendable {
    /// What a rule can be told, in addition to the number of hidden nodes.
    package enum Parameter: String, CaseIterable, Sendable {
        /// The connection probability, in (0, 1].
        case density
        /// The seed of the rule's generator, in 0 ..< 2³².
        case seed
    }

    /// The name of the rule in specifications, options and files.
    package let name: String
    /// What the rule does, in a sentence.
    package let summary: String
    /// The parameters that the rule takes; the others must not be given.
    package let parameters: Set<Parameter>
    /// Draws the mask. The parameters are checked: those in `parameters` are in range, the others are nil.
    let build: @Sendable (WiringParameters) throws(WiringError) -> ConnectivityMask

    /// All rules.
    package static let catalogue: [WiringRule] = [
        .bernoulli,
        .full,
    ]

    /// The rule with that name.
    ///
    /// - Throws: `WiringError` that lists the known names.
    package static func named(_ name: String) throws(WiringError) -> WiringRule {
        guard let rule = catalogue.first(where: { $0.name == name }) else {
            throw .unknownRule(name)
        }
        return rule
    }

    /// The mask of a network's hidden nodes; the same parameters give the same mask.
    ///
    /// - Parameters:
    ///   - hiddenNodes: N, in 1 ... 2³¹ - 1.
    ///   - density: the connection probability in (0, 1], if the rule takes one. 1 is always allowed for a rule that
    ///     takes none.
    ///   - seed: in 0 ..< 2³², if the rule takes one.
    /// - Returns: a mask whose rows are postsynaptic nodes with strictly increasing presynaptic columns.
    /// - Throws: `WiringError` if a parameter is missing, superfluous or out of range.
    package func mask(
        hiddenNodes: Int, density: Double? = nil, seed: UInt64? = nil
    ) throws(WiringError) -> ConnectivityMask {
        try build(checked(hiddenNodes: hiddenNodes, density: density, seed: seed))
    }

    /// Checks the parameters of `mask` without drawing it.
    ///
    /// - Throws: `WiringError` as `mask` does.
    package func validate(hiddenNodes: Int, density: Double? = nil, seed: UInt64? = nil) throws(WiringError) {
        _ = try checked(hiddenNodes: hiddenNodes, density: density, seed: seed)
    }

    private func checked(hiddenNodes: Int, density: Double?, seed: UInt64?) throws(WiringError)
        -> WiringParameters
    {
        guard (1...Int(Int32.max)).contains(hiddenNodes) else { throw .hiddenNodes(hiddenNodes) }
        return WiringParameters(
            hiddenNodes: hiddenNodes, density: try checked(density: density), seed: try checked(seed: seed))
    }

    private func checked(density: Double?) throws(WiringError) -> Double {
        guard parameters.contains(.density) else {
            if let density, density != 1 { throw .superfluousDensity(density, rule: name) }
            return 1
        }
        guard let density else { throw .missing(.density, rule: name) }
        guard density > 0 && density <= 1 else { throw .density(density) }
        return density
    }

    private func checked(seed: UInt64?) throws(WiringError) -> UInt32 {
        guard parameters.contains(.seed) else {
            if let seed { throw .superfluousSeed(seed, rule: name) }
            return 0
        }
        guard let seed else { throw .missing(.seed, rule: name) }
        guard let narrow = UInt32(exactly: seed) else { throw .seed(seed) }
        return narrow
    }
}

/// What a rule is given, checked.
struct WiringParameters: Sendable {
    /// Number of hidden nodes, N.
    let hiddenNodes: Int
    /// Connection probability, in (0, 1]; 1 for a rule that takes none.
    let density: Double
    /// Seed of the generator; 0 for a rule that takes none.
    let seed: UInt32
}
