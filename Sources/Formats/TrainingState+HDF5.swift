import HDF5
import Model

extension TrainingState {
    /// Writes the state as an artifact of kind `state`.
    /// - Parameter mask: digest of the mask's object, in whose order the recurrent numbers are.
    /// - Throws: `HDF5Error`.
    package func write(to path: String, description: Conditions, mask: String) throws {
        try writeArtifact(
            at: path, kind: "state", version: 2,
            title: "Training state after epoch \(epoch): \(description.title)"
        ) { root in
            try description.write(to: root)
            try root.setAttribute("epoch", to: epoch)
            try root.setAttribute("step", to: step)
            try root.setAttribute("stopped", to: hasStopped ? 1 : 0)
            try root.setDivergedStep(divergedStep)
            if divergedStep == nil && !sets.allSatisfy(\.1.isFinite) {
                try root.setAttribute("finite", to: 0)
            }
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
    ///   - withinEpoch: whether it may be a checkpoint that was saved within an epoch, which ends with the evaluation.
    /// - Throws: `FormatError` or `HDF5Error`, naming file and field.
    package init(
        readingFrom path: String, of expected: Conditions, mask: String, withinEpoch: Bool = false
    ) throws {
        self = try readArtifact(at: path, kind: "state", versions: 2...2) { root in
            try Self.requireSame(root, expected, mask: mask)
            let epoch = try root.attribute("epoch", in: CountRange.any)
            let step = try Self.readStep(root, after: epoch, of: expected, withinEpoch: withinEpoch)
            let divergedStep = try root.divergedStep(upTo: step)
            let isFinite =
                try root.optionalAttribute("finite", in: CountRange.flag) != 0 && divergedStep == nil
            return TrainingState(
                epoch: epoch, step: step, best: try BestEvaluation(ifIn: root, upTo: epoch),
                hasStopped: try root.flag("stopped"), divergedStep: divergedStep,
                parameters: try Self.read("parameters", in: root, expected, isFinite: isFinite),
                firstMoments: try Self.read("first_moments", in: root, expected, isFinite: isFinite),
                secondMoments: try Self.read(
                    "second_moments", in: root, expected, isFinite: isFinite, notNegative: true),
                generator: GeneratorState(
                    words: try root.group("generator").readArray(
                        "words", as: UInt32.self, shape: [624], units: "1", axes: ["word"]),
                    position: try root.attribute("position", in: 0...624)))
        }
    }

    private static func requireSame(
        _ root: borrowing HDF5Group, _ expected: Conditions, mask: String
    ) throws {
        let found = try Conditions(reading: root)
        guard found == expected else {
            let differences = expected.differences(from: found).joined(separator: ", ")
            throw FormatError(
                root.handle.file, "network",
                "is “\(found.title)”, but “\(expected.title)” with the same options is to go on: \(differences) differ"
            )
        }
        let foundMask = try root.attribute("mask", as: String.self)
        guard foundMask == mask else {
            throw root.wrong(
                "mask",
                "is \(foundMask.prefix(12))…, but the mask given is \(mask.prefix(12))…; give the mask it began with"
            )
        }
    }

    private static func readStep(
        _ root: borrowing HDF5Group, after epoch: Int, of network: Conditions, withinEpoch: Bool
    ) throws -> Int {
        let step = try root.attribute("step", in: CountRange.steps)
        // After an epoch's last step, its evaluation may be left.
        let steps = withinEpoch ? network.stepsPerEpoch : 0
        guard (0...steps).contains(step - epoch * network.stepsPerEpoch) else {
            throw root.wrong(
                "step",
                "is \(step), but attribute epoch is \(epoch) of \(network.stepsPerEpoch) steps each; within an epoch, where "
                    + "--max-steps ends, training cannot go on")
        }
        return step
    }

    private static func read(
        _ name: String, in root: borrowing HDF5Group, _ network: Conditions, isFinite: Bool,
        notNegative: Bool = false
    ) throws -> NetworkParameters {
        let group = try root.group(name)
        var values = try NetworkParameters(readingDense: group, hiddenNodes: network.hiddenNodes)
        values.recurrentWeights = try group.readArray(
            "recurrent_weights", as: Float.self, shape: [network.connections], units: "1",
            axes: ["connection"])
        if isFinite { try values.requireFinite(in: name, of: root.handle.file, notNegative: notNegative) }
        return values
    }
}
