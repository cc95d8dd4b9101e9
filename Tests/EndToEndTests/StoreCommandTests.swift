import ArtifactStore
import Foundation
import Testing

/// The store's commands on a finished figure.
@Suite(.serialized) struct StoreCommandTests {
    private func copy() throws -> StoreCopy {
        try StoreCopy(of: try FinishedFigure.shared().project.folder + "/artifacts")
    }

    private func artifacts(_ copy: StoreCopy, _ arguments: String...) throws -> Outcome {
        try run(
            "\(Project.programs)/artifacts", arguments + ["--store", copy.path],
            in: try FinishedFigure.shared().project.folder)
    }

    private func record(_ copy: StoreCopy, of job: FinishedFigure.JobLine) throws -> RecipeRecord {
        let link = try #require(job.outputs.first?.path)
        let object = try #require(copy.store.object(linkedBy: "\(copy.path)/\(link)"))
        return try #require(copy.store.records(making: object.digest).first)
    }

    /// Writes a record in the place of another; files of copies are shared until they are replaced.
    private func replace(_ record: RecipeRecord, by other: RecipeRecord, in copy: StoreCopy) throws {
        try FileManager.default.removeItem(atPath: "\(copy.path)/recipes/\(record.recipe.digest.hex).json")
        try copy.store.publish(other)
    }

    @Test func aFinishedFigureHasNoGarbage() throws {
        let copy = try copy()
        let outcome = try artifacts(copy, "gc")
        #expect(outcome.status == 0 && outcome.output.hasPrefix("0 objects, 0 files"), "\(outcome.output)")
    }

