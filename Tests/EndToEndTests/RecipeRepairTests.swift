import ArtifactStore
import Foundation
import Testing

/// `artifacts verify --repair` on damaged recipes and links: what can be proven is restored, nothing is deleted.
@Suite(.serialized) struct RecipeRepairTests {
    private func copy() throws -> StoreCopy {
        try StoreCopy(of: try FinishedFigure.shared().project.folder + "/artifacts")
    }

    private func verify(_ copy: StoreCopy, _ options: String...) throws -> Outcome {
        try run(
            "\(Project.programs)/artifacts", ["verify", "--store", copy.path] + options,
            in: try FinishedFigure.shared().project.folder)
    }

    /// The record of a stage's job, with its file's path relative to the store and its bytes.
    private func recipe(
        _ copy: StoreCopy, of stage: String
    ) throws -> (record: RecipeRecord, path: String, bytes: Data) {
        let link = try #require(try FinishedFigure.shared().job(of: stage).outputs.first?.path)
        let object = try #require(copy.store.object(linkedBy: "\(copy.path)/\(link)"))
        let record = try #require(copy.store.records(making: object.digest).first)
        let path = "recipes/\(record.recipe.digest.hex).json"
        return (record, path, try Data(contentsOf: URL(fileURLWithPath: "\(copy.path)/\(path)")))
    }

    /// Files of copies are shared with the original until they are replaced.
    private func write(_ bytes: Data, _ path: String, in copy: StoreCopy) throws {
        try FileManager.default.removeItem(atPath: "\(copy.path)/\(path)")
        try bytes.write(to: URL(fileURLWithPath: "\(copy.path)/\(path)"))
    }

    private func damaged(_ copy: StoreCopy) throws -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: copy.path + "/damaged"))?.sorted() ?? []
    }

    @Test func aFlippedBitOfARecipeIsUndone() throws {
        let copy = try copy()
        let (record, path, whole) = try recipe(copy, of: "train")
        var bytes = whole
        bytes[bytes.count / 3] ^= 2
        try write(bytes, path, in: copy)
        let found = try verify(copy)
        #expect(found.status == 1 && found.output.contains(path), "\(found.output)")
        let repaired = try verify(copy, "--repair")
        #expect(repaired.status == 0 && repaired.output.contains("one bit had changed"), "\(repaired.output)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(copy.path)/\(path)")) == whole)
        #expect(try damaged(copy) == ["recipes_\(record.recipe.digest.hex).json-1"])
        #expect(try verify(copy).status == 0)
    }

    /// Two bits of the run record changed: the recipe can be read, so its command runs again.
    @Test(arguments: ["build-mask", "train"])
    func aRecipeThatCanBeReadIsComputedAgain(stage: String) throws {
        let copy = try copy()
        let (record, path, whole) = try recipe(copy, of: stage)
        let text = String(decoding: whole, as: UTF8.self)
        try write(Data(text.replacing("\"host\":\"", with: "\"host\":\"xx").utf8), path, in: copy)
        let repaired = try verify(copy, "--repair")
        #expect(
            repaired.status == 0 && repaired.output.contains("repaired \(path): \(stage) computed it again"),
            "\(repaired.output)\(repaired.errors)")
        let now = try #require(try copy.store.record(of: record.recipe.digest))
        #expect(now.outputs == record.outputs && now.recipe == record.recipe)
        #expect(try damaged(copy).count == 1)
    }

    /// Nothing of it can be read, so the plan says how it was made.
    @Test(arguments: ["build-mask", "train", "analyze", "report", "fetch-data"])
    func aRecipeThatIsLostIsComputedAgainAsPlanned(stage: String) throws {
        let copy = try copy()
        let before = copy.links()
        let (record, path, _) = try recipe(copy, of: stage)
        try write(Data("nothing".utf8), path, in: copy)
        let repaired = try verify(copy, "--repair")
        #expect(
            repaired.status == 0 && repaired.output.contains("repaired \(path): \(stage) computed it again"),
            "\(repaired.output)\(repaired.errors)")
        #expect(try copy.store.record(of: record.recipe.digest)?.outputs == record.outputs)
        #expect(copy.links() == before)
        #expect(copy.unfinished().isEmpty)
    }

    @Test func aRecipeOfWhichNothingIsKnownIsMovedAside() throws {
        let copy = try copy()
        let name = String(repeating: "0", count: 64) + ".json"
        try Data("nothing".utf8).write(to: URL(fileURLWithPath: "\(copy.path)/recipes/\(name)"))
        let repaired = try verify(copy, "--repair")
        #expect(repaired.status == 0, "\(repaired.output)")
        #expect(repaired.output.contains("moved recipes/\(name) to damaged/recipes_\(name)-1"))
        #expect(try damaged(copy) == ["recipes_\(name)-1"])
    }

    /// Its record names other objects than it gives: both stay as they are.
    @Test func aRecipeThatGivesOtherObjectsIsNotReplaced() throws {
        let copy = try copy()
        let (record, path, whole) = try recipe(copy, of: "build-mask")
        let digest = try #require(record.outputs["mask"]).digest.hex
        let other = String(digest.reversed())
        let bytes = Data(String(decoding: whole, as: UTF8.self).replacing(digest, with: other).utf8)
        try write(bytes, path, in: copy)
        let outcome = try verify(copy, "--repair")
        #expect(outcome.status == 1 && outcome.output.contains("gave different objects"), "\(outcome.output)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(copy.path)/\(path)")) == bytes)
    }

    @Test func linksAreSetAgain() throws {
        let copy = try copy()
        let before = copy.links()
        let planned = try #require(before.keys.first { $0.hasPrefix("masks/") })
        let output = try copy.store.resolve("\(copy.path)/\(planned)")
        try copy.store.setLink("\(copy.path)/mine.h5", to: output)
        try FileManager.default.removeItem(atPath: "\(copy.path)/\(planned)")
        #expect(symlink("../nowhere", "\(copy.path)/\(planned)") == 0)
        let digest = output.digest.hex
        unlink("\(copy.path)/mine.h5")
        let near = digest.dropLast() + String(UnicodeScalar(try #require(digest.utf8.last) ^ 1))
        #expect(symlink("objects/\(digest.prefix(2))/\(near).h5", "\(copy.path)/mine.h5") == 0)
        #expect(symlink("objects/00/nothing.h5", "\(copy.path)/far.h5") == 0)
        let outcome = try verify(copy, "--repair")
        #expect(outcome.status == 1, "\(outcome.output)")
        #expect(outcome.output.contains("repaired \(planned): build-mask set it again"), "\(outcome.output)")
        #expect(outcome.output.contains("repaired mine.h5: it leads to \(output.digest.short)… again"))
        #expect(outcome.output.contains("not repaired: far.h5"))
        #expect(copy.links()["mine.h5"] == digest && copy.links()[planned] == before[planned])
        #expect(try damaged(copy) == ["\(planned.replacing("/", with: "_"))-1", "mine.h5-1"])
    }
}
