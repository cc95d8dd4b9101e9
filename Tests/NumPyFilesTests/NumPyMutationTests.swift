import Foundation
import Mutations
import Testing

@testable import NumPyFiles

/// Damaged files give numbers or an error that names them, and never stop the program.
@Suite struct NumPyMutationTests {
    /// A zip has check sums: what is read of it is what was written, or nothing.
    @Test(arguments: ["plain.npz", "packed.npz", "sparse.npz"]) func damagesOfArchivesAreNoticed(file: String)
        throws
    {
        let original = try [UInt8](Data(contentsOf: URL(fileURLWithPath: fixture(file))))
        let names = try NumPyArchive(path: fixture(file)).names().filter { $0 != "format" }
        var whole: [String: [Float]] = [:]
        try NumPyArchive(path: fixture(file)).forEach(names) { array, name in whole[name] = try array.floats()
        }
        let refused = try countRefused(original, seed: 11) { path in
            let archive = try NumPyArchive(path: path)
            _ = try archive.names()
            try archive.forEach(names) { array, name in
                let numbers = try array.floats()
                // Names have no check sum of their own.
                if name == names.first { #expect(whole.values.contains(numbers), "\(path)") }
            }
        }
        #expect(refused > mutants / 2)
    }

    /// An `.npy` has none: a change of an element's byte is another number.
    @Test(arguments: ["version1.npy", "version2.npy", "version3.npy", "objects.npy", "records.npy"])
    func damagedArraysAreNumbersOrErrors(file: String) throws {
        let original = try [UInt8](Data(contentsOf: URL(fileURLWithPath: fixture(file))))
        let refused = try countRefused(original, seed: 12) { path in
            let array = try openNumPyArray(path: path)
            let numbers = try array.floats()
            #expect(numbers.count == array.header.shape.reduce(1, *))
        }
        #expect(refused > mutants / 4)
    }

    private func countRefused(_ original: [UInt8], seed: UInt64, _ read: (String) throws -> Void) throws
        -> Int
    {
        let folder = try ScratchFolder()
        var generator = SplitMix64(state: seed)
        var refused = 0
        for _ in 0..<mutants {
            let path = try folder.write(mutated(original, &generator), to: "mutant")
            do {
                try read(path)
            } catch let error as NumPyError {
                refused += 1
                #expect(error.file == path && error.description.hasPrefix(path))
            }
        }
        return refused
    }
}
