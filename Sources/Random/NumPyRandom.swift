import Model

/// NumPy's legacy way of drawing, bit for bit like `numpy.random.RandomState` (and `np.random.seed`, `np.random.rand`
/// …).
///
/// The paper's masks and inhibitory nodes were drawn this way.
package struct NumPyRandom: Sendable {
    /// The generator that supplies the outputs for all draws.
    package internal(set) var generator: MersenneTwister
    /// The second of a pair of normal numbers, until it is returned (`standardNormal`).
    var spareNormal: Double?

    /// Like `np.random.seed(seed)` for an integer.
    package init(seed: UInt32) {
        generator = MersenneTwister(seed: seed)
    }

    /// Continues from a stored state.
    ///
    /// - Throws: `GeneratorStateError` if the state is not that of a Mersenne Twister.
    package init(state: GeneratorState) throws(GeneratorStateError) {
        generator = try MersenneTwister(state: state)
    }

    /// The generator between two draws.
    ///
    /// - Precondition: no normal number is left over, that is, `standardNormal` was called an even number of times.
    package var state: GeneratorState {
        precondition(spareNormal == nil, "half a pair of normal numbers is left, which a state does not hold")
        return generator.state
    }

    /// Like `rand()`: uniform in [0, 1), 53 bits from two outputs.
    package mutating func rand() -> Double {
        let high = generator.next()
        return Self.double(high, generator.next())
    }

    /// Like `rand(n)`: fills `values` with uniform numbers in [0, 1).
    package mutating func rand(into values: inout MutableSpan<Double>) {
        values.withUnsafeMutableBufferPointer { rand(into: $0) }
    }

    private mutating func rand(into values: UnsafeMutableBufferPointer<Double>) {
        generator.forEachChunk(of: values.count, width: 2) { first, outputs in
            for index in 0..<(outputs.count / 2) {
                let value = Self.double(outputs[2 &* index], outputs[2 &* index &+ 1])
                values.initializeElement(at: first &+ index, to: value)
            }
        }
    }

    /// Like `rand(count)`.
    package mutating func rand(_ count: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            rand(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialized = count
        }
    }

    /// Skips `count` numbers of `rand`, such as the N² numbers of a mask that is not needed again.
    package mutating func discardRand(_ count: Int) {
        generator.discard(2 * count)
    }

    /// Like `random_interval(max)`: uniform in 0...max, drawing again while the masked output is too large.
    ///
    /// No output is used up if `max` is 0.
    package mutating func interval(_ max: UInt32) -> UInt32 {
        if max == 0 { return 0 }
        let mask = UInt32.max >> UInt32(max.leadingZeroBitCount)
        while true {
            let value = generator.next() & mask
            if value <= max { return value }
        }
    }

    /// Like `interval` for bounds above 32 bits, which take two outputs for each try.
    package mutating func wideInterval(_ max: UInt64) -> UInt64 {
        if let narrow = UInt32(exactly: max) { return UInt64(interval(narrow)) }
        let mask = UInt64.max >> UInt64(max.leadingZeroBitCount)
        while true {
            let value = generator.next64() & mask
            if value <= max { return value }
        }
    }

    /// 27 bits of one output above 26 bits of the next, over 2⁵³. Both halves fit into a signed word, which vector
    /// units convert to double in one instruction; all steps are exact.
    @inline(__always)
    private static func double(_ high: UInt32, _ low: UInt32) -> Double {
        let upper = Double(Int32(bitPattern: high >> 5))
        let lower = Double(Int32(bitPattern: low >> 6))
        return (upper * 0x1p26 + lower) * 0x1p-53
    }
}
