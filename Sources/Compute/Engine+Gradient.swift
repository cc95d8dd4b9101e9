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
        var gradient = sc_gradient()
        gradient.rows = delta.rows
        gradient.stride = delta.stride
        gradient.block_rows = Self.blockRows(delta.rows)
        gradient.delta = UnsafePointer(delta.values.pointer)
        gradient.delta_active = UnsafePointer(delta.active.pointer)
        if let biases {
            precondition(biases.count == delta.rows)
            gradient.bias_gradient = biases.pointer
        }
        if let dense {
            precondition(
                dense.factor.stride == delta.stride && dense.weights.count == delta.rows * dense.rows.count)
            gradient.dense_count = dense.rows.count
            gradient.dense = UnsafePointer(dense.start)
            gradient.dense_gradient = dense.weights.pointer
        }
        sc_run_gradient(instructionSet.code, pool, &gradient)
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
                instructionSet.code, logits.rows, logits.stride, labels.count, logits.values.pointer,
                labels.baseAddress, 1 / Double(max(1, labels.count)), gradient?.values.pointer, &correct)
        }
        gradient?.active.elements.update(repeating: 1)
        return (sum, correct)
    }
}
