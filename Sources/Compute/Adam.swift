import CKernels

/// Adam's constants (Kingma & Ba 2015; PyTorch's defaults, which the paper uses).
package struct AdamOptions: Equatable, Sendable {
    /// Learning rate; the paper's is 0.001.
    package var learningRate: Double
    /// Decay of the mean of gradients.
    package var beta1 = 0.9
    /// Decay of the mean of squared gradients.
    package var beta2 = 0.999
    /// Added to the denominator.
    package var epsilon = 1e-8

    /// Defaults except for the learning rate.
    package init(learningRate: Double = 0.001) {
        self.learningRate = learningRate
    }
}

extension Engine {
    /// Updates `parameters` and both moments by one step of Adam, and clears `gradient`.
    ///
    /// The scalars are computed in double precision and rounded once, the rest in the order of PyTorch's operations.
    /// - Parameters:
    ///   - step: 1 for the first update.
    ///   - blockSums: room for `adamBlocks(parameters.count)` partial sums, which the call overwrites; nil if the sum of
    ///     the gradient's magnitudes is not wanted.
    ///   - signs: `Engine.positive` or `Engine.negative` for each parameter: one that has taken the other sign
    ///     becomes zero (Dale's rule); nil: any sign.
    /// - Returns: Σ |gradient| (0 without `blockSums`), added up in an order that depends only on the count.
    @discardableResult
    package func adam(
        _ options: AdamOptions, step: Int, parameters: AlignedArray<Float>, gradient: AlignedArray<Float>,
        firstMoments: AlignedArray<Float>, secondMoments: AlignedArray<Float>,
        blockSums: AlignedArray<Float>? = nil, signs: AlignedArray<UInt8>? = nil
    ) -> Double {
        let count = parameters.count
        precondition(gradient.count == count && firstMoments.count == count && secondMoments.count == count)
        precondition(signs.map { $0.count == count } ?? true)
        precondition(blockSums.map { $0.count >= Self.adamBlocks(count) } ?? true)
        kernels.adam(
            AdamUpdate(
                parameters: parameters, gradient: gradient, firstMoments: firstMoments,
                secondMoments: secondMoments, blockSums: blockSums, signs: signs,
                oneMinusBeta1: Float(1 - options.beta1), beta2: Float(options.beta2),
                oneMinusBeta2: Float(1 - options.beta2),
                stepSize: Float(options.learningRate / (1 - Self.power(options.beta1, step))),
                rootCorrection: Float((1 - Self.power(options.beta2, step)).squareRoot()),
                epsilon: Float(options.epsilon)))
        return blockSums.map { $0.contents.prefix(Self.adamBlocks(count)).reduce(0.0) { $0 + Double($1) } }
            ?? 0
    }

    /// The sign of a parameter that must not become negative.
    package static let positive: UInt8 = 0
    /// The sign of a parameter that must not become positive.
    package static let negative: UInt8 = 0x80

    /// Number of partial sums that `adam` writes for `count` parameters.
    package static func adamBlocks(_ count: Int) -> Int { sc_adam_blocks(Int64(count)) }

    /// base^exponent by repeated squaring: libm's pow may differ between machines in the last bit.
    static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        var factor = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result *= factor }
            factor *= factor
            rest >>= 1
        }
        return result
    }
}
