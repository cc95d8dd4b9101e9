import Foundation
import NumPyFiles

let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("fixtures")

/// Path of a fixture.
func fixture(_ name: String) -> String { fixtures.appendingPathComponent(name).path }

/// What NumPy says that the arrays of the fixtures hold, by name; values in the order of C.
func numpysNumbers() throws -> [String: Known] {
    try JSONDecoder().decode(
        [String: Known].self, from: Data(contentsOf: fixtures.appendingPathComponent("numbers.json")))
}

struct Known: Decodable {
    let shape: [Int]
    let values: String

    var words: [Substring] { values.split(separator: " ") }
}

/// Numbers in the order of C, of an array that is in the order of its file.
func ordered<Number>(_ numbers: [Number], _ header: NumPyHeader) -> [Number] {
    var indices = [0]
    for (size, stride) in zip(header.shape, header.strides) {
        indices = indices.flatMap { start in (0..<size).map { start + $0 * stride } }
    }
    return indices.map { numbers[$0] }
}

/// The error that `body` throws, when it is about a file of NumPy's.
func numpyError(_ body: () throws -> Void) -> NumPyError? {
    do {
        try body()
        return nil
    } catch {
        return error as? NumPyError
    }
}

/// A folder of its own for each test, removed with the object.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("numpy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file; returns its path.
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return file.path
    }
}

/// An `.npy` of version 1.0 with this header and these bytes of elements.
func npy(_ header: String, _ elements: [UInt8] = []) -> [UInt8] {
    let text = Array(header.utf8)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count & 255), UInt8(text.count >> 8)] + text
        + elements
}

/// The header that NumPy writes.
func header(_ descr: String, _ shape: String, fortran: String = "False") -> String {
    "{'descr': '\(descr)', 'fortran_order': \(fortran), 'shape': \(shape), }\n"
}

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
func mutated(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
    var mutant = bytes
    for _ in 0..<Int.random(in: 1...3, using: &generator) where !mutant.isEmpty {
        let index = Int.random(in: 0..<mutant.count, using: &generator)
        let byte = UInt8.random(in: 0...255, using: &generator)
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

/// How many mutants of each file: 100,000 in all if SPARSE_CORTEX_LARGE_TESTS is set.
let mutants = ProcessInfo.processInfo.environment["SPARSE_CORTEX_LARGE_TESTS"] == nil ? 2_000 : 12_500
