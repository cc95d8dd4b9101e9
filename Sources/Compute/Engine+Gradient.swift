import CKernels

extension Engine {
    /// Adds the gradients of one time step to those already there.
    ///
    /// - Parameters:
    ///   - delta: gradient of the loss with respect to the sums, [post][image].
    ///   - biases: += Σ_image delta, [post].
    ///   - dense: += delta · factorᵀ, [post][factor rows]; the term's weights are the gradient.
    package func accumulateGradients(
        delta: Activations, biases: AlignedArray<Float>? = nil, dense: DenseTerm? = nil
    ) {
        precondition(biases.map { $0.count == delta.rows } ?? true)
        if let dense {
            precondition(
                dense.factor.stride == delta.stride && dense.weights.count == delta.rows * dense.rows.count)
        }
        kernels.accumulateGradients(delta: delta, biases: biases, dense: dense)
    }

    /// Mean cross entropy of `labels.count` images in nats, and for how many of them the largest logit (the first, if
    /// several are equal) is right.
    ///
    /// - Parameters:
    ///   - logits: [class][image].
    ///   - labels: class of each image, less than `logits.rows`, which is at most 256.
    ///   - gradient: becomes the gradient of the *mean* with respect to the logits, zero in the padding.
    /// - Returns: the sum of the cross entropies in the order of the images, not divided yet, and the number of
    ///   correct images.
    package func crossEntropy(
        logits: Activations, labels: Span<UInt8>, gradient: Activations? = nil
    ) -> (sum: Double, correct: Int) {
        precondition(labels.count <= logits.stride && logits.rows <= 256)
        for b in labels.indices { precondition(labels[b] < logits.rows, "a label without a class") }
        var correct = 0
        let sum = labels.withUnsafeBufferPointer { labels in
            sc_cross_entropy(
                instructionSet.code, logits.rows, logits.stride, labels.count,
                logits.values.contents.baseAddress, labels.baseAddress, 1 / Double(max(1, labels.count)),
                gradient?.values.pointer, &correct)
        }
        gradient?.active.elements.update(repeating: 1)
        return (sum, correct)
    }
}
