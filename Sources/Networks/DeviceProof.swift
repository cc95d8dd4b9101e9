import Compute
import Model

extension Engine {
    /// Takes the engine's device, if it has one, into use for a network: waits until there is room, then proves the device.
    ///
    /// - Parameters:
    ///   - need: memory that the network needs.
    ///   - batch: images of a batch.
    /// - Throws: `DeviceError` if the device is too small or fails, or with the numbers that differ; what `Device.admit` throws;
    ///   `InstructionSetError`, `EngineError`.
    package func prepareDevice(_ need: DeviceNeed, batch: Int) throws {
        guard let device else { return }
        let use = DeviceUse(device.description, need)
        guard use.bytes <= use.memory else {
            throw DeviceError.memory(device.description, needed: use.bytes)
        }
        guard need.largestArray <= device.description.largestBuffer else {
            throw DeviceError.array(device.description, needed: need.largestArray)
        }
        try device.admit(use)
        if let free = device.freeMemory, free < need.bytes {
            throw DeviceError.taken(device.description, free: free, needed: need.bytes)
        }
        try proveDevice(batch: batch)
    }

    /// Proves that the engine's device, if it has one, computes the processor's bits: every operation on numbers at the borders, then
    /// steps of small networks of each kind, with rows as long as those that will be used.
    ///
    /// - Parameter batch: images of a batch.
    /// - Throws: `DeviceError` with the numbers that differ, or if the device fails; `InstructionSetError`, `EngineError`.
    package func proveDevice(batch: Int) throws {
        guard let device else { return }
        device.usualStride = Activations.stride(images: batch)
        do {
            try proveArithmetic()
            try proveReadout()
            for example in ProofNetwork.all { try prove(device, example, batch: batch) }
        } catch let error as DeviceError {
            guard case .failed(let device, let what) = error else { throw error }
            throw DeviceError.notStarted(device, what)
        }
    }

    private func prove(_ device: Device, _ example: ProofNetwork, batch: Int) throws {
        let processor = try Engine(threads: 1, instructionSet: instructionSet)
        let expected = processor.withSubnormalsFlushed { example.steps(on: processor, batch: batch) }
        let found = withSubnormalsFlushed { example.steps(on: self, batch: batch) }
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

/// A small network that is trained for two steps: with a whole batch, and with a smaller one.
private struct ProofNetwork {
    let name: String
    var kind = NetworkKind.rnn
    var nonlinearity = Nonlinearity.relu
    /// Enough for several groups of items in every kernel, several tiles of connections, and several blocks of Adam.
    var nodes = 530
    /// Every how many-th pair of nodes is connected; 1: all.
    let spacing: Int
    /// Whether signs are enforced, as under Dale's principle.
    var hasSigns = false
    /// Largest parameter. If it is tiny, biases are zero and inputs end after the first time step, so that sums along connections
    /// are so small that flushing decides their bits.
    var size: Float = 0.5

    /// About 2⁻¹²⁶ when it is multiplied by itself.
    private static let tiny: Float = 0x1p-62

    static let all = [
        ProofNetwork(name: "a sparse network with signs", spacing: 7, hasSigns: true),
        ProofNetwork(name: "a network with few connections", nonlinearity: .tanh, nodes: 1060, spacing: 61),
        ProofNetwork(name: "a dense network", nodes: 130, spacing: 1),
        ProofNetwork(name: "a feedforward network", kind: .feedforward, nodes: 45, spacing: 7),
        ProofNetwork(name: "a sparse network of tiny numbers", nodes: 130, spacing: 7, size: tiny),
        ProofNetwork(
            name: "a network with few connections of tiny numbers", nodes: 130, spacing: 27, size: tiny),
        ProofNetwork(name: "a dense network of tiny numbers", nodes: 130, spacing: 1, size: tiny),
    ]

    private static let classes = 3
    private static let inputs = 5
    private var isTiny: Bool { size < 1e-3 }

    /// All parameters, gradients and moments after two steps, the last logits and the gradients' magnitudes.
    func steps(on engine: Engine, batch: Int) -> [[Float]] {
        let mask = mask
        let shape = NetworkShape(
            kind, inputs: Self.inputs, steps: kind == .rnn ? 3 : 1, hiddenNodes: nodes, classes: Self.classes,
            connections: mask.count)
        let network = Network(
            shape: shape, mask: mask, nonlinearity: nonlinearity, batch: batch, engine: engine)
        let moments = (0..<2).map { _ in ParameterSet(like: network.parameters) }
        let biases = [network.parameters.inputBiases, network.parameters.recurrentBiases]
        for array in network.parameters.arrays where !isTiny || !biases.contains(where: { $0 === array }) {
            for i in 0..<array.count { array[i] = size * Self.number(i + array.count) }
        }
        network.parametersChanged()
        var magnitudes: [Float] = []
        for (step, images) in [batch, batch - batch / 3].enumerated() {
            propagate(network, images: images)
            // Adam loses what is so small.
            if isTiny { magnitudes += network.gradients.arrays.flatMap { $0.array() } }
            for i in network.parameters.arrays.indices {
                magnitudes.append(update(network, i, moments, step: step + 1, on: engine))
            }
            network.parametersChanged()
        }
        let arrays = network.parameters.arrays + moments.flatMap(\.arrays) + [network.logits.values]
        return arrays.map { $0.array() } + network.activations.map { $0.values.array() } + [magnitudes]
    }

    private func propagate(_ network: Network, images: Int) {
        let steps = network.shape.steps
        var values = (0..<images * steps * Self.inputs).map { 2 * Self.number($0) }
        if isTiny {
            for i in values.indices where i / Self.inputs % steps > 0 { values[i] = 0 }
        }
        let labels = (0..<images).map { UInt8($0 % Self.classes) }
        let examples = LabelledExamples(
            .series(values, SeriesLayout(steps: steps, channels: Self.inputs)), labels: labels)
        network.load(examples, indices: Array(0..<Int64(images)).span)
        network.forward()
        _ = network.loss(labels: labels.span, forTraining: true)
        network.backward()
    }

    private func update(
        _ network: Network, _ i: Int, _ moments: [ParameterSet], step: Int, on engine: Engine
    ) -> Float {
        let array = network.parameters.arrays[i]
        let signs = hasSigns && array === network.parameters.recurrentWeights
        return Float(
            engine.adam(
                AdamOptions(), step: step, parameters: array, gradient: network.gradients.arrays[i],
                firstMoments: moments[0].arrays[i], secondMoments: moments[1].arrays[i],
                blockSums: AlignedArray<Float>(count: Engine.adamBlocks(array.count)),
                signs: signs ? AlignedArray((0..<array.count).map { $0 % 3 == 0 ? 0x80 : 0 }) : nil))
    }

    private var mask: ConnectivityMask {
        guard spacing > 1 else {
            return ConnectivityMask(
                hiddenNodes: nodes, connections: .all, density: 1, rule: "full", seed: nil)
        }
        var starts = [0]
        var columns: [Int32] = []
        for i in 0..<nodes {
            for j in 0..<nodes where (i * nodes + j) % spacing == 0 { columns.append(Int32(j)) }
            starts.append(columns.count)
        }
        return ConnectivityMask(
            hiddenNodes: nodes, connections: .rows(rowStarts: starts, columns: columns),
            density: 1 / Double(spacing), rule: "proof", seed: nil)
    }

    /// In ±1, different from its neighbours.
    private static func number(_ i: Int) -> Float { Float(i &* 7919 % 1009) / 504.5 - 1 }
}
