import Compute
import Formats

/// The paper's recurrent network (Methods; notebook): h_t = f(W_in x_t + b_in + W h_(t-1) + b_rec), h_0 = 0, and a linear
/// read-out of the last h.
///
/// Works on one batch at a time: `load`, `forward`, then `loss`, `backward`. All memory is allocated at the start;
/// activations are [node][image]. Call everything within `engine.withSubnormalsFlushed`. Results depend neither on the
/// engine's threads nor on its instruction set, nor on sparse or dense products (but on OpenBLAS's, if chosen).
public final class RecurrentNetwork {
    /// Sizes.
    public let shape: NetworkShape
    /// f.
    public let nonlinearity: Nonlinearity
    /// The choice that was made; never `automatic`.
    public let products: ProductChoice
    /// Images that fit into a batch; at least as many as were asked for.
    public let capacity: Int
    /// Parameters; after a change, call `parametersChanged`.
    public let parameters: ParameterSet
    /// Gradients of the mean loss of the batch; `backward` adds to them, `Engine.adam` clears them.
    public let gradients: ParameterSet
    /// Outputs of the read-out, [class][image], after `forward`.
    public let logits: Activations

    private let engine: Engine
    private let recurrent: any RecurrentProducts
    /// What is read for each byte of the images that were loaded last.
    private var byteValues: (scale: ByteScale, table: AlignedArray<Float>)?
    private let input: Activations
    private let hidden: [Activations]
    private let delta: [Activations]
    private let logitGradient: Activations
    private let noBias: AlignedArray<Float>
    private let transposedReadout: AlignedArray<Float>
    private var images = 0

    /// A network with zero parameters for batches of at most `batch` images.
    public init(
        shape: NetworkShape, mask: ConnectivityMask, nonlinearity: Nonlinearity, batch: Int,
        products: ProductChoice = .automatic, engine: Engine
    ) {
        self.shape = shape
        self.nonlinearity = nonlinearity
        self.engine = engine
        let n = shape.hiddenNodes
        let stride = Activations.stride(images: batch)
        capacity = stride
        self.products = Self.resolve(products, mask: mask)
        let tiles = self.products == .sparse ? ConnectionTiles(mask) : nil
        parameters = ParameterSet(shape, tiles: tiles)
        gradients = ParameterSet(shape, tiles: tiles)
        logits = Activations(rows: shape.classes, stride: stride)
        logitGradient = Activations(rows: shape.classes, stride: stride)
        input = Activations(rows: shape.steps * shape.inputs, stride: stride)
        hidden = (0..<shape.steps).map { _ in Activations(rows: n, stride: stride) }
        delta = (0..<2).map { _ in Activations(rows: n, stride: stride) }
        noBias = AlignedArray(count: shape.classes)
        transposedReadout = AlignedArray(count: shape.classes * n)
        recurrent = Self.makeProducts(
            self.products, tiles, n, parameters.recurrentWeights, gradients.recurrentWeights, stride, engine)
    }

    private static func makeProducts(
        _ choice: ProductChoice, _ tiles: ConnectionTiles?, _ nodes: Int, _ weights: AlignedArray<Float>,
        _ gradient: AlignedArray<Float>, _ stride: Int, _ engine: Engine
    ) -> any RecurrentProducts {
        if let tiles {
            return SparseRecurrentProducts(tiles: tiles, weights: weights, gradient: gradient, engine: engine)
        }
        let product: any DenseProduct =
            choice == .openBLAS
            ? OpenBLASProduct(nodes: nodes, stride: stride, engine: engine)
            : TiledProduct(nodes: nodes, engine: engine)
        return DenseRecurrentProducts(
            nodes: nodes, weights: weights, gradient: gradient, product: product, engine: engine)
    }

    /// Sparse or dense, by the mask and nothing else: dense where all pairs of nodes are connected.
    public static func resolve(_ choice: ProductChoice, mask: ConnectivityMask) -> ProductChoice {
        precondition(choice.accepts(mask), "dense products need a mask with all connections")
        guard choice == .automatic else { return choice }
        return ProductChoice.dense.accepts(mask) ? .dense : .sparse
    }

    /// The activations after the last `forward`, one matrix a time step: [node][image].
    public var activations: [Activations] { hidden }

