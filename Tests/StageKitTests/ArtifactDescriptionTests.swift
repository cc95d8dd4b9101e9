import ArtifactStore
import Formats
import Foundation
import HDF5
@testable import Model
import StageKit
import Testing

/// FORMAT.md, "Logical digest".
@Suite struct ArtifactDescriptionTests {
    private func logical(_ write: (String) throws -> Void) throws -> Digest {
        let path = NSTemporaryDirectory() + "described-\(UUID().uuidString).h5"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try write(path)
        return try ArtifactDescription(ofFileAt: path).logical
    }

    private func table(source title: String, digest: Character, epoch: Int = 1) throws -> Digest {
        let record = AccuracyRecord(
            Conditions(hiddenNodes: 4, density: 0.5), epoch: epoch, testAccuracy: 0.5, testLoss: 1)
        return try logical {
            let source = (title: title, digest: String(repeating: digest, count: 64))
            try AccuracyTable.write([record], derived: [AccuracyTable.sources([source])], title: "A", to: $0)
        }
    }

    @Test func digestsOfObjectsArePassedOver() throws {
        let one = try table(source: "metrics", digest: "a")
        #expect(try table(source: "metrics", digest: "b") == one)
        #expect(try table(source: "others", digest: "a") != one)
        #expect(try table(source: "metrics", digest: "a", epoch: 2) != one)
    }

    @Test func attributesOfOtherNamesCount() throws {
        func file(_ attribute: String, _ value: String) throws -> Digest {
            try logical { path in
                let file = try HDF5File.create(at: path)
                for (name, value) in [("kind", "state"), ("title", "T"), (attribute, value)] {
                    try file.root.setAttribute(name, to: value)
                }
            }
        }
        #expect(try file("mask", "a") == file("mask", "b"))
        #expect(try file("dataset", "a") != file("dataset", "b"))
    }
}
