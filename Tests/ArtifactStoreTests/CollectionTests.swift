import Foundation
import Testing

@testable import ArtifactStore

/// FORMAT.md, "Collection": what is needed stays, whatever happens meanwhile.
@Suite struct CollectionTests {
    /// A chain raw → made → used, of which `used` has a link; and `alone`, that nothing needs but a link.
    private func chain() throws -> (TemporaryStore, [String: Output]) {
        let temporary = try TemporaryStore()
        let store = temporary.store
        var outputs: [String: Output] = [:]
        func make(_ name: String, from inputs: [Digest]) throws {
            let (digest, bytes) = try store.publish(fileAt: try temporary.file(name), extension: "tsv")
            let output = Output(
                digest: digest, extension: "tsv", bytes: bytes, kind: nil, title: name, logical: nil)
            let recipe = Recipe(
                stage: "test", parameters: ["name": .string(name)],
                inputs: inputs.isEmpty ? [:] : ["in": .many(inputs)], code: "c", libraries: [:])
            try store.publish(RecipeRecord(recipe: recipe, outputs: ["table": output], run: [:]))
            try store.setLink("\(store.root)/runs/\(name).tsv", to: output)
            outputs[name] = output
        }
        let raw = try store.publish(copyOf: try temporary.file("raw"), extension: "yaml")
        try make("made", from: [raw])
        try make("used", from: [try #require(outputs["made"]).digest])
        try make("alone", from: [])
        return (temporary, outputs)
    }

    @Test func whatIsBehindAWantedLinkStays() throws {
        let (temporary, outputs) = try chain()
        let store = temporary.store
        let before = try store.garbage(wanted: ["runs/used.tsv"])
        #expect(before.neededObjects == 3)
        #expect(store.verify().objects == 4, "a plan removes nothing")
        let plan = try store.collect(wanted: ["runs/used.tsv"])
        #expect(plan.garbage == before.garbage)
        #expect(plan.garbage.map(\.kind) == [.link, .recipe, .object])
        #expect(plan.garbage.allSatisfy { $0.path.contains("alone") || !$0.reason.isEmpty })
        #expect(store.links() == ["runs/made.tsv", "runs/used.tsv"])
        #expect(store.isSound(try #require(outputs["made"]).digest))
        #expect(store.verify().damages.isEmpty)
        #expect(try store.collect(wanted: ["runs/used.tsv"]).garbage.isEmpty)
    }

    /// As after a copy that follows links: nothing would seem to be needed.
    @Test func whereLinksBecameFilesNothingIsRemoved() throws {
        let (temporary, outputs) = try chain()
        let store = temporary.store
        let used = try #require(outputs["used"])
        let link = store.root + "/runs/used.tsv"
        unlink(link)
        try FileManager.default.copyItem(atPath: store.path(of: used), toPath: link)
        #expect(throws: StoreError.linkLost(path: link)) {
            try store.collect(wanted: ["runs/used.tsv", "runs/made.tsv"])
        }
        #expect(store.isSound(used.digest))
    }

    @Test func withoutPlansAllLinksCount() throws {
        let (temporary, _) = try chain()
        #expect(try temporary.store.collect(wanted: nil).garbage.isEmpty)
    }

    @Test func keptObjectsStayUntilTheyAreNot() throws {
        let (temporary, outputs) = try chain()
        let store = temporary.store
        let alone = try #require(outputs["alone"])
        try store.keep(alone)
        _ = try store.collect(wanted: [])
        #expect(store.isSound(alone.digest))
        #expect(!store.isSound(try #require(outputs["used"]).digest))
        #expect(try store.unkeep(alone))
        #expect(try !store.unkeep(alone))
        _ = try store.collect(wanted: [])
        #expect(store.verify().objects == 0 && store.verify().damages.isEmpty)
    }

    @Test func linksOutsideOfTheStoreCount() throws {
        let (temporary, outputs) = try chain()
        let used = try #require(outputs["used"])
        let link = temporary.folder + "/mine.tsv"
        try temporary.store.setLink(link, to: used)
        _ = try temporary.store.collect(wanted: [])
        #expect(try String(contentsOfFile: link, encoding: .utf8) == "used")
        #expect(temporary.store.isSound(try #require(outputs["made"]).digest))
        unlink(link)
        _ = try temporary.store.collect(wanted: [])
        #expect(!temporary.store.isSound(used.digest))
    }

    @Test func filesOfTheDeadGoAndOfTheLivingStay() throws {
        let (temporary, _) = try chain()
        let tmp = try temporary.store.makeOwnFolder("tmp")
        let folder = try temporary.store.makeWorkFolder(of: Digest(of: Data("work".utf8)))
        for name in ["4194304-12", "\(getpid())-1", "4194304-13/deep"] {
            let url = URL(fileURLWithPath: "\(tmp)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: url)
        }
        _ = try temporary.store.collect(wanted: nil)
        #expect(
            FileSystem.names(in: tmp).sorted()
                == [(folder as NSString).lastPathComponent, "\(getpid())-1"].sorted())
    }

    @Test func linksOfTheDeadGoAndKeepNothing() throws {
        let (temporary, outputs) = try chain()
        let store = temporary.store
        let alone = try #require(outputs["alone"])
        try store.keep(alone)
        let kept = "\(store.root)/kept/\(alone.digest.hex).tsv"
        try FileManager.default.moveItem(
            atPath: kept, toPath: "\(store.root)/kept/.\(alone.digest.hex).tsv.4194304-1")
        let own = "runs/.made.tsv.\(getpid())-1"
        #expect(symlink("../nowhere", "\(store.root)/\(own)") == 0)
        #expect(symlink("../nowhere", "\(store.root)/runs/.hidden") == 0)
        let plan = try store.collect(wanted: ["runs/used.tsv"])
        #expect(plan.garbage.contains { $0.kind == .unfinished && $0.path.hasPrefix("kept/.") })
        #expect(!store.isSound(alone.digest), "a mark that was never finished keeps nothing")
        #expect(FileSystem.existsUnfollowed("\(store.root)/\(own)"), "its process lives")
        #expect(FileSystem.existsUnfollowed("\(store.root)/runs/.hidden"), "no process of ours made it")
    }

    @Test func nothingOutsideIsDeleted() throws {
        let (temporary, outputs) = try chain()
        let outside = temporary.folder + "/outside"
        let digest = try #require(outputs["alone"]).digest.hex
        let objects = temporary.store.root + "/objects/\(digest.prefix(2))"
        try FileManager.default.moveItem(atPath: objects, toPath: outside)
        #expect(symlink(outside, objects) == 0)
        #expect(symlink(temporary.folder, temporary.store.root + "/tmp/4194304-1") == 0)
        #expect(throws: StoreError.notAFolder(path: objects)) { try temporary.store.collect(wanted: []) }
        #expect(FileSystem.exists("\(outside)/\(digest).tsv"))
        unlink(objects)
        _ = try temporary.store.collect(wanted: [])
        #expect(FileSystem.isFolder(temporary.folder), "a link in tmp/ is removed, not what it leads to")
    }

    @Test func aDamagedRecipeStopsIt() throws {
        let (temporary, _) = try chain()
        let recipe = try #require(temporary.store.recipeDigests().first)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: temporary.store.path(ofRecipe: recipe)))
        #expect(throws: StoreError.self) { try temporary.store.collect(wanted: []) }
        #expect(temporary.store.verify().objects == 4)
    }

    @Test func aCollectionWaitsForWhoeverPublishes() throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let ended = DispatchSemaphore(value: 0)
        for round in 0..<5 {
            // As a stage does: found or published, then linked, all in one.
            let record = try store.whileNothingIsCollected {
                let record = try temporary.publish("text \(round)")
                Thread.detachNewThread {
                    _ = try? store.collect(wanted: nil)
                    ended.signal()
                }
                usleep(50_000)
                try store.setLink(
                    "\(store.root)/runs/\(round).tsv", to: try #require(record.outputs["table"]))
                return record
            }
            ended.wait()
            #expect(record.outputs.values.allSatisfy(store.holds), "what was being published was removed")
        }
        #expect(store.verify().damages.isEmpty && store.verify().links == 5)
    }
}
