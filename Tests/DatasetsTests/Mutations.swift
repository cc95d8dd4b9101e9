import Foundation

@testable import Datasets

/// SplitMix64, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

/// The bytes with one to three damages: a bit or byte changed, removed or inserted, the end cut off.
func mutated(
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

/// Mutants that a property is tried on: some in every run, 100,000 in all if SPARSE_CORTEX_LARGE_TESTS is set.
func mutants(_ few: Int, outOf many: Int) -> Int { isLargeRun ? many : few }

/// Whether to run what takes minutes or gigabytes.
let isLargeRun = ProcessInfo.processInfo.environment["SPARSE_CORTEX_LARGE_TESTS"] != nil

/// Bytes in memory, given in pieces of at most so many bytes.
final class BytesSource: ByteSource {
    let file = URL(fileURLWithPath: "/memory")
    let member: String?
    private let bytes: [UInt8]
    private let piece: Int
    private var place = 0

    init(_ bytes: [UInt8], member: String? = nil, piece: Int = .max) {
        self.bytes = bytes
        self.member = member
        self.piece = piece
    }

    convenience init(_ text: String, piece: Int = .max) {
        self.init(Array(text.utf8), piece: piece)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(buffer.count, piece, bytes.count - place)
        buffer.copyBytes(from: bytes[place..<place + count])
        place += count
        return count
    }
}
