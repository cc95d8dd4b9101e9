import Compute
import Model

/// A network of the paper: hidden nodes, recurrent or in two layers, and a linear read-out of the last activations.
///
/// Works on one batch at a time: `load`, `forward`, then `loss`, `backward`. All memory is allocated at the start;
/// activations are [node][image]. Call everything within `engine.withSubnormalsFlushed`. Results do not depend on the
/// engine's threads, on its instruction set, or on whether products are sparse or dense (but OpenBLAS's products, if
/// chosen, are different).
package final class Network {
    /// Sizes.
    package let shape: NetworkShape
    /// The function of hidden nodes.
    package let nonlinearity: Nonlinearity
    /// The choice that was made, which is never `automatic`.
    package let products: ProductChoice
    /// How many images fit into a batch: at least as many as were asked for.
    package let capacity: Int
    /// Parameters; call `parametersChanged` after changing them.
    package let parameters: ParameterSet
    /// Gradients of the mean loss of the batch; `backward` adds to them, `Engine.adam` clears them.
    package let gradients: ParameterSet
    /// Outputs of the read-out, [class][image], after `forward`.
    package let logits: Activations

    private let engine: Engine
    private let hidden: any HiddenLayers
    /// The number that is read for each byte of the images that were loaded last.
    private var byteValues: (scale: ByteScale, table: AlignedArray<Float>)?
    private let input: Activations
    private let logitGradient: Activations
    private let noBias: AlignedArray<Float>
    private let transposedReadout: AlignedArray<Float>
    private var images = 0

    /// A network with zero parameters for batches of at most `batch` images.
    package init(
        shape: NetworkShape, mask: ConnectivityMask, nonlinearity: Nonlinearity, batch: Int,
        products: ProductChoice = .automatic, engine: Engine
    ) {
        self.shape = shape
        self.nonlinearity = nonlinearity
        self.engine = engine
        let stride = Activations.stride(images: batch)
        capacity = stride
        self.products = Self.resolve(products, mask: mask)
        let tiles = self.products == .sparse ? ConnectionTiles(mask) : nil
        parameters = ParameterSet(shape, tiles: tiles)
        gradients = ParameterSet(shape, tiles: tiles)
        logits = Activations(rows: shape.classes, stride: stride)
        logitGradient = Activations(rows: shape.classes, stride: stride)
        input = Activations(rows: shape.steps * shape.inputs, stride: stride)
        noBias = AlignedArray(count: shape.classes)
        transposedReadout = AlignedArray(count: shape.classes * shape.hiddenNodes)
        let context = LayerContext(
            shape: shape, nonlinearity: nonlinearity, parameters: parameters, gradients: gradients,
            products: Self.makeProducts(
                self.products, tiles, shape.hiddenNodes, parameters.recurrentWeights,
                gradients.recurrentWeights, stride, engine), engine: engine)
        hidden =
            switch shape.kind {
            case .rnn: RecurrentLayer(context, stride: stride)
            case .feedforward: FeedforwardLayers(context, stride: stride)
            }
    }

    private static func makeProducts(
        _ choice: ProductChoice, _ tiles: ConnectionTiles?, _ nodes: Int, _ weights: AlignedArray<Float>,
        _ gradient: AlignedArray<Float>, _ stride: Int, _ engine: Engine
    ) -> any HiddenProducts {
        if let tiles {
            return SparseHiddenProducts(tiles: tiles, weights: weights, gradient: gradient, engine: engine)
        }
        let product: any DenseProduct =
            choice == .openBLAS
            ? OpenBLASProduct(nodes: nodes, stride: stride, engine: engine)
            : engine.denseProduct(nodes: nodes)
        return DenseHiddenProducts(
            nodes: nodes, weights: weights, gradient: gradient, product: product, engine: engine)
    }

    /// Sparse or dense, decided by the mask alone: dense if all pairs of nodes are connected.
    package static func resolve(_ choice: ProductChoice, mask: ConnectivityMask) -> ProductChoice {
        precondition(choice.accepts(mask), "dense products need a mask with all connections")
        guard choice == .automatic else { return choice }
        return ProductChoice.dense.accepts(mask) ? .dense : .sparse
    }

    /// The activations after the last `forward`, [node][image]: one matrix for each time step of a recurrent network,
    /// or for each layer of a feedforward one.
    package var activations: [Activations] { hidden.activations }

    private var lastActivations: Activations { hidden.activations[hidden.activations.count - 1] }

    /// Call this after every change of `parameters`.
    package func parametersChanged() {
        hidden.weightsChanged()
        engine.transpose(parameters.readoutWeights, rows: shape.classes, into: transposedReadout)
    }

    /// Makes the examples with these indices the batch, read in the way that `source` says.
    package func load(_ source: LabelledExamples, indices: Span<Int64>) {
        precondition(source.steps * source.inputs == input.rows, "examples of another size")
        images = indices.count
        switch source.values {
        case .images(let bytes, let layout):
            if byteValues?.scale != layout.scale {
                byteValues = (layout.scale, AlignedArray(layout.scale.table))
            }
            guard let table = byteValues?.table else { return }
            engine.loadExamples(
                bytes: bytes.span, table: table, indices: indices, steps: source.steps, into: input)
        case .series(let numbers, _):
            engine.loadExamples(floats: numbers.span, indices: indices, steps: source.steps, into: input)
        }
    }

    /// Runs the batch through the network; fills `activations` and `logits`.
    package func forward() {
        hidden.forward(input, images: images)
        engine.multiply(
            start: .biases(parameters.readoutBiases, noBias),
            dense: DenseTerm(weights: parameters.readoutWeights, factor: lastActivations),
            images: images, into: logits)
    }

    /// Sum of the batch's cross entropies in nats and the number of images classified correctly; prepares `backward`
    /// if `forTraining`.
    package func loss(labels: Span<UInt8>, forTraining: Bool) -> (sum: Double, correct: Int) {
        precondition(labels.count == images, "one label for each image of the batch")
        return engine.crossEntropy(
            logits: logits, labels: labels, gradient: forTraining ? logitGradient : nil)
    }

    /// Back-propagation: adds the gradients of the mean loss to `gradients`.
    package func backward() {
        engine.accumulateGradients(
            delta: logitGradient, biases: gradients.readoutBiases,
            dense: DenseTerm(weights: gradients.readoutWeights, factor: lastActivations))
        hidden.backward(
            input, readout: DenseTerm(weights: transposedReadout, factor: logitGradient), images: images)
    }

    /// Memory that a device needs for this network, with `parameterSets` sets of parameters (themselves, gradients, moments), and signs.
    package func deviceNeed(parameterSets: Int, signs: Int = 0) -> DeviceNeed {
        let matrices = hidden.activations + hidden.delta + [logits, logitGradient, input]
        return DeviceNeed(
            bytes: parameterSets * parameters.bytes + signs + hidden.context.products.bytes
                + transposedReadout.bytes + matrices.reduce(0) { $0 + $1.bytes },
            largestArray: (parameters.arrays + matrices.map(\.values)).reduce(0) { max($0, $1.bytes) })
    }

    /// Frees memory that is only needed during a step; `activations` are zero afterwards, and `gradients` must be
    /// zero as well (Adam clears them).
    package func releaseWorkingMemory() {
        hidden.releaseWorkingMemory()
        gradients.recurrentWeights.release()
    }
}
