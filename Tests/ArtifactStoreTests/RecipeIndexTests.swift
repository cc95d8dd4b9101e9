import Foundation
import Testing

@testable import ArtifactStore

/// FORMAT.md, "Index": a shortcut that never says anything else than the recipes do.
@Suite struct RecipeIndexTests {
    private func index(_ store: Store) -> String { store.root + "/index/makers" }

    @Test func findsMakersAsRecipesComeAndGo() throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        var records: [RecipeRecord] = []
        for number in 0..<20 {
            records.append(try temporary.publish("text \(number)"))
            let digest = try #require(records.last?.outputs["table"]).digest
            #expect(store.records(making: digest) == [records[number]])
            // Some changes fall into the same tick of the clock, some come after the index was written.
            if number % 4 == 0 {
                usleep(120_000)
                #expect(store.records(making: digest) == [records[number]])
                #expect(FileSystem.exists(index(store)))
            }
        }
        for record in records {
            let digest = try #require(record.outputs["table"]).digest
            #expect(store.records(making: digest) == [record])
            unlink(store.path(ofRecipe: record.recipe.digest))
            #expect(store.records(making: digest).isEmpty)
        }
    }

    @Test func severalRecipesMayMakeOneObject() throws {
        let temporary = try TemporaryStore()
        let one = try temporary.publish("same")
        let other = try temporary.publish("same", stage: "other")
        let digest = try #require(one.outputs["table"]).digest
        let found = temporary.store.records(making: digest).map(\.recipe.digest)
        #expect(found == [one.recipe.digest, other.recipe.digest].sorted())
        #expect(temporary.store.records(making: Digest(of: Data("none".utf8))).isEmpty)
    }

    /// As after a dispute: deleted, and computed again.
    @Test func aRecipeThatNowMakesSomethingElseIsReadAgain() throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        var record = try temporary.publish("before")
        let before = try #require(record.outputs["table"])
        usleep(120_000)
        #expect(store.records(making: before.digest) == [record])
        #expect(FileSystem.exists(index(store)))
        let after = try store.publish(fileAt: try temporary.file("after"), extension: "tsv")
        unlink(store.path(ofRecipe: record.recipe.digest))
        record.outputs["table"]?.digest = after.digest
        try store.publish(record)
        #expect(store.records(making: after.digest) == [record])
        #expect(store.records(making: before.digest).isEmpty)
    }

    @Test func aDamagedOneIsMadeAnew() throws {
        let temporary = try TemporaryStore()
        let record = try temporary.publish("hello")
        let digest = try #require(record.outputs["table"]).digest
        usleep(120_000)
        #expect(temporary.store.records(making: digest) == [record])
        let path = index(temporary.store)
        let sound = try FileSystem.contents(of: path)
        for place in stride(from: 0, to: sound.count, by: 3) {
            var damaged = sound
            damaged[place] ^= 1
            try Data(damaged).write(to: URL(fileURLWithPath: path))
            #expect(temporary.store.records(making: digest) == [record], "byte \(place)")
        }
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(temporary.store.records(making: digest) == [record])
        #expect(try FileSystem.contents(of: path) == sound)
    }
}
