import Compute

/// Two hidden layers of N nodes (paper, figure 3A; notebook): h_1 = f(W_in x + b_in), h_2 = f(W h_1 + b), where x is a whole
/// example and the mask is between the layers. W and b are the parameters called recurrent.
final class FeedforwardLayers: HiddenLayers {
    /// h_1 and h_2.
    let activations: [Activations]

    let context: LayerContext
    let delta: [Activations]
    private let noBias: AlignedArray<Float>

    init(_ context: LayerContext, stride: Int) {
        self.context = context
        let nodes = context.shape.hiddenNodes
        activations = (0..<2).map { _ in Activations(rows: nodes, stride: stride) }
        delta = (0..<2).map { _ in Activations(rows: nodes, stride: stride) }
        noBias = AlignedArray(count: nodes)
    }

    func forward(_ input: Activations, images: Int) {
        let parameters = context.parameters
        let function = context.nonlinearity.function
        context.engine.multiply(
            start: .biases(parameters.inputBiases, noBias),
            dense: DenseTerm(weights: parameters.inputWeights, factor: input), function: function,
            images: images, into: activations[0])
        context.products.forward(
            biases: .biases(parameters.recurrentBiases, noBias), input: nil, before: activations[0],
            function: function, images: images, into: activations[1])
    }

    func backward(_ input: Activations, readout: DenseTerm, images: Int) {
        let (engine, gradients) = (context.engine, context.gradients)
        context.gradient(of: activations[1], readout: readout, images: images, into: delta[1])
        engine.accumulateGradients(delta: delta[1], biases: gradients.recurrentBiases)
        context.products.backward(
            delta: delta[1], before: activations[0],
            function: context.nonlinearity.derivative(activations[0]),
            activeRows: context.activeRows(activations[0]), images: images, into: delta[0])
        engine.accumulateGradients(
            delta: delta[0], biases: gradients.inputBiases,
            dense: DenseTerm(weights: gradients.inputWeights, factor: input))
    }
}
