import Foundation
import Testing

@testable import Datasets

/// Damaged files give an error or the right pixels, and never stop the program.
@Suite struct MutationTests {
    /// SplitMix64, so that a failure can be repeated.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }
    }

    private static func mutate(_ bytes: [UInt8], _ generator: inout Generator) -> [UInt8] {
        var mutant = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !mutant.isEmpty {
            let index = Int.random(in: 0..<mutant.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: mutant[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: mutant[index] = .random(in: 0...255, using: &generator)
            case 2: mutant.remove(at: index)
            case 3: mutant.insert(.random(in: 0...255, using: &generator), at: index)
            default: mutant.removeSubrange(index...)
            }
        }
        return mutant
    }

    @Test func damagedGzipGivesAnErrorOrTheSamePixels() throws {
        let original = try [UInt8](Data(contentsOf: fixtures.appendingPathComponent("small-images.gz")))
        var refused = 0
        try forEachMutant(of: original, seed: 1, packed: { $0 }) { pixels, _ in
            #expect(pixels == nil || pixels == smallPixels)
            refused += pixels == nil ? 1 : 0
        }
        // Only changes of the header's time, system and flags that mean nothing here leave the content.
        #expect(refused > 1500)
    }

    @Test func damagedIDXInSoundGzipGivesAnErrorOrItsOwnPixels() throws {
        var refused = 0
        try forEachMutant(of: smallIDX, seed: 2, packed: { storedGzip($0) }) { pixels, mutant in
            #expect(pixels == nil || pixels == Array(mutant.dropFirst(16)))
            #expect((pixels != nil) == (mutant.count == smallIDX.count && mutant[..<16] == smallIDX[..<16]))
            refused += pixels == nil ? 1 : 0
        }
        #expect(refused > 500 && refused < 1900)
    }

    private func forEachMutant(
        of original: [UInt8], seed: UInt64, packed: ([UInt8]) -> [UInt8],
        check: (_ pixels: [UInt8]?, _ mutant: [UInt8]) -> Void
    ) throws {
        let folder = try ScratchFolder()
        var generator = Generator(state: seed)
        for _ in 0..<2000 {
            let mutant = Self.mutate(original, &generator)
            let file = try folder.write(packed(mutant), to: "mutant.gz")
            do {
                check(try IDX.read(file, shape: [20, 4, 3]), mutant)
            } catch is DatasetFileError {
                check(nil, mutant)
            }
        }
    }
}