    @Test func whatTheSpecificationNoLongerNeedsGoes() throws {
        let project = try Project()
        #expect(try project.make("figure2").status == 0)
        let before = try project.links()
        try project.specify(densities: "1", seeds: "2")
        #expect(try project.make("figure2").status == 0)
        let dry = try project.program("artifacts", "gc")
        #expect(dry.status == 0 && dry.output.contains("could be removed"))
        #expect(dry.output.contains("n24-p0.1/s0/weights-e1.h5: no figure's plan names it"), "\(dry.output)")
        #expect(Set(try project.links().keys) == Set(before.keys), "a dry run removes nothing")
        let deleted = try project.program("artifacts", "gc", "--delete")
        #expect(deleted.status == 0, "\(deleted.errors)")
        #expect(
            try project.links()["runs/mnist-train300-test200/rnn-relu-b20/n24-p0.1/s0/weights-e1.h5"] == nil)
        #expect(try project.program("artifacts", "verify").status == 0)
        let again = try project.make("figure2")
        #expect(again.status == 0 && again.computed.isEmpty, "\(again.errors)")
        // What went is computed again, with the same digests.
        try project.specify(densities: "0.1, 1", seeds: "2")
        #expect(try project.make("figure2").status == 0)
        #expect(try project.links() == before)
    }

    @Test func recipesAreReproduced() throws {
        let copy = try copy()
        let before = copy.links()
        let all = try artifacts(copy, "reproduce", "figure2", "--all")
        #expect(all.status == 0, "\(all.output)\(all.errors)")
        #expect(all.output.contains("21 of 21 recipes gave the same digests again"), "\(all.output)")
        #expect(copy.links() == before && copy.unfinished().isEmpty)
        let one = try artifacts(copy, "reproduce", "data/mnist.h5")
        #expect(one.output.contains("1 of 1 recipes"), "\(one.output)\(one.errors)")
    }

    /// Several recipes made the same objects: that of the programs as built can be run again, and an older one cannot.
    @Test func recipesOfTheCurrentCodeArePreferred() throws {
        let copy = try copy()
        for record in copy.store.records() {
            for number in 0..<3 {
                // Whatever the order of their digests is, and though they were computed later.
                var old = record
                old.recipe.code = "old \(number)"
                old.run["finished"] = "2999-01-01T00:00:00Z"
                try copy.store.publish(old)
            }
        }
        let all = try artifacts(copy, "reproduce", "figure2", "--all")
        #expect(all.status == 0 && all.output.contains("21 of 21 recipes"), "\(all.output)\(all.errors)")
        let job = try FinishedFigure.shared().job(of: "build-mask")
        let link = try #require(job.outputs.first?.path)
        let file = copy.store.path(of: try copy.store.resolve(link))
        try FileManager.default.removeItem(atPath: file)
        let repaired = try artifacts(copy, "verify", "--repair")
        #expect(repaired.status == 0, "\(repaired.output)\(repaired.errors)")
        // What is archived has the recipes that the next make asks for, and no others.
        let bag = copy.folder + "/bag.tar"
        let archived = try artifacts(
            copy, "archive", "figure2", "--output", bag, "--source", Project.repository)
        #expect(archived.status == 0 && archived.output.contains(" 21 recipes"), "\(archived.output)")
        try FileManager.default.moveItem(atPath: copy.path, toPath: copy.folder + "/before")
        try FileManager.default.createDirectory(atPath: copy.path, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: copy.folder + "/before/plan", toPath: copy.path + "/plan")
        #expect(try artifacts(copy, "import", bag).status == 0)
        for job in try FinishedFigure.shared().jobs {
            let outcome = try FinishedFigure.shared().run(job, in: copy)
            #expect(outcome.status == 0 && outcome.computed.isEmpty, "\(outcome.errors)")
        }
    }

    @Test func theFirstDifferingElementIsNamed() throws {
        let copy = try copy()
        let figure = try FinishedFigure.shared()
        var record = try record(copy, of: try figure.job(of: "train"))
        let original = record
        let output = try #require(record.outputs["weights"])
        var bytes = try Data(contentsOf: URL(fileURLWithPath: copy.store.path(of: output)))
        // In the middle of the file there are weights; their last bits.
        let place = bytes.count / 2 / 4 * 4
        bytes[place] ^= 1
        let changed = copy.folder + "/changed.h5"
        try bytes.write(to: URL(fileURLWithPath: changed))
        record.outputs["weights"]?.digest = try copy.store.publish(fileAt: changed, extension: "h5").digest
        record.run["host"] = "elsewhere"
        try replace(original, by: record, in: copy)
        let name = try #require(record.outputs["weights"]).digest.hex
        let outcome = try artifacts(copy, "reproduce", name)
        #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)")
        #expect(
            outcome.output.contains("1 of ") && outcome.output.contains("elements differ"),
            "\(outcome.output)")
        #expect(outcome.output.contains("ULP)") && outcome.output.contains("first at ["), "\(outcome.output)")
        #expect(outcome.output.contains("run host: \"elsewhere\" |"), "\(outcome.output)")
        let difference = try artifacts(copy, "diff", name, output.digest.hex)
        #expect(
            difference.status == 1 && difference.output.contains("at most 1 ULP apart"),
            "\(difference.output)")
    }

    @Test func artifactsAndFiguresAreCompared() throws {
        let copy = try copy()
        let runs = "runs/mnist-train300-test200/rnn-relu-b20"
        let same = try artifacts(
            copy, "diff", "\(runs)/n16-p0.1/s0/weights-e1.h5", "\(runs)/n16-p0.1/s0/weights-e1.h5")
        #expect(same.status == 0 && same.output.contains("equal"))
        let seeds = try artifacts(
            copy, "diff", "\(runs)/n16-p0.1/s0/weights-e1.h5", "\(runs)/n16-p0.1/s1/weights-e1.h5")
        #expect(
            seeds.status == 1 && seeds.output.contains("parameter seed: 0 | 1"),
            "\(seeds.output)\(seeds.errors)")
        #expect(
            seeds.output.contains("/input_weights: ")
                && seeds.output.contains("attribute seed = 0 | seed = 1"))
        let folders = try artifacts(copy, "diff", "figures/smoke/figure2", "figures/smoke/figure2")
        #expect(folders.status == 0 && folders.output.contains("equal: 8 artifacts"), "\(folders.output)")
    }

    @Test func whatOnlyOneFolderHasIsADifference() throws {
        let copy = try copy()
        let runs = "runs/mnist-train300-test200/rnn-relu-b20/n16-p0.1"
        try FileManager.default.removeItem(atPath: "\(copy.path)/\(runs)/s1/weights-e1.h5")
        let seeds = try artifacts(copy, "diff", "\(runs)/s0", "\(runs)/s1")
        #expect(seeds.status == 1, "\(seeds.output)\(seeds.errors)")
        #expect(seeds.output.contains("weights-e1.h5\n  only in the first\n"), "\(seeds.output)")
        let nothing = try artifacts(copy, "diff", "\(runs)/s0", "data")
        #expect(nothing.status == 1 && nothing.output.contains("mnist.h5\n  only in the second"))
        let empty = try artifacts(copy, "diff", "plan", "recipes")
        #expect(empty.status == 66 && empty.errors.contains("has links to artifacts"), "\(empty.errors)")
        let mixed = try artifacts(copy, "diff", "\(runs)/s0", "data/mnist.h5")
        #expect(
            mixed.status == 64 && mixed.errors.contains("s0 is a folder and data/mnist.h5 is not"),
            "\(mixed.errors)")
    }

    @Test func resultsAreAdoptedByCodeThatGivesTheSame() throws {
        let copy = try copy()
        let figure = try FinishedFigure.shared()
        let trainings = copy.store.records().filter { $0.recipe.stage == "train" }
        for record in trainings {
            var old = record
            old.recipe.code = "old"
            try replace(record, by: old, in: copy)
        }
        // As after an import without masks; what the sample reads is computed again.
        let masks = Set(trainings.flatMap { $0.recipe.inputs["mask"]?.digests ?? [] })
        try copy.store.noteDropped(masks.sorted { $0.hex < $1.hex })
        for mask in masks {
            try FileManager.default.removeItem(atPath: try #require(copy.store.file(ofObject: mask)))
        }
        let job = try figure.job(of: "train")
        let outcome = try artifacts(copy, "adopt", "--stage", "train", "--sample", "2")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("restored "), "\(outcome.output)")
        #expect(
            outcome.output.contains("\(trainings.count) recipes of train are recorded"), "\(outcome.output)")
        #expect(try artifacts(copy, "verify").status == 0)
        #expect(try figure.run(job, in: copy).computed.isEmpty)
        let adopted = copy.store.records().filter { $0.run["adopted"] != nil }
        #expect(adopted.count == trainings.count - 2)
        let again = try artifacts(copy, "adopt", "--stage", "train")
        #expect(again.output.contains("nothing to adopt"), "\(again.output)")
    }

    @Test func resultsThatDifferAreNotAdopted() throws {
        let copy = try copy()
        let record = try record(copy, of: try FinishedFigure.shared().job(of: "build-mask"))
        var old = record
        old.recipe.code = "old"
        old.run["seconds"] = 0
        // As if the earlier code had drawn the mask of another.
        let other = try #require(
            copy.store.records().first { $0.recipe.stage == "build-mask" && $0.outputs != record.outputs })
        old.outputs = other.outputs
        try replace(record, by: old, in: copy)
        let before = copy.store.recipeDigests()
        let outcome = try artifacts(copy, "adopt", "--stage", "build-mask", "--sample", "1")
        #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("nothing was carried over") && outcome.output.contains("mask: "))
        #expect(copy.store.recipeDigests() == before)
    }

    @Test func snapshotsAreListedWithTheirAccuracy() throws {
        let outcome = try artifacts(try copy(), "ls", "--snapshots", "runs/")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains(" %  ") && !outcome.output.contains("?"), "\(outcome.output)")
        #expect(outcome.output.split(separator: "\n").count { $0.contains("weights-e") } == 12)
    }

    /// Networks that were trained with patience lie beside those that were not; each has the accuracy of its own metrics.
    @Test func snapshotsOfImpatientNetworksAreListed() throws {
        let copy = try copy()
        let runs = "\(copy.path)/runs/impatient"
        try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
        let inputs = ["--data", "\(copy.path)/data/mnist.h5", "--mask", "\(copy.path)/masks/full/n16.h5"]
        let choices = ["--train-limit", "100", "--test-limit", "50", "--batch", "20", "--to-epoch", "9"]
        let store = ["--store", copy.path, "--quiet"]
        for (suffix, more) in [("", []), ("-patience1", ["--patience", "1", "--learning-rate", "0.5"])] {
            let outputs = [
                "--weights", "\(runs)/weights-e9\(suffix).h5", "--metrics",
                "\(runs)/metrics-e0-e9\(suffix).h5",
            ]
            let trained = try run(
                "\(Project.programs)/train", inputs + choices + outputs + more + store, in: copy.folder)
            #expect(trained.status == 0, "\(trained.errors)")
        }
        let outcome = try artifacts(copy, "ls", "--snapshots", "runs/impatient")
        #expect(outcome.status == 0 && !outcome.output.contains("?"), "\(outcome.output)\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 3, "\(outcome.output)")
        #expect(
            lines[1].contains("weights-e9-patience1.h5, ended after epoch")
                && lines[2].hasSuffix("weights-e9.h5"))
    }

    /// Metrics that were dropped to save space hide only their accuracies.
    @Test func snapshotsAreListedWithoutDroppedMetrics() throws {
        let copy = try copy()
        for record in copy.store.records() where record.recipe.stage == "train" {
            let metrics = try #require(record.outputs["metrics"])
            try copy.store.noteDropped([metrics.digest])
            unlink(copy.store.path(of: metrics))
        }
        let outcome = try artifacts(copy, "ls", "--snapshots", "runs/")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.split(separator: "\n").count { $0.contains("weights-e") } == 12)
    }
}
