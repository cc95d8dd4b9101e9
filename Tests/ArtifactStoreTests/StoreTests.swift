import Foundation
import Testing

@testable import ArtifactStore

/// A store in a folder of its own, removed afterwards.
final class TemporaryStore: Sendable {
    let folder: String
    let store: Store

    init() throws {
        folder = NSTemporaryDirectory() + "store-\(UUID().uuidString)"
        store = Store(at: folder + "/artifacts")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func file(_ text: String) throws -> String {
        let path = "\(folder)/\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Publishes `text` under a recipe of its own and returns the record.
    func publish(_ text: String, stage: String = "test") throws -> RecipeRecord {
        let (digest, bytes) = try store.publish(fileAt: try file(text), extension: "tsv")
        let output = Output(
            digest: digest, extension: "tsv", bytes: bytes, kind: nil, title: "a \(text)", logical: nil)
        let recipe = Recipe(
            stage: stage, parameters: ["text": .string(text)], inputs: [:], code: "c", libraries: [:])
        let record = RecipeRecord(recipe: recipe, outputs: ["table": output], run: ["seconds": 1])
        try store.publish(record)
        return record
    }
}

@Suite struct StoreTests {
    @Test func objectsAreNamedByTheirBytesAndReadOnly() throws {
        let temporary = try TemporaryStore()
        let (digest, bytes) = try temporary.store.publish(
            fileAt: try temporary.file("abc"), extension: "tsv")
        #expect(digest == Digest(of: Data("abc".utf8)))
        #expect(bytes == 3)
        let path = "\(temporary.folder)/artifacts/objects/ba/\(digest.hex).tsv"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o444)
    }

    @Test func publishingTwiceKeepsOneObject() throws {
        let temporary = try TemporaryStore()
        let first = try temporary.store.publish(fileAt: try temporary.file("abc"), extension: "tsv")
        let file = try temporary.file("abc")
        let second = try temporary.store.publish(fileAt: file, extension: "tsv")
        #expect(first == second)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test func recordsComeBack() throws {
        let temporary = try TemporaryStore()
        let record = try temporary.publish("hello")
        #expect(try temporary.store.record(of: record.recipe.digest) == record)
        #expect(record.outputs.values.allSatisfy(temporary.store.holds))
        #expect(temporary.store.recipeDigests() == [record.recipe.digest])
    }

    @Test func aDamagedRecipeIsNamed() throws {
        let temporary = try TemporaryStore()
        let record = try temporary.publish("hello")
        let path = temporary.store.path(ofRecipe: record.recipe.digest)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacingOccurrences(of: "hello", with: "hallo")
            .write(toFile: path, atomically: true, encoding: .utf8)
        #expect {
            _ = try temporary.store.record(of: record.recipe.digest)
        } throws: { error in
            "\(error)".contains(path) && "\(error)".contains("do not have the digest")
        }
    }

    @Test func linksInsideAreRelativeAndSurviveAMove() throws {
        let temporary = try TemporaryStore()
        let record = try temporary.publish("hello")
        let output = try #require(record.outputs["table"])
        let link = temporary.store.root + "/runs/deep/table.tsv"
        try temporary.store.setLink(link, to: output)
        let destination = try #require(FileSystem.linkDestination(link))
        #expect(destination.hasPrefix("../../objects/"))
        try FileManager.default.moveItem(atPath: temporary.store.root, toPath: temporary.folder + "/moved")
        let moved = Store(at: temporary.folder + "/moved")
        #expect(moved.object(linkedBy: moved.root + "/runs/deep/table.tsv")?.digest == output.digest)
        #expect(try String(contentsOfFile: moved.root + "/runs/deep/table.tsv", encoding: .utf8) == "hello")
    }

    @Test func linksOutsideAreAbsolute() throws {
        let temporary = try TemporaryStore()
        let output = try #require(try temporary.publish("hello").outputs["table"])
        let link = temporary.folder + "/mine.tsv"
        try temporary.store.setLink(link, to: output)
        #expect(FileSystem.linkDestination(link)?.hasPrefix("/") == true)
        #expect(try temporary.store.digest(ofInput: link, role: "table") == output.digest)
    }

    @Test func aLinkNeverReplacesAFile() throws {
        let temporary = try TemporaryStore()
        let output = try #require(try temporary.publish("hello").outputs["table"])
        let path = try temporary.file("precious")
        #expect(throws: StoreError.notALink(path: path)) { try temporary.store.setLink(path, to: output) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test func inputsAreKnownByNameOrBytes() throws {
        let temporary = try TemporaryStore()
        let record = try temporary.publish("hello")
        let output = try #require(record.outputs["table"])
        let link = temporary.store.root + "/table.tsv"
        try temporary.store.setLink(link, to: output)
        #expect(try temporary.store.digest(ofInput: link, role: "x") == output.digest)
        #expect(
            try temporary.store.digest(ofInput: try temporary.file("hello"), role: "x") == output.digest)
        try FileManager.default.removeItem(atPath: temporary.store.path(of: output))
        #expect(throws: StoreError.inputDangling(role: "x", path: link)) {
            try temporary.store.digest(ofInput: link, role: "x")
        }
        #expect(throws: StoreError.inputMissing(role: "x", path: "/nowhere")) {
            try temporary.store.digest(ofInput: "/nowhere", role: "x")
        }
    }

    @Test func aLockIsHeldByOne() throws {
        let temporary = try TemporaryStore()
        let recipe = Digest(of: Data("r".utf8))
        let inside = Counter()
        let store = temporary.store
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            try? store.whileLocked(recipe, waiting: {}) { inside.enterAndLeave() }
        }
        #expect(inside.entered == 8)
        #expect(inside.highest == 1)
    }

    @Test func resolvesLinksAndBeginningsOfDigests() throws {
        let temporary = try TemporaryStore()
        let output = try #require(try temporary.publish("hello").outputs["table"])
        try temporary.store.setLink(temporary.store.root + "/table.tsv", to: output)
        #expect(try temporary.store.resolve("table.tsv").digest == output.digest)
        #expect(try temporary.store.resolve(String(output.digest.hex.prefix(8))).digest == output.digest)
        #expect(throws: StoreError.unknown(name: "zz")) { try temporary.store.resolve("zz") }
    }
}

/// Counts how many are inside at once.
final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var inside = 0
    private(set) var highest = 0
    private(set) var entered = 0

    func enterAndLeave() {
        lock.withLock {
            inside += 1
            entered += 1
            highest = max(highest, inside)
        }
        usleep(2000)
        lock.withLock { inside -= 1 }
    }
}