    /// To be called after every change of `parameters`.
    public func parametersChanged() {
        recurrent.weightsChanged()
        let n = shape.hiddenNodes
        for c in 0..<shape.classes {
            let row = parameters.readoutWeights.pointer + c * n
            for j in 0..<n { transposedReadout.pointer[j * shape.classes + c] = row[j] }
        }
    }

    /// Makes the examples with these indices the batch, as `source` says that they are read.
    public func load(_ source: LabelledExamples, indices: UnsafeBufferPointer<Int64>) {
        precondition(
            source.steps == shape.steps && source.inputs == shape.inputs, "examples of another size")
        images = indices.count
        switch source.values {
        case .images(let bytes, let layout):
            if byteValues?.scale != layout.scale {
                byteValues = (layout.scale, AlignedArray(layout.scale.table))
            }
            guard let table = byteValues?.table else { return }
            bytes.withUnsafeBufferPointer {
                engine.loadExamples(
                    bytes: $0, table: table, indices: indices, steps: shape.steps, into: input)
            }
        case .series(let numbers, _):
            numbers.withUnsafeBufferPointer {
                engine.loadExamples(floats: $0, indices: indices, steps: shape.steps, into: input)
            }
        }
    }

    /// Runs the whole sequence; fills `activations` and `logits`.
    public func forward() {
        for t in 0..<shape.steps {
            recurrent.forward(
                biases: .biases(parameters.inputBiases, parameters.recurrentBiases),
                input: DenseTerm(weights: parameters.inputWeights, factor: input, rows: inputRows(t)),
                before: t > 0 ? hidden[t - 1] : nil, function: nonlinearity.function, images: images,
                into: hidden[t])
        }
        engine.multiply(
            start: .biases(parameters.readoutBiases, noBias),
            dense: DenseTerm(weights: parameters.readoutWeights, factor: hidden[shape.steps - 1]),
            images: images, into: logits)
    }

    /// Sum of the batch's cross entropies in nats and number of images classified correctly; prepares `backward` if
    /// `forTraining`.
    public func loss(labels: UnsafeBufferPointer<UInt8>, forTraining: Bool) -> (sum: Double, correct: Int) {
        precondition(labels.count == images, "one label for each image of the batch")
        return engine.crossEntropy(
            logits: logits, labels: labels, gradient: forTraining ? logitGradient : nil)
    }

    /// Back-propagation through time: adds the gradients of the mean loss to `gradients`.
    public func backward() {
        let last = shape.steps - 1
        engine.accumulateGradients(
            delta: logitGradient, biases: gradients.readoutBiases,
            dense: DenseTerm(weights: gradients.readoutWeights, factor: hidden[last]))
        engine.multiply(
            start: .zero, dense: DenseTerm(weights: transposedReadout, factor: logitGradient),
            function: nonlinearity.derivative(hidden[last]), activeRows: activeRows(hidden[last]),
            images: images, into: delta[last % 2])
        for t in stride(from: last, through: 0, by: -1) {
            engine.accumulateGradients(
                delta: delta[t % 2], biases: gradients.inputBiases,
                dense: DenseTerm(weights: gradients.inputWeights, factor: input, rows: inputRows(t)))
            // With the gradient flushed to zero altogether, earlier time steps have none either.
            guard t > 0, delta[t % 2].activeCount > 0 else { break }
            recurrent.backward(
                delta: delta[t % 2], before: hidden[t - 1],
                function: nonlinearity.derivative(hidden[t - 1]), activeRows: activeRows(hidden[t - 1]),
                images: images, into: delta[(t - 1) % 2])
        }
        // Both biases enter the same sum, so their gradients are equal.
        gradients.recurrentBiases.copy(from: gradients.inputBiases.elements)
    }

    /// Gives back the memory of what is only needed during a step; `activations` are zero afterwards, and so must
    /// `gradients` be (Adam clears them).
    public func releaseWorkingMemory() {
        for activations in hidden + delta { activations.values.release() }
        gradients.recurrentWeights.release()
    }

    private func activeRows(_ h: Activations) -> AlignedArray<UInt8>? {
        nonlinearity.silentNodesHaveNoGradient ? h.active : nil
    }

    private func inputRows(_ t: Int) -> Range<Int> { t * shape.inputs..<(t + 1) * shape.inputs }
}
