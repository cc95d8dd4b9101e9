import Foundation
import Testing

@testable import ArtifactStore

/// FORMAT.md, "Repair": a bit that changed in a recipe or a link is known.
@Suite struct OneBitTests {
    @Test func everyFlippedBitOfARecipeIsUndone() throws {
        let temporary = try TemporaryStore()
        let record = try temporary.publish("text")
        let path = temporary.store.path(ofRecipe: record.recipe.digest)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for bit in 0..<whole.count * 8 {
            var flipped = whole
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(OneBitCorrection.whole(of: Array(flipped)) == Array(whole), "bit \(bit)")
        }
        var twice = whole
        twice[100] ^= 1
        twice[200] ^= 1
        #expect(OneBitCorrection.whole(of: Array(twice)) == nil)
        #expect(OneBitCorrection.whole(of: Array(whole.prefix(whole.count / 2))) == nil)
    }

    @Test func aRecipeIsReplacedAndItsDamageKept() throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let record = try temporary.publish("text")
        let name = "recipes/\(record.recipe.digest.hex).json"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(store.root)/\(name)"))
        bytes[bytes.count / 2] ^= 8
        try bytes.write(to: URL(fileURLWithPath: "\(store.root)/\(name)"))
        #expect(store.verify().damages.map(\.path) == [name])
        let corrected = try #require(store.correctedRecord(at: name))
        #expect(corrected == record)
        try store.replace(name, by: corrected)
        #expect(store.verify().damages.isEmpty)
        let aside = "\(store.root)/damaged/recipes_\(record.recipe.digest.hex).json-1"
        #expect(try Data(contentsOf: URL(fileURLWithPath: aside)) == bytes)
    }

    @Test func aLinkIsNearItsObject() throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let output = try #require(try temporary.publish("text").outputs["table"])
        try store.setLink("\(store.root)/runs/a.tsv", to: output)
        let right = try #require(FileSystem.linkDestination("\(store.root)/runs/a.tsv"))
        for candidate in OneBitCorrection.candidates(for: Array(right.utf8)) {
            // Not every sequence of bytes is a name.
            guard !candidate.contains(0), let text = String(validating: candidate, as: UTF8.self) else {
                continue
            }
            let link = "\(store.root)/runs/a.tsv"
            unlink(link)
            #expect(symlink(text, link) == 0)
            let near = store.objectNear(link: "runs/a.tsv")
            #expect(
                near?.digest == output.digest || store.object(linkedBy: link)?.digest == output.digest,
                "\(text)")
        }
        unlink("\(store.root)/runs/a.tsv")
        #expect(symlink("../objects/00/nothing", "\(store.root)/runs/a.tsv") == 0)
        #expect(store.objectNear(link: "runs/a.tsv") == nil)
        try store.keep(output)
        let kept = "kept/\(output.digest.hex).tsv"
        unlink("\(store.root)/\(kept)")
        #expect(symlink("anywhere", "\(store.root)/\(kept)") == 0)
        #expect(store.objectNear(link: kept)?.digest == output.digest, "its name says it")
    }
}
