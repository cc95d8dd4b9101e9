import Model

/// PyTorch's way of drawing on the CPU, bit for bit like `torch.Generator` (and `torch.manual_seed`, `uniform_` …).
///
/// Floating-point numbers are those of processors with AVX2 or AVX-512, where PyTorch rounds `x·(b − a) + a` once;
/// its fallback for older ones rounds twice, which changes the last bit of about half of the numbers.
///
/// The paper's initial weights and orders of training images were drawn this way.
package struct TorchRandom: Sendable {
    /// The generator that supplies the outputs for all draws.
    package private(set) var generator: MersenneTwister

    /// Like `torch.manual_seed(seed)`, which uses only the lower 32 bits.
    package init(seed: UInt64) {
        generator = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
    }

    /// Continues from a stored state.
    ///
    /// - Throws: `GeneratorStateError` if the state is not that of a Mersenne Twister.
    package init(state: GeneratorState) throws(GeneratorStateError) {
        generator = try MersenneTwister(state: state)
    }

    /// The generator between two draws.
    package var state: GeneratorState { generator.state }

    /// One float32 of `uniform_(from, to)`: uniform in [from, to), 24 bits from one output.
    package mutating func uniform(from lower: Float, to upper: Float) -> Float {
        UniformRange(from: lower, to: upper).value(generator.next())
    }

    /// Like `tensor.uniform_(from, to)` for a contiguous float32 tensor of any size, row by row.
    package mutating func uniform(
        into values: inout MutableSpan<Float>, from lower: Float, to upper: Float
    ) {
        values.withUnsafeMutableBufferPointer { uniform(into: $0, from: lower, to: upper) }
    }

    private mutating func uniform(
        into values: UnsafeMutableBufferPointer<Float>, from lower: Float, to upper: Float
    ) {
        let range = UniformRange(from: lower, to: upper)
        generator.forEachChunk(of: values.count, width: 1) { first, outputs in
            range.convert(outputs, into: UnsafeMutableBufferPointer(rebasing: values[first...]))
        }
    }

    /// Like `torch.empty(count).uniform_(from, to)`.
    package mutating func uniform(_ count: Int, from lower: Float, to upper: Float) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            uniform(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]), from: lower, to: upper)
            initialized = count
        }
    }

    /// Skips `count` numbers of `uniform_`, such as weights that are drawn again later.
    package mutating func discardUniform(_ count: Int) {
        generator.discard(count)
    }

    /// Like `torch.empty((), dtype=torch.int64).random_()`: uniform in 0..<2⁶³, from two outputs.
    package mutating func random63() -> UInt64 {
        generator.next64() & (UInt64.max >> 1)
    }

    /// Like `torch.randperm(count)`: the numbers 0..<count in random order, by Fisher-Yates from the front.
    ///
    /// - Precondition: `count` in 0..<214,748,364 (2³²/20); above that, PyTorch draws in another way.
    package mutating func randperm(_ count: Int) -> [Int] {
        precondition((0..<214_748_364).contains(count), "randperm(\(count)) is not in 0..<214748364")
        var order = Array(0..<count)
        for index in 0..<max(0, count - 1) {
            let other = index + Int(generator.next() % UInt32(count - index))
            order.swapAt(index, other)
        }
        return order
    }

    /// The order in which one pass of a shuffling `DataLoader` visits `count` examples.
    ///
    /// Takes two 63-bit numbers from this generator: the first would seed worker processes and is thrown away, the
    /// second seeds a separate generator for the pass, which draws the order.
    package mutating func shuffledPass(_ count: Int) -> [Int] {
        _ = random63()
        var own = TorchRandom(seed: random63())
        return own.randperm(count)
    }
}
