/// Which connections exist between the hidden nodes of a network: mask[post, pre].
///
/// Rows are postsynaptic nodes, columns presynaptic ones, as in W·h (paper, Methods).
/// Self-connections are allowed. Only the pattern is held, never N² numbers.
package struct ConnectivityMask: Equatable, Sendable {
    /// The stored pattern.
    package enum Connections: Equatable, Sendable {
        /// Every node is connected to every node, itself included.
        case all
        /// Compressed sparse rows: `rowStarts` has N + 1 entries; row i holds
        /// `columns[rowStarts[i] ..< rowStarts[i + 1]]`, strictly increasing.
        case rows(rowStarts: [Int], columns: [Int32])
    }

    /// Number of hidden nodes, N.
    package let hiddenNodes: Int
    /// The connections themselves.
    package let connections: Connections
    /// The connection probability that was asked for, in (0, 1].
    package let density: Double
    /// The rule and its parameters.
    package let wiring: Wiring
    /// The seed of the rule's generator, if it draws.
    package let seed: UInt64?
    /// Of each node whether it excites (1) or inhibits (-1), 0 where that is not known; nil: the rule says nothing of it.
    package var signs: [Int8]?

    /// A mask of `hiddenNodes` nodes; the caller vouches for the order and range of rows and columns.
    package init(
        hiddenNodes: Int, connections: Connections, density: Double, wiring: Wiring, seed: UInt64?,
        signs: [Int8]? = nil
    ) {
        self.signs = signs
        self.hiddenNodes = hiddenNodes
        self.connections = connections
        self.density = density
        self.wiring = wiring
        self.seed = seed
    }

    /// A mask as above, of a rule whose parameters are not known or of one that has none.
    package init(
        hiddenNodes: Int, connections: Connections, density: Double, rule: String, seed: UInt64?
    ) {
        self.init(
            hiddenNodes: hiddenNodes, connections: connections, density: density, wiring: Wiring(rule: rule),
            seed: seed)
    }

    /// The wiring rule's name, for instance `bernoulli`.
    package var rule: String { wiring.rule }

    /// Number of connections, E.
    package var count: Int {
        switch connections {
        case .all: hiddenNodes * hiddenNodes
        case .rows(_, let columns): columns.count
        }
    }
}

extension ConnectivityMask {
    /// Calls `body` with the presynaptic node of each connection, in the mask's order.
    package func forEachPresynapticNode(_ body: (Int) -> Void) {
        switch connections {
        case .all:
            for _ in 0..<hiddenNodes {
                for pre in 0..<hiddenNodes { body(pre) }
            }
        case .rows(_, let columns):
            for pre in columns { body(Int(pre)) }
        }
    }
}
