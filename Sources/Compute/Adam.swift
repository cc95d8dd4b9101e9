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
        var update = sc_adam()
        update.count = Int64(count)
        update.parameters = parameters.pointer
        update.gradient = gradient.pointer
        update.first_moment = firstMoments.pointer
        update.second_moment = secondMoments.pointer
        update.one_minus_beta1 = Float(1 - options.beta1)
        update.beta2 = Float(options.beta2)
        update.one_minus_beta2 = Float(1 - options.beta2)
        update.step_size = Float(options.learningRate / (1 - Self.power(options.beta1, step)))
        update.root_correction = Float((1 - Self.power(options.beta2, step)).squareRoot())
        update.epsilon = Float(options.epsilon)
        if let signs {
            precondition(signs.count == count)
            update.signs = UnsafePointer(signs.pointer)
        }
        if let blockSums {
            precondition(blockSums.count >= Self.adamBlocks(count))
            update.block_sums = blockSums.pointer
        }
        sc_run_adam(instructionSet.code, pool, &update)
        return blockSums.map { $0.elements.prefix(Self.adamBlocks(count)).reduce(0.0) { $0 + Double($1) } }
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
