/// Which connections exist between the hidden nodes of a network: mask[post, pre].
///
/// Rows are postsynaptic nodes, columns presynaptic ones, as in W·h (paper, Methods).
/// Self-connections are allowed. Only the pattern is held, never N² numbers.
public struct ConnectivityMask: Equatable, Sendable {
    /// The stored pattern.
    public enum Connections: Equatable, Sendable {
        /// Every node is connected to every node, itself included.
        case all
        /// Compressed sparse rows: `rowStarts` has N + 1 entries; row i holds
        /// `columns[rowStarts[i] ..< rowStarts[i + 1]]`, strictly increasing.
        case rows(rowStarts: [Int], columns: [Int32])
    }

    /// Number of hidden nodes, N.
    public let hiddenNodes: Int
    /// The connections themselves.
    public let connections: Connections
    /// The connection probability that was asked for, in (0, 1].
    public let density: Double
    /// The wiring rule's name in the catalogue, for instance `bernoulli`.
    public let rule: String
    /// The seed of the rule's generator, if it draws.
    public let seed: UInt64?

    /// A mask of `hiddenNodes` nodes; the caller vouches for the order and range of rows and columns.
    public init(
        hiddenNodes: Int, connections: Connections, density: Double, rule: String, seed: UInt64?
    ) {
        self.hiddenNodes = hiddenNodes
        self.connections = connections
        self.density = density
        self.rule = rule
        self.seed = seed
    }

    /// Number of connections, E.
    public var count: Int {
        switch connections {
        case .all: hiddenNodes * hiddenNodes
        case .rows(_, let columns): columns.count
        }
    }
}

extension ConnectivityMask {
    /// Calls `body` with the presynaptic node of each connection, in the mask's order.
    public func forEachPresynapticNode(_ body: (Int) -> Void) {
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
