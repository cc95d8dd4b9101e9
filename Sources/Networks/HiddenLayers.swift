import Compute
import Model

/// The hidden nodes of a network: everything between its input and its read-out, for a batch at a time.
protocol HiddenLayers: AnyObject {
    /// Activations after the last `forward`, [node][image]: of each time step, or of each layer. The read-out reads the last.
    var activations: [Activations] { get }
    /// Gradients of the sums, [node][image], as far as they are needed at once.
    var delta: [Activations] { get }
    var context: LayerContext { get }

    /// Computes the activations of `images` examples; `input` is [step][input][image].
    func forward(_ input: Activations, images: Int)

    /// Adds the gradients of all parameters except the read-out's to `gradients`.
    ///
    /// - Parameter readout: the read-out's weights, transposed, and the gradient of its outputs; their product is the
    ///   gradient of the last activations.
    func backward(_ input: Activations, readout: DenseTerm, images: Int)
}

extension HiddenLayers {
    /// Call this after every change of the parameters.
    func weightsChanged() { context.products.weightsChanged() }

    /// Frees memory that is only needed during a step.
    func releaseWorkingMemory() {
        for matrix in activations + delta { matrix.values.release() }
    }
}

/// What layers compute with.
struct LayerContext {
    let shape: NetworkShape
    let nonlinearity: Nonlinearity
    let parameters: ParameterSet
    let gradients: ParameterSet
    let products: any HiddenProducts
    let engine: Engine

    /// Nodes through which gradients flow; nil means all.
    func activeRows(_ h: Activations) -> AlignedArray<UInt8>? {
        nonlinearity.silentNodesHaveNoGradient ? h.active : nil
    }

    /// out = derivative at `h` · (product of `readout`): the gradient of the sums to which the function was applied
    /// to give `h`.
    func gradient(of h: Activations, readout: DenseTerm, images: Int, into out: Activations) {
        engine.multiply(
            start: .zero, dense: readout, function: nonlinearity.derivative(h), activeRows: activeRows(h),
            images: images, into: out)
    }
}
