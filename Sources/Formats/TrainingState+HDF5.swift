import HDF5

extension TrainingState {
    /// Writes the state as an artifact of kind `state`.
    /// - Parameter mask: digest of the mask's object, in whose order the recurrent numbers are.
    /// - Throws: `HDF5Error`.
    public func write(to path: String, description: NetworkDescription, mask: String) throws {
        try writeArtifact(
            at: path, kind: "state", version: 2,
            title: "Training state after epoch \(epoch): \(description.title)"
        ) { root in
            try description.write(to: root)
            try root.setAttribute("epoch", to: epoch)
            try root.setAttribute("step", to: step)
            try root.setAttribute("stopped", to: hasStopped ? 1 : 0)
            if let best { try best.write(to: root) }
            try root.setAttribute("mask", to: mask)
            try root.setAttribute("position", to: generator.position)
            for (name, values) in sets {
                let group = try root.createGroup(name)
                try values.writeDense(to: group, hiddenNodes: description.hiddenNodes)
                try group.writeArray(
                    values.recurrentWeights, to: "recurrent_weights", units: "1", axes: ["connection"])
            }
            let group = try root.createGroup("generator")
            try group.writeArray(generator.words, to: "words", units: "1", axes: ["word"])
        }
    }

    private var sets: [(String, NetworkParameters)] {
        [("parameters", parameters), ("first_moments", firstMoments), ("second_moments", secondMoments)]
    }

    /// Reads an artifact of kind `state` and checks that it goes on from the network that is asked for.
    ///
    /// - Parameters:
    ///   - expected: the network to be trained; every member must agree.
    ///   - mask: digest of its mask's object.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    public init(readingFrom path: String, of expected: NetworkDescription, mask: String) throws {
        self = try readArtifact(at: path, kind: "state", versions: 2...2) { root in
            let found = try NetworkDescription(reading: root)
            guard found == expected else {
                throw FormatError(
                    path, "network",
                    "is “\(found.title)”, but “\(expected.title)” with the same options is to go on")
            }
            let foundMask = try root.attribute("mask", as: String.self)
            guard foundMask == mask else {
                throw FormatError(
                    path, "attribute mask",
                    "is \(foundMask.prefix(12))…, but the mask given is \(mask.prefix(12))…; give the mask it began with"
                )
            }
            return TrainingState(
                epoch: try root.attribute("epoch", as: Int.self),
                step: try root.attribute("step", as: Int.self), best: try BestEvaluation(ifIn: root),
                hasStopped: try root.attribute("stopped", as: Int.self) == 1,
                parameters: try Self.read("parameters", in: root, expected),
                firstMoments: try Self.read("first_moments", in: root, expected),
                secondMoments: try Self.read("second_moments", in: root, expected),
                generator: GeneratorState(
                    words: try root.group("generator").read("words", as: UInt32.self, shape: [624]),
                    position: try root.attribute("position", as: Int.self)))
        }
    }

    private static func read(
        _ name: String, in root: borrowing HDF5Group, _ network: NetworkDescription
    ) throws -> NetworkParameters {
        let group = try root.group(name)
        var values = try NetworkParameters(readingDense: group, hiddenNodes: network.hiddenNodes)
        values.recurrentWeights = try group.read(
            "recurrent_weights", as: Float.self, shape: [network.connections])
        return values
    }
}
