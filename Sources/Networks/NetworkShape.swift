import Formats

/// The sizes of a recurrent network and of what it reads.
public struct NetworkShape: Equatable, Sendable {
    /// Numbers that the network reads in each time step (28 for MNIST: one row of pixels).
    public let inputs: Int
    /// Time steps (28 for MNIST).
    public let steps: Int
    /// Hidden nodes, N.
    public let hiddenNodes: Int
    /// Outputs of the read-out.
    public let classes: Int
    /// Connections between hidden nodes, E.
    public let connections: Int

    /// The shape of a network for `dataset` with the hidden nodes and connections of `mask`.
    public init(mask: ConnectivityMask, dataset: Dataset) {
        inputs = dataset.training.inputs
        steps = dataset.training.steps
        hiddenNodes = mask.hiddenNodes
        classes = dataset.classNames.count
        connections = mask.count
    }

    /// A shape from its sizes.
    public init(inputs: Int, steps: Int, hiddenNodes: Int, classes: Int, connections: Int) {
        self.inputs = inputs
        self.steps = steps
        self.hiddenNodes = hiddenNodes
        self.classes = classes
        self.connections = connections
    }

    /// Numbers in each array, in the order of `NetworkParameters.fields`.
    public var parameterCounts: [Int] {
        [
            hiddenNodes * inputs, hiddenNodes, connections, hiddenNodes, classes * hiddenNodes, classes,
        ]
    }
}
