import Model
import Random

extension WiringRule {
    /// The rule with that name.
    ///
    /// - Throws: `WiringError` that lists the known names.
    package static func named(_ name: String) throws(WiringError) -> WiringRule {
        guard let rule = WiringRule(rawValue: name) else { throw .unknownRule(name) }
        return rule
    }

    /// The mask of a network's hidden nodes; the same parameters give the same mask.
    ///
    /// - Parameters:
    ///   - hiddenNodes: N, in 1 ... 2³¹ - 1.
    ///   - density: the fraction of the N² pairs of nodes that is to be connected, in (0, 1], if the rule takes one. 1 is
    ///     always allowed for a rule that takes none.
    ///   - seed: in 0 ..< 2³², if the rule takes one.
    ///   - values: of the rule's other parameters by name; those not given have their usual values.
    /// - Returns: a mask whose rows are postsynaptic nodes with strictly increasing presynaptic columns.
    /// - Throws: `WiringError` if a parameter is missing, superfluous or out of range.
    package func mask(
        hiddenNodes: Int, density: Double? = nil, seed: UInt64? = nil, values: [String: ConditionValue] = [:]
    ) throws(WiringError) -> ConnectivityMask {
        let wiring = try checked(hiddenNodes: hiddenNodes, density: density, seed: seed, values: values)
        return ConnectivityMask(
            hiddenNodes: hiddenNodes, connections: try connections(wiring), density: wiring.density,
            wiring: Wiring(rule: name, values: wiring.values), seed: isDrawn ? seed : nil,
            signs: signs(wiring))
    }

    /// The group of each node, by rules that have groups; parameters as those of `mask`.
    ///
    /// - Throws: `WiringError` as `mask` does.
    package func groups(
        hiddenNodes: Int, density: Double? = nil, seed: UInt64? = nil, values: [String: ConditionValue] = [:]
    ) throws(WiringError) -> [String]? {
        guard self == .blocks else { return nil }
        return blockGroups(
            try checked(hiddenNodes: hiddenNodes, density: density, seed: seed, values: values))
    }

    /// Which nodes are inhibitory, by rules that say it.
    private func signs(_ wiring: WiringParameters) -> [Int8]? {
        switch self {
        case .degreeCorrelated: degreeCorrelatedSigns(wiring)
        case .blocks: blockSigns(wiring)
        case .bernoulli, .full, .inDegree, .erdosRenyi, .distance, .smallWorld, .scaleFree, .lognormal,
            .reciprocal, .rewired, .shuffled, .reversed:
            nil
        }
    }

    /// Checks the parameters of `mask` without drawing it.
    ///
    /// - Throws: `WiringError` as `mask` does.
    package func validate(
        hiddenNodes: Int, density: Double? = nil, seed: UInt64? = nil, values: [String: ConditionValue] = [:]
    ) throws(WiringError) {
        _ = try checked(hiddenNodes: hiddenNodes, density: density, seed: seed, values: values)
    }

    private func connections(_ wiring: WiringParameters) throws(WiringError) -> ConnectivityMask.Connections {
        switch self {
        case .full: .all
        case .bernoulli: bernoulliConnections(wiring)
        case .inDegree: inDegreeConnections(wiring)
        case .erdosRenyi: erdosRenyiConnections(wiring)
        case .distance: distanceConnections(wiring)
        case .smallWorld: smallWorldConnections(wiring)
        case .scaleFree: scaleFreeConnections(wiring)
        case .lognormal: lognormalConnections(wiring)
        case .reciprocal: reciprocalConnections(wiring)
        case .blocks: blockConnections(wiring)
        case .degreeCorrelated: degreeCorrelatedConnections(wiring)
        case .rewired, .shuffled, .reversed: throw .needsMask(rule: self)
        }
    }
}
