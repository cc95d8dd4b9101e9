import Model
import Random

extension WiringRule {
    /// A mask made of another one, by a rule for which `isOfMask` holds.
    ///
    /// Nodes keep their signs. Without self-connections in `source` there are none in the result. A mask that is only reversed has its
    /// source's seed.
    ///
    /// - Parameters:
    ///   - seed: in 0 ..< 2³², if the rule draws.
    ///   - values: of the rule's parameters by name; those not given have their usual values.
    /// - Throws: `WiringError` if a parameter is missing, superfluous or out of range, for a rule that takes no mask, or if all
    ///   nodes are connected.
    package func mask(
        of source: ConnectivityMask, seed: UInt64? = nil, values: [String: ConditionValue] = [:]
    ) throws(WiringError) -> ConnectivityMask {
        try null(of: Connectome(mask: source), seed: seed, values: values).mask
    }

    /// As `mask(of:)`, of a mask that has names, groups, or weights of connections. Nodes keep their names and groups.
    ///
    /// Weights are drawn after connections: by `rewired`, each node keeps those of its inputs, in any order; by `shuffled`, any connection
    /// has any of them. If connections are only reversed, so are their weights.
    package func null(
        of connectome: Connectome, seed: UInt64? = nil, values: [String: ConditionValue] = [:]
    ) throws(WiringError) -> Connectome {
        let (drawn, values) = try checkedForMask(seed: seed, values: values)
        let source = connectome.mask
        let allowsSelf = source.hasSelfConnections
        let most = source.hiddenNodes * (allowsSelf ? source.hiddenNodes : source.hiddenNodes - 1)
        // Where connections cannot go anywhere else, their weights still can.
        guard case .rows(let rowStarts, let columns) = source.connections,
            columns.count < most || connectome.weights != nil
        else { throw .fullMask(rule: self) }
        var random = NumPyRandom(seed: drawn)
        let connections: ConnectivityMask.Connections
        let weights: [Double]?
        switch self {
        case .rewired:
            connections = rewiredConnections(
                rowStarts, columns, rounds: Self.rounds(values), allowsSelf: allowsSelf, &random)
            weights = connectome.weights.map { weightsShuffledByRow($0, rowStarts, &random) }
        case .shuffled:
            connections = exactConnections(
                columns.count, nodes: source.hiddenNodes, allowsSelf: allowsSelf, &random)
            weights = connectome.weights.map { random.permutation($0) }
        case .reversed:
            connections = reversedConnections(rowStarts, columns)
            weights = connectome.weights.map { reversedWeights($0, rowStarts, columns) }
        case .bernoulli, .full, .inDegree, .erdosRenyi, .distance, .smallWorld, .scaleFree, .lognormal,
            .reciprocal, .blocks, .degreeCorrelated:
            throw .superfluousMask(rule: self)
        }
        let mask = ConnectivityMask(
            hiddenNodes: source.hiddenNodes, connections: connections, density: source.density,
            wiring: Wiring(rule: name, values: values, source: source.words),
            seed: isDrawn ? seed : source.seed, signs: source.signs)
        return Connectome(mask: mask, weights: weights, names: connectome.names, groups: connectome.groups)
    }

    /// Checks the parameters of `mask(of:)` without a mask.
    ///
    /// - Throws: `WiringError` as `mask(of:)` does, except for the mask.
    package func validateForMask(seed: UInt64?, values: [String: ConditionValue]) throws(WiringError) {
        _ = try checkedForMask(seed: seed, values: values)
    }

    private func checkedForMask(
        seed: UInt64?, values: [String: ConditionValue]
    ) throws(WiringError) -> (seed: UInt32, values: [String: ConditionValue]) {
        guard isOfMask else { throw .superfluousMask(rule: self) }
        return (try checked(seed: seed), try checked(values: values))
    }

    private static func rounds(_ values: [String: ConditionValue]) -> Int {
        guard case .integer(let rounds)? = values[WiringParameter.rounds.name] else { return 0 }
        return rounds
    }
}

extension ConnectivityMask {
    /// Whether any node is connected to itself.
    var hasSelfConnections: Bool {
        guard case .rows(let rowStarts, let columns) = connections else { return true }
        return (0..<hiddenNodes).contains { columns[rowStarts[$0]..<rowStarts[$0 + 1]].contains(Int32($0)) }
    }

    /// How it was wired, for those made of it; `Wiring.init(words:)` reads it.
    fileprivate var words: String { seed.map { "\(wiring.words), seed \($0)" } ?? wiring.words }
}
