import Compute
import Model

extension Engine {
    /// Proves that the engine's device, if it has one, computes the processor's bits: every operation on numbers at the borders, then
    /// steps of small networks of each kind, with rows as long as those that will be used.
    ///
    /// - Parameter batch: images of a batch.
    /// - Throws: `DeviceError` with the numbers that differ, or if the device fails; `InstructionSetError`, `EngineError`.
    package func proveDevice(batch: Int) throws {
        guard let device else { return }
        try proveArithmetic()
        let processor = try Engine(threads: 1, instructionSet: instructionSet)
        for example in ProofNetwork.all {
            let expected = processor.withSubnormalsFlushed { example.step(on: processor, batch: batch) }
            let found = withSubnormalsFlushed { example.step(on: self, batch: batch) }
            try checkDevice()
            for (array, (found, expected)) in zip(found, expected).enumerated() {
                for (place, (one, other)) in zip(found, expected).enumerated()
                where one.bitPattern != other.bitPattern && !(one.isNaN && other.isNaN) {
                    throw DeviceError.differs(
                        device.description,
                        "after two steps of \(example.name), number \(place) of array \(array) is \(one) instead of \(other)"
                    )
                }
            }
        }
    }

    /// Asks the engine's device, if it has one, for the memory of a network.
    ///
    /// - Throws: `DeviceError` if the device has less; what `Device.admit` throws.
    package func reserve(_ bytes: Int) throws {
        guard let device else { return }
        guard bytes <= device.description.memory else {
            throw DeviceError.memory(device.description, needed: bytes)
        }
        try device.admit(DeviceUse(device.description, bytes: bytes))
    }
}

/// A small network that is trained for two steps.
private struct ProofNetwork {
    let name: String
    let kind: NetworkKind
    let nonlinearity: Nonlinearity
    /// Every how many-th pair of nodes is connected; 1: all.
    let spacing: Int

    static let all = [
        ProofNetwork(name: "a sparse network", kind: .rnn, nonlinearity: .relu, spacing: 7),
        ProofNetwork(name: "a network with few connections", kind: .rnn, nonlinearity: .tanh, spacing: 61),
        ProofNetwork(name: "a dense network", kind: .rnn, nonlinearity: .relu, spacing: 1),
        ProofNetwork(name: "a feedforward network", kind: .feedforward, nonlinearity: .relu, spacing: 7),
    ]

    private static let nodes = 45
    private static let classes = 3

    /// All parameters and the second moments after two steps, the last logits and the gradient's magnitude.
    func step(on engine: Engine, batch: Int) -> [[Float]] {
        let mask = mask
        let steps = kind == .rnn ? 3 : 1
        let shape = NetworkShape(
            kind, inputs: 5, steps: steps, hiddenNodes: Self.nodes, classes: Self.classes,
            connections: mask.count)
        let network = Network(
            shape: shape, mask: mask, nonlinearity: nonlinearity, batch: batch, engine: engine)
        let moments = (0..<2).map { _ in ParameterSet(like: network.parameters) }
        for array in network.parameters.arrays {
            for i in 0..<array.count { array[i] = Self.number(i + array.count) }
        }
        network.parametersChanged()
        let images = min(batch, 19)
        let indices = Array(0..<Int64(images))
        let values = (0..<images * steps * 5).map { Self.number($0) }
        let labels = (0..<images).map { UInt8($0 % Self.classes) }
        let examples = LabelledExamples(
            .series(values, SeriesLayout(steps: steps, channels: 5)), labels: labels)
        var magnitudes: [Float] = []
        for step in 1...2 {
            network.load(examples, indices: indices.span)
            network.forward()
            _ = network.loss(labels: labels.span, forTraining: true)
            network.backward()
            for (i, array) in network.parameters.arrays.enumerated() {
                let sums = AlignedArray<Float>(count: Engine.adamBlocks(array.count))
                magnitudes.append(
                    Float(
                        engine.adam(
                            AdamOptions(), step: step, parameters: array,
                            gradient: network.gradients.arrays[i], firstMoments: moments[0].arrays[i],
                            secondMoments: moments[1].arrays[i], blockSums: sums)))
            }
            network.parametersChanged()
        }
        return (network.parameters.arrays + moments[1].arrays + [network.logits.values]).map { $0.array() }
            + [magnitudes]
    }

    private var mask: ConnectivityMask {
        let n = Self.nodes
        guard spacing > 1 else {
            return ConnectivityMask(hiddenNodes: n, connections: .all, density: 1, rule: "full", seed: nil)
        }
        var starts = [0]
        var columns: [Int32] = []
        for i in 0..<n {
            for j in 0..<n where (i * n + j) % spacing == 0 { columns.append(Int32(j)) }
            starts.append(columns.count)
        }
        return ConnectivityMask(
            hiddenNodes: n, connections: .rows(rowStarts: starts, columns: columns),
            density: 1 / Double(spacing), rule: "proof", seed: nil)
    }

    /// In ±0.5, different from its neighbours.
    private static func number(_ i: Int) -> Float { Float(i &* 7919 % 1009) / 1009 - 0.5 }
}
