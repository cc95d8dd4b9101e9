import Compute

/// One hidden layer over time (paper, Methods; notebook): h_t = f(W_in x_t + b_in + W h_(t-1) + b_rec), h_0 = 0.
final class RecurrentLayer: HiddenLayers {
    /// One matrix for each time step.
    let activations: [Activations]

    let context: LayerContext
    let delta: [Activations]

    init(_ context: LayerContext, stride: Int) {
        self.context = context
        let shape = context.shape
        activations = (0..<shape.steps).map { _ in Activations(rows: shape.hiddenNodes, stride: stride) }
        delta = (0..<2).map { _ in Activations(rows: shape.hiddenNodes, stride: stride) }
    }

    func forward(_ input: Activations, images: Int) {
        let parameters = context.parameters
        for t in activations.indices {
            context.products.forward(
                biases: .biases(parameters.inputBiases, parameters.recurrentBiases),
                input: DenseTerm(weights: parameters.inputWeights, factor: input, rows: inputRows(t)),
                before: t > 0 ? activations[t - 1] : nil, function: context.nonlinearity.function,
                images: images, into: activations[t])
        }
    }

    /// Back-propagation through time.
    func backward(_ input: Activations, readout: DenseTerm, images: Int) {
        let gradients = context.gradients
        let last = activations.count - 1
        context.gradient(of: activations[last], readout: readout, images: images, into: delta[last % 2])
        for t in stride(from: last, through: 0, by: -1) {
            context.engine.accumulateGradients(
                delta: delta[t % 2], biases: gradients.inputBiases,
                dense: DenseTerm(weights: gradients.inputWeights, factor: input, rows: inputRows(t)))
            // If the whole gradient was flushed to zero, earlier time steps have none either.
            guard t > 0, !context.engine.isSilent(delta[t % 2]) else { break }
            let before = activations[t - 1]
            context.products.backward(
                delta: delta[t % 2], before: before, function: context.nonlinearity.derivative(before),
                activeRows: context.activeRows(before), images: images, into: delta[(t - 1) % 2])
        }
        // Both biases enter the same sum, so their gradients are equal.
        context.engine.copy(gradients.inputBiases, into: gradients.recurrentBiases)
    }

    private func inputRows(_ t: Int) -> Range<Int> {
        let inputs = context.shape.inputs
        return t * inputs..<(t + 1) * inputs
    }
}
