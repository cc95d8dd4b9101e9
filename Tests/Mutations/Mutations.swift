/// SplitMix64, so that a failure can be repeated (Steele, Lea and Flood 2014).
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

/// The bytes with one to three damages: a bit or byte changed, removed or inserted, the end cut off.
package func mutated(
    _ bytes: [UInt8], _ generator: inout SplitMix64, alphabet: [UInt8] = Array(0...255)
) -> [UInt8] {
    var mutant = bytes
    for _ in 0..<Int.random(in: 1...3, using: &generator) where !mutant.isEmpty {
        let index = Int.random(in: 0..<mutant.count, using: &generator)
        let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: mutant[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: mutant[index] = byte
        case 2: mutant.remove(at: index)
        case 3: mutant.insert(byte, at: index)
        default: mutant.removeSubrange(index...)
        }
    }
    return mutant
}
