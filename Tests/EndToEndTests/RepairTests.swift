import ArtifactStore
import Foundation
import Testing

/// The built programs on damaged stores: nothing damaged is used, what can be computed again is, with the same digest.
@Suite(.serialized) struct RepairTests {
    /// Changes one bit of an object in a copy, whose files are shared with the original until then.
    private func damage(_ link: String, in copy: StoreCopy) throws -> Digest {
        let object = try #require(copy.store.object(linkedBy: "\(copy.path)/\(link)"))
        let file = try #require(copy.store.file(ofObject: object.digest))
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        bytes[bytes.count / 2] ^= 4
        try FileManager.default.removeItem(atPath: file)
        try bytes.write(to: URL(fileURLWithPath: file))
        return object.digest
    }

    private func artifacts(_ copy: StoreCopy, _ arguments: String...) throws -> Outcome {
        let pipeline = try FinishedFigure.shared().project.folder + "/pipeline"
        return try run(
            "\(Project.programs)/artifacts",
            arguments + ["--store", copy.path] + (arguments[0] == "verify" ? ["--pipeline", pipeline] : []),
            in: copy.folder)
    }

    @Test(arguments: ["build-mask", "train", "analyze", "report", "fetch-data"])
    func aDamagedOutputIsComputedAgain(stage: String) throws {
        let figure = try FinishedFigure.shared()
        let link = try #require(try figure.job(of: stage).outputs.last?.path)
        let copy = try StoreCopy(of: figure.project.folder + "/artifacts")
        let before = copy.links()
        let digest = try damage(link, in: copy)
        let found = try artifacts(copy, "verify")
        #expect(found.status == 1 && found.output.contains("objects/") && found.output.contains(link))
        let repaired = try artifacts(copy, "verify", "--repair")
        #expect(repaired.status == 0, "\(repaired.output)\(repaired.errors)")
        #expect(repaired.output.contains("repaired \(digest.short)…: \(stage) computed it again"))
        #expect(try artifacts(copy, "verify").status == 0)
        #expect(copy.links() == before)
        #expect(copy.unfinished().isEmpty)
    }

    @Test func aWholeChainIsComputedAgain() throws {
        let figure = try FinishedFigure.shared()
        let copy = try StoreCopy(of: figure.project.folder + "/artifacts")
        let job = try figure.job(of: "train")
        for link in copy.links().keys where link.hasPrefix("masks/") || link.hasPrefix("runs/") {
            let object = try #require(copy.store.object(linkedBy: "\(copy.path)/\(link)"))
            if let file = copy.store.file(ofObject: object.digest) {
                try FileManager.default.removeItem(atPath: file)
            }
        }
        #expect(try artifacts(copy, "verify").output.contains(try #require(job.outputs.first?.path)))
        let repaired = try artifacts(copy, "verify", "--repair")
        #expect(repaired.status == 0, "\(repaired.output)\(repaired.errors)")
    }

    @Test func aDamagedInputIsNotUsed() throws {
        let figure = try FinishedFigure.shared()
        let job = try figure.job(of: "train")
        let copy = try figure.storeWithout(job)
        let mask = try #require(job.arguments.firstIndex(of: "--mask"))
        let link = String(job.arguments[mask + 1].dropFirst("$(STORE)/".count))
        _ = try damage(link, in: copy)
        let outcome = try figure.run(job, in: copy)
        #expect(outcome.status == 65, "\(outcome.errors)")
        #expect(outcome.errors.contains("(mask) is damaged") && outcome.errors.contains("verify --repair"))
        let shown = try artifacts(copy, "show", link)
        #expect(shown.status == 65 && shown.errors.contains("is damaged"), "\(shown.output)")
        #expect(try artifacts(copy, "verify", "--repair").status == 0)
        #expect(try figure.run(job, in: copy).status == 0)
    }

    @Test func otherBytesOfOneRecipeAreKeptBesideTheFirst() throws {
        let figure = try FinishedFigure.shared()
        let job = try figure.job(of: "build-mask")
        let link = try #require(job.outputs.first?.path)
        let copy = try StoreCopy(of: figure.project.folder + "/artifacts")
        let object = try #require(copy.store.object(linkedBy: "\(copy.path)/\(link)"))
        // As if it had given something else before, which is lost.
        var record = try #require(copy.store.records(making: object.digest).first)
        record.outputs["mask"]?.digest = Digest(of: Data("other".utf8))
        let path = "\(copy.path)/recipes/\(record.recipe.digest.hex).json"
        try FileManager.default.removeItem(atPath: path)
        try copy.store.publish(record)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let outcome = try figure.run(job, in: copy)
        #expect(outcome.status == 70, "\(outcome.errors)")
        #expect(outcome.errors.contains("this recipe gave \(object.digest.short)… now and"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        let disputes = try FileManager.default.contentsOfDirectory(atPath: copy.path + "/disputes")
        #expect(disputes == ["\(record.recipe.digest.hex)-1.json"])
        #expect(copy.store.file(ofObject: object.digest) != nil)
        #expect(copy.store.verify().disputes == 1)
    }
}
