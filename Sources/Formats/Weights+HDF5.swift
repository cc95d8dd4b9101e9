import HDF5

/// An archived snapshot of a network: its description, connections and parameters after some epoch.
public struct WeightSnapshot: Equatable, Sendable {
    /// Which network.
    public var description: NetworkDescription
    /// Epochs that were finished.
    public var epoch: Int
    /// Steps of training behind it.
    public var step: Int
    /// Its connections.
    public var mask: ConnectivityMask
    /// Its parameters; recurrent weights in the mask's order.
    public var parameters: NetworkParameters
    /// Which nodes are inhibitory under Dale's rule; nil without one.
    public var inhibitoryNodes: [Bool]?

    /// A snapshot; see the properties.
    public init(
        description: NetworkDescription, epoch: Int, step: Int, mask: ConnectivityMask,
        parameters: NetworkParameters, inhibitoryNodes: [Bool]? = nil
    ) {
        self.description = description
        self.epoch = epoch
        self.step = step
        self.mask = mask
        self.parameters = parameters
        self.inhibitoryNodes = inhibitoryNodes
    }

    /// Writes the snapshot as an artifact of kind `weights`.
    /// - Throws: `HDF5Error`.
    public func write(to path: String) throws {
        try writeArtifact(
            at: path, kind: "weights",
            title: "Weights after epoch \(epoch) (step \(step)): \(description.title)"
        ) { root in
            try description.write(to: root)
            try root.setAttribute("epoch", to: epoch)
            try root.setAttribute("step", to: step)
            try writeRecurrent(to: root)
            try parameters.writeDense(to: root, hiddenNodes: description.hiddenNodes)
            if let inhibitoryNodes {
                try root.writeArray(
                    inhibitoryNodes.map { UInt8($0 ? 1 : 0) }, to: "inhibitory_nodes", units: "1",
                    axes: ["node"])
            }
        }
    }

    private func writeRecurrent(to root: borrowing HDF5Group) throws {
        switch mask.connections {
        case .all:
            let dataset = try root.write(
                parameters.recurrentWeights, to: "recurrent_weights",
                shape: [mask.hiddenNodes, mask.hiddenNodes])
            try dataset.setAttribute("encoding-type", to: "array")
            try dataset.setAttribute("encoding-version", to: "0.2.0")
            try dataset.setAttribute("units", to: "1")
            try dataset.setAttribute("axes", to: "post, pre")
        case .rows(let rowStarts, let columns):
            try SparseEncoding.write(
                mask, rowStarts: rowStarts, columns: columns, to: "recurrent_weights", in: root
            ) { group in
                try group.writeArray(
                    parameters.recurrentWeights, to: "data", units: "1", axes: ["connection"])
            }
        }
    }

    /// Reads an artifact of kind `weights`.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    public init(readingFrom path: String) throws {
        self = try readArtifact(at: path, kind: "weights") { root in
            let description = try NetworkDescription(reading: root)
            let nodes = description.hiddenNodes
            let connections: ConnectivityMask.Connections
            let recurrent: [Float]
            if try root.kind(of: "recurrent_weights") == .dataset {
                connections = .all
                recurrent = try root.read("recurrent_weights", as: Float.self, shape: [nodes, nodes])
            } else {
                let pattern = try SparseEncoding.readPattern("recurrent_weights", in: root, path: path)
                connections = .rows(rowStarts: pattern.rowStarts, columns: pattern.columns)
                recurrent = try root.group("recurrent_weights")
                    .read("data", as: Float.self, shape: [pattern.columns.count])
            }
            var parameters = try NetworkParameters(readingDense: root, hiddenNodes: nodes)
            parameters.recurrentWeights = recurrent
            return WeightSnapshot(
                description: description, epoch: try root.attribute("epoch", as: Int.self),
                step: try root.attribute("step", as: Int.self),
                mask: ConnectivityMask(
                    hiddenNodes: nodes, connections: connections, density: description.density,
                    rule: "as stored", seed: nil),
                parameters: parameters,
                inhibitoryNodes: description.dale == nil
                    ? nil : try root.read("inhibitory_nodes", as: UInt8.self, shape: [nodes]).map { $0 != 0 })
        }
    }
}

extension NetworkParameters {
    /// Everything but the recurrent weights.
    func writeDense(to group: borrowing HDF5Group, hiddenNodes: Int) throws {
        let (nodes, classes) = (hiddenNodes, readoutBiases.count)
        let inputs = inputWeights.count / nodes
        try group.writeArray(
            inputWeights, to: "input_weights", shape: [nodes, inputs], units: "1", axes: ["node", "input"])
        try group.writeArray(inputBiases, to: "input_biases", units: "1", axes: ["node"])
        try group.writeArray(recurrentBiases, to: "recurrent_biases", units: "1", axes: ["node"])
        try group.writeArray(
            readoutWeights, to: "readout_weights", shape: [classes, nodes], units: "1",
            axes: ["class", "node"])
        try group.writeArray(readoutBiases, to: "readout_biases", units: "1", axes: ["class"])
    }

    /// Everything but the recurrent weights, which stay empty.
    init(readingDense group: borrowing HDF5Group, hiddenNodes: Int) throws {
        let biases = try group.read("readout_biases", as: Float.self, shape: [nil])
        self.init(
            inputWeights: try group.read("input_weights", as: Float.self, shape: [hiddenNodes, nil]),
            inputBiases: try group.read("input_biases", as: Float.self, shape: [hiddenNodes]),
            recurrentWeights: [],
            recurrentBiases: try group.read("recurrent_biases", as: Float.self, shape: [hiddenNodes]),
            readoutWeights: try group.read(
                "readout_weights", as: Float.self, shape: [biases.count, hiddenNodes]),
            readoutBiases: biases)
    }
}
