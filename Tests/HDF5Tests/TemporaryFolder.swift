import Foundation
import Testing

@testable import HDF5

/// A folder that is removed at the end of its life.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("hdf5-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }
}

/// A file that h5py wrote (fixtures/make_fixtures.py).
func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("fixtures/\(name)")
        .path
}

/// The error that `body` throws, which must be of this module.
func hdf5Error(_ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) throws
    -> HDF5Error
{
    try #require(throws: HDF5Error.self, sourceLocation: sourceLocation) { try body() }
}

/// A small file with one of everything, or of everything but datasets of strings.
func writeSample(at path: String, compressed: Bool = false, stringDatasets: Bool = true) throws {
    let file = try HDF5File.create(at: path)
    try file.setAttribute("title", to: "Sample ü")
    try file.setAttribute("format-version", to: 1)
    let weights: [Float] = (0..<60).map { Float($0) * 0.5 }
    let layout: HDF5Compression = compressed ? .deflate(level: 6, chunk: [3, 10]) : .none
    try file.root.write(weights, to: "weights", shape: [6, 10], compression: layout)
        .setAttribute("units", to: "1")
    let sparse = try file.root.createGroup("sparse")
    try sparse.setAttribute("shape", to: [3, 4])
    try sparse.setAttribute("density", to: 0.25)
    try sparse.setAttribute("axes", to: ["post", "pre"])
    try sparse.write([0, 1, 2, 2] as [Int32], to: "indptr")
    try sparse.write([3, 0] as [Int64], to: "indices")
    try sparse.writeConstant(1 as Float, to: "data", shape: [2])
    if stringDatasets {
        try file.root.write(["relu", "", "tanh ü"], to: "names")
        try file.root.write("alone", to: "note")
    }
    try file.close()
}

/// All that a file says, in words and bytes, so that two files can be compared.
func logicalContent(of path: String) throws -> [String: [UInt8]] {
    var content: [String: [UInt8]] = [:]
    var key = ""
    try HDF5File.open(at: path).forEachLogicalContent { piece in
        switch piece {
        case .object(let object):
            key = object.description
            content[key] = object.attributes.flatMap { $0.bytes ?? [] }
        case .constant(let bytes):
            bytes.withUnsafeBytes { content[key, default: []] += Array("constant".utf8) + $0 }
        case .values(let bytes): bytes.withUnsafeBytes { content[key, default: []] += $0 }
        }
    }
    return content
}
