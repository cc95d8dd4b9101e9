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

/// How many mutants of each file: 100,000 in all if SPARSE_CORTEX_LARGE_TESTS is set.
let mutants = ProcessInfo.processInfo.environment["SPARSE_CORTEX_LARGE_TESTS"] == nil ? 2_000 : 12_500
