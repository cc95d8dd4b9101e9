import Foundation
import Mutations
import Testing

@testable import Datasets

/// Damaged files give an error or the right pixels, and never stop the program.
@Suite struct MutationTests {
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
        var generator = SplitMix64(state: seed)
        for _ in 0..<2000 {
            let mutant = mutated(original, &generator)
            let file = try folder.write(packed(mutant), to: "mutant.gz")
            do {
                check(try IDX.read(file, shape: [20, 4, 3]), mutant)
            } catch is DatasetFileError {
                check(nil, mutant)
            }
        }
    }
}
