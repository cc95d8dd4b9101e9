import HDF5
import Model

extension WeightSnapshot {
    /// Writes the snapshot as an artifact of kind `weights`.
    /// - Throws: `HDF5Error`.
    package func write(to path: String) throws {
        try writeArtifact(
            at: path, kind: "weights",
            title: "Weights after epoch \(epoch) (step \(step)): \(description.title)"
        ) { root in
            try description.write(to: root)
            try root.setAttribute("epoch", to: epoch)
            try root.setAttribute("step", to: step)
            try root.setDivergedStep(divergedStep)
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
            try SparseEncoding.markArray(dataset, units: "1")
        case .rows(let rowStarts, let columns):
            try SparseEncoding.write(
                mask, rowStarts: rowStarts, columns: columns, to: "recurrent_weights", in: root
            ) { group in
                try group.writeArray(
                    parameters.recurrentWeights, to: "data", units: "1", axes: ["connection"])
            }
        }
    }

    /// Reads an artifact of kind `weights`. Those of a network that diverged may be infinite or NaN.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    package init(readingFrom path: String) throws {
        self = try readArtifact(at: path, kind: "weights") { root in
            let description = try Conditions(reading: root)
            let nodes = description.hiddenNodes
            let progress = try description.readProgress(of: root)
            let (connections, weights) = try Self.readRecurrent(root, nodes: nodes)
            try root.require(
                count: weights.count, of: "recurrent_weights", claimed: description.connections)
            var parameters = try NetworkParameters(readingDense: root, hiddenNodes: nodes)
            parameters.recurrentWeights = weights
            return WeightSnapshot(
                description: description, epoch: progress.epoch, step: progress.step,
                mask: ConnectivityMask(
                    hiddenNodes: nodes, connections: connections, density: description.density,
                    rule: "as stored", seed: nil),
                parameters: parameters, inhibitoryNodes: try Self.readInhibitory(root, description),
                divergedStep: try root.divergedStep(upTo: progress.step))
        }
    }

    /// Reads weights to measure something of them: all are finite.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    package init(measuring path: String) throws {
        try self.init(readingFrom: path)
        try parameters.requireFinite(
            of: path, recurrent: mask.connections == .all ? nil : "recurrent_weights/data")
    }

    private static func readRecurrent(
        _ root: borrowing HDF5Group, nodes: Int
    ) throws -> (ConnectivityMask.Connections, [Float]) {
        let name = "recurrent_weights"
        guard try root.kind(of: name) == .dataset else {
            let pattern = try SparseEncoding.readPattern(name, in: root, nodes: nodes)
            let values = try root.group(name).readArray(
                "data", as: Float.self, shape: [pattern.columns.count], units: "1", axes: ["connection"])
            return (.rows(rowStarts: pattern.rowStarts, columns: pattern.columns), values)
        }
        let dataset = try root.dataset(name)
        try SparseEncoding.requireArray(dataset, nodes: nodes, units: "1")
        return (.all, try dataset.readBacked(as: Float.self, shape: [nodes, nodes]))
    }

    /// Nil without Dale's principle.
    private static func readInhibitory(
        _ root: borrowing HDF5Group, _ network: Conditions
    ) throws -> [Bool]? {
        let name = "inhibitory_nodes"
        guard let dale = network.dale else {
            guard try !root.contains(name) else {
                throw FormatError(
                    root.handle.file, name,
                    "is there, but no attribute inhibitory_fraction says how they were drawn")
            }
            return nil
        }
        let nodes = try root.readArray(
            name, as: UInt8.self, shape: [network.hiddenNodes], units: "1", axes: ["node"])
        if let place = nodes.firstIndex(where: { $0 > 1 }) {
            throw FormatError(
                root.handle.file, name, "holds \(nodes[place]) at place \(place), but 0 or 1 was expected")
        }
        let (count, draws) = (nodes.count { $0 == 1 }, dale.draws(of: nodes.count))
        guard dale.drawing == .distinct ? count == draws : count <= draws else {
            throw FormatError(
                root.handle.file, name,
                "names \(count) nodes, but \(draws) were drawn, says attribute inhibitory_fraction")
        }
        return nodes.map { $0 == 1 }
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
        func read(_ name: String, _ shape: [Int?], _ axes: [String]) throws -> [Float] {
            try group.readArray(name, as: Float.self, shape: shape, units: "1", axes: axes)
        }
        let biases = try read("readout_biases", [nil], ["class"])
        self.init(
            inputWeights: try read("input_weights", [hiddenNodes, nil], ["node", "input"]),
            inputBiases: try read("input_biases", [hiddenNodes], ["node"]), recurrentWeights: [],
            recurrentBiases: try read("recurrent_biases", [hiddenNodes], ["node"]),
            readoutWeights: try read("readout_weights", [biases.count, hiddenNodes], ["class", "node"]),
            readoutBiases: biases)
        guard !inputWeights.isEmpty, (1...256).contains(biases.count) else {
            throw group.wrong(
                "has \(inputWeights.count) input_weights and \(biases.count) readout_biases, but at least one input and 1 "
                    + "to 256 classes were expected")
        }
    }

    /// Throws where a number is infinite or NaN, or not of 0 or more where that is asked for.
    ///
    /// - Parameters:
    ///   - group: where the file has these arrays, for messages; empty for its root.
    ///   - recurrent: where it has the recurrent weights, if not under their own name.
    func requireFinite(
        in group: String = "", of path: String, recurrent: String? = nil, notNegative: Bool = false
    ) throws {
        for (name, field) in Self.fields {
            let values = self[keyPath: field]
            let wrong = values.firstIndex { !$0.isFinite || notNegative && $0 < 0 }
            guard let wrong else { continue }
            let place = group.isEmpty ? name : "\(group)/\(name)"
            throw FormatError(
                path, field == \.recurrentWeights ? recurrent ?? place : place,
                "holds \(values[wrong].words) at place \(wrong), but finite numbers\(notNegative ? " of 0 or more" : "") were "
                    + "expected; if the training diverged, train with a lower learning rate")
        }
    }
}
