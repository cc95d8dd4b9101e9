/// The 32-bit Mersenne Twister MT19937 (Matsumoto & Nishimura, 1998), which both NumPy's legacy generator and
/// PyTorch's CPU generator draw from.
///
/// A value type: a copy continues from the same place, independently of the original.
package struct MersenneTwister: Sendable {
    /// Number of state words.
    package static let wordCount = 624
    /// The distance, in words, to the word from which each word is renewed.
    static let shift = 397

    /// The 624 state words, not yet tempered.
    var words: [UInt32]
    /// Index of the next word to return; if it is `wordCount`, twist first.
    var position: Int

    /// A generator seeded by the reference implementation's `init_genrand`.
    ///
    /// - Parameter seed: any 32-bit number.
    /// - Complexity: O(1); the first draw twists all 624 words.
    package init(seed: UInt32) {
        var words = [UInt32](repeating: seed, count: Self.wordCount)
        for index in 1..<Self.wordCount {
            let previous = words[index - 1]
            words[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
        }
        self.words = words
        position = Self.wordCount
    }

    /// The next output, 32 bits.
    ///
    /// - Complexity: O(1) amortised; one twist in 624 calls.
    package mutating func next() -> UInt32 {
        if position == Self.wordCount { twist() }
        defer { position += 1 }
        return Self.temper(words[position])
    }

    /// The next two outputs as 64 bits, with the first one on top: both NumPy and PyTorch use this order.
    package mutating func next64() -> UInt64 {
        let high = UInt64(next())
        return high << 32 | UInt64(next())
    }

    /// Renews all words. The three loops have no modulo and no dependency within a vector's width, so that the
    /// compiler vectorises them: a large mask spends most of its time here.
    mutating func twist() {
        let count = Self.wordCount
        let shift = Self.shift
        words.withUnsafeMutableBufferPointer { words in
            for index in 0..<(count - shift) {
                words[index] = words[index &+ shift] ^ Self.mix(words[index], words[index &+ 1])
            }
            for index in (count - shift)..<(count - 1) {
                words[index] = words[index &- (count - shift)] ^ Self.mix(words[index], words[index &+ 1])
            }
            words[count - 1] = words[shift - 1] ^ Self.mix(words[count - 1], words[0])
        }
        position = 0
    }

    /// One step of the recurrence: the top bit of one word joined to the rest of the next, times the matrix A.
    @inline(__always)
    private static func mix(_ upper: UInt32, _ lower: UInt32) -> UInt32 {
        let joined = (upper & 0x8000_0000) | (lower & 0x7fff_ffff)
        return (joined >> 1) ^ ((0 &- (lower & 1)) & 0x9908_b0df)
    }

    /// A state word as an output.
    @inline(__always)
    static func temper(_ word: UInt32) -> UInt32 {
        var output = word
        output ^= output >> 11
        output ^= (output << 7) & 0x9d2c_5680
        output ^= (output << 15) & 0xefc6_0000
        return output ^ (output >> 18)
    }
}
