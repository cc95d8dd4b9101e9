extension WiringParameter {
    /// Whether nodes may be connected to themselves; of every rule that draws.
    package static let selfConnections = WiringParameter(
        "self-connections", .flag, usual: .flag(true), "whether a node may be connected to itself",
        goesWithoutSaying: true)

    // distance

    /// The length over which connections become rarer.
    package static let length = WiringParameter(
        "length", unit: "side", .real(.positive), usual: .real(0.1),
        "length over which connections become rarer, in sides of the ring, sheet or cube")
    /// Ring, sheet or cube.
    package static let dimensions = WiringParameter(
        "dimensions", .integer(1...3), usual: .integer(2), "1: a ring of nodes, 2: a sheet, 3: a cube")
    /// How the probability falls with distance.
    package static let decay = WiringParameter(
        "decay", unit: "text", .choice(["exponential", "gaussian"]), usual: .text("exponential"),
        "how the probability falls with distance")
    /// Whether opposite ends of the ring, sheet or cube are neighbours.
    package static let periodic = WiringParameter(
        "periodic", .flag, usual: .flag(true), "whether opposite ends are neighbours")

    // small-world

    /// Which share of connections leads to any node.
    package static let rewiring = WiringParameter(
        "rewiring", unit: "fraction", .real(.fraction), usual: .real(0.1),
        "probability that an input comes from any node instead of a neighbour")

    // scale-free, lognormal, degree-correlated

    /// How degrees are distributed: their density falls with this power.
    package static let exponent = WiringParameter(
        "exponent", .real(NumberRange(words: "a number above 2") { $0 > 2 && $0.isFinite }),
        usual: .real(2.5), "power with which large degrees become rarer")
    /// How much degrees differ.
    package static let spread = WiringParameter(
        "spread", .real(.magnitude), usual: .real(0.5),
        "standard deviation of the logarithm of expected degrees")
    /// How two degrees of a node belong together.
    package static let correlation = WiringParameter(
        "correlation", .real(NumberRange(words: "a number of -1 to 1") { (-1...1).contains($0) }),
        usual: .real(0), "correlation of the two expected degrees of a node")
    /// Which share of nodes is inhibitory.
    package static let inhibitory = WiringParameter(
        "inhibitory", unit: "fraction",
        .real(NumberRange(words: "a fraction above 0 and below 1") { $0 > 0 && $0 < 1 }), usual: .real(0.2),
        "fraction of nodes that are inhibitory, the last ones, whose connections are counted apart")

    // reciprocal

    /// How often pairs are connected both ways, relative to chance.
    package static let reciprocity = WiringParameter(
        "reciprocity", .real(.magnitude), usual: .real(4),
        "how many times as often as by chance two nodes are connected both ways")

    // blocks

    /// Sizes of the groups.
    package static let groups = WiringParameter(
        "groups", .reals(.positive), "sizes of the groups of nodes, relative to each other")
    /// Probabilities from group to group.
    package static let probabilities = WiringParameter(
        "probabilities", .reals(.fraction),
        "probabilities of connections, row by row: onto the first group from each, onto the second, …")

    /// Groups whose nodes are inhibitory.
    package static let inhibitoryGroups = WiringParameter(
        "inhibitory-groups",
        .reals(NumberRange(words: "a whole number, 0 or more") { $0 >= 0 && $0 == $0.rounded() }),
        usual: .reals([0]),
        "numbers of the groups, from 1, whose nodes are inhibitory; 0: none is said to be",
        goesWithoutSaying: true)

    // rewired

    /// How long connections are exchanged.
    package static let rounds = WiringParameter(
        "rounds", .integer(1...1_000_000), usual: .integer(20),
        "how often each node exchanges inputs with another")
}
