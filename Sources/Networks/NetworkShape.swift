import Model

/// The sizes of a network and of what it reads.
package struct NetworkShape: Equatable, Sendable {
    /// How hidden nodes are arranged.
    package let kind: NetworkKind
    /// Numbers that the network reads in each time step (28 for MNIST and a recurrent network: one row of pixels; 784 for
    /// a feedforward one).
    package let inputs: Int
    /// Time steps (28 for MNIST and a recurrent network; 1 for a feedforward one).
    package let steps: Int
    /// Hidden nodes, N; in each layer if there are two.
    package let hiddenNodes: Int
    /// Outputs of the read-out.
    package let classes: Int
    /// Connections between hidden nodes, E.
    package let connections: Int

    /// The shape of a network for `dataset` with the hidden nodes and connections of `mask`.
    package init(_ kind: NetworkKind = .rnn, mask: ConnectivityMask, dataset: Dataset) {
        let examples = dataset.training
        let readsAllAtOnce = kind == .feedforward
        self.init(
            kind, inputs: readsAllAtOnce ? examples.steps * examples.inputs : examples.inputs,
            steps: readsAllAtOnce ? 1 : examples.steps, hiddenNodes: mask.hiddenNodes,
            classes: dataset.classNames.count, connections: mask.count)
    }

    /// A shape from its sizes.
    package init(
        _ kind: NetworkKind = .rnn, inputs: Int, steps: Int, hiddenNodes: Int, classes: Int, connections: Int
    ) {
        precondition(kind == .rnn || steps == 1, "a feedforward network reads a whole example at once")
        self.kind = kind
        self.inputs = inputs
        self.steps = steps
        self.hiddenNodes = hiddenNodes
        self.classes = classes
        self.connections = connections
    }

    /// Numbers in each array, in the order of `NetworkParameters.fields`.
    package var parameterCounts: [Int] {
        [
            hiddenNodes * inputs, hiddenNodes, connections, hiddenNodes, classes * hiddenNodes, classes,
        ]
    }
}
