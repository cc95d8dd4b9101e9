import Hashing
@testable import Model
import Foundation
import Testing

/// A long stream of numbers, as make_fixtures.py records it.
struct Stream<Value: Decodable & Equatable & Sendable>: Decodable, Sendable {
    let count: Int
    let first: [Value]
    let last: [Value]
    let sha256: String
}

/// A generator's state after its draws.
struct StateDigest: Decodable, Equatable, Sendable {
    let sha256: String
    let position: Int
}

/// A fixture file in this folder's `fixtures`.
func fixture<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws -> Content {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "fixtures")
    return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
}

/// The SHA-256 of the values' bytes, little endian, as hexadecimal digits.
func sha256<Value: BitwiseCopyable>(_ values: [Value]) -> String {
    values.withUnsafeBytes { SHA256.digest(of: $0.bytes).hexadecimal }
}

/// The state in the form in which fixtures record it.
func digest(_ state: GeneratorState) -> StateDigest {
    StateDigest(sha256: sha256(state.words), position: state.position)
}

/// Expects exactly the recorded stream; the first and last values say more than a digest when it is not.
func expect<Value: BitwiseCopyable & Decodable & Equatable & Sendable>(
    _ values: [Value], equal stream: Stream<Value>, _ label: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let label = Comment(rawValue: label)
    #expect(values.count == stream.count, label, sourceLocation: sourceLocation)
    #expect(Array(values.prefix(5)) == stream.first, label, sourceLocation: sourceLocation)
    #expect(Array(values.suffix(3)) == stream.last, label, sourceLocation: sourceLocation)
    #expect(sha256(values) == stream.sha256, label, sourceLocation: sourceLocation)
}
