extension WiringRule {
    /// The table of rules.
    package var row: Row {
        switch self {
        case .bernoulli:
            Row(
                "each connection exists with probability `density`, independently of the others",
                density: .expected, [.selfConnections])
        case .full:
            Row("every node is connected to every node, itself included", density: .one, isDrawn: false)
        case .inDegree:
            Row(
                "every node has the same number of inputs, from any nodes", density: .exact,
                [.selfConnections])
        case .erdosRenyi:
            Row("a given number of connections, between any nodes", density: .exact, [.selfConnections])
        case .distance:
            Row(
                "nodes on a ring, a sheet or a cube; the farther apart, the less often connected",
                density: .expected, [.length, .dimensions, .decay, .periodic, .selfConnections])
        case .smallWorld:
            Row(
                "every node has inputs from its neighbours on a ring, some of them replaced by any nodes",
                density: .exact, [.rewiring, .selfConnections])
        case .scaleFree:
            Row(
                "in- and out-degrees fall off as a power law", density: .expected,
                [.exponent, .correlation, .selfConnections])
        case .lognormal:
            Row(
                "in- and out-degrees have lognormal distributions", density: .expected,
                [.spread, .correlation, .selfConnections])
        case .reciprocal:
            Row(
                "two nodes are connected both ways more often, or less often, than by chance",
                density: .expected, [.reciprocity, .selfConnections])
        case .blocks:
            Row(
                "groups of nodes, with a probability of connections for each two of them", density: .followed,
                [.groups, .probabilities, .inhibitoryGroups, .selfConnections])
        case .degreeCorrelated:
            Row(
                "nodes with many inputs from excitatory nodes have many, or few, from inhibitory ones",
                density: .expected, [.correlation, .spread, .inhibitory, .selfConnections])
        case .rewired:
            Row(
                "each node has as many inputs and outputs as in another mask", density: .source,
                [.rounds])
        case .shuffled:
            Row("as many connections as in another mask, between any nodes", density: .source)
        case .reversed:
            Row("another mask with every connection turned around", density: .source, isDrawn: false)
        }
    }
}
