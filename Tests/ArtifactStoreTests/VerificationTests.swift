import Foundation
import Testing

@testable import ArtifactStore

@Suite struct VerificationTests {
    @Test func aSoundStoreHasNoDamage() throws {
        let temporary = try TemporaryStore()
        let output = try #require(try temporary.publish("hello").outputs["table"])
        try temporary.store.setLink(temporary.store.root + "/table.tsv", to: output)
        let report = temporary.store.verify()
        #expect(report.damages.isEmpty)
        #expect(report.objects == 1 && report.recipes == 1 && report.links == 1 && report.bytes == 5)
    }

    @Test func aFlippedBitIsFoundAndNamedWithItsLink() throws {
        let temporary = try TemporaryStore()
        let output = try #require(try temporary.publish("hello").outputs["table"])
        try temporary.store.setLink(temporary.store.root + "/table.tsv", to: output)
        let path = temporary.store.path(of: output)
        chmod(path, 0o644)
        try Data("hellp".utf8).write(to: URL(fileURLWithPath: path))
        let damages = temporary.store.verify().damages
        #expect(damages.count == 1)
        #expect(damages.first?.path.hasPrefix("objects/") == true)
        #expect(damages.first?.reason.contains("linked as table.tsv") == true)
    }

    @Test func aMissingObjectIsNamedByItsRecipeAndLink() throws {
        let temporary = try TemporaryStore()
        let record = try temporary.publish("hello")
        let output = try #require(record.outputs["table"])
        try temporary.store.setLink(temporary.store.root + "/table.tsv", to: output)
        try FileManager.default.removeItem(atPath: temporary.store.path(of: output))
        let paths = temporary.store.verify().damages.map(\.path)
        #expect(paths == ["recipes/\(record.recipe.digest.hex).json", "table.tsv"])
    }

    @Test func ancestryGoesBackToRawFiles() throws {
        let temporary = try TemporaryStore()
        let raw = Digest(of: Data("raw".utf8))
        let (digest, bytes) = try temporary.store.publish(
            fileAt: try temporary.file("made"), extension: "tsv")
        let made = Output(
            digest: digest, extension: "tsv", bytes: bytes, kind: "table", title: "Made", logical: nil)
        let recipe = Recipe(
            stage: "make", parameters: [:], inputs: ["source": .one(raw)], code: "c", libraries: [:])
        try temporary.store.publish(RecipeRecord(recipe: recipe, outputs: ["table": made], run: [:]))
        let ancestry = temporary.store.ancestry(of: [digest])
        #expect(ancestry.map(\.digest) == [digest, raw])
        #expect(ancestry.map(\.title) == ["Made", "source"])
        #expect(ancestry[1].recipe == nil)
    }
}
