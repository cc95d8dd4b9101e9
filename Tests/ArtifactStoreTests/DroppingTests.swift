import Foundation
import Testing

@testable import ArtifactStore

/// FORMAT.md, "Dropping": which needed objects go so that the others fit, and what the store says of them.
@Suite struct DroppingTests {
    private let temporary: TemporaryStore
    private var outputs: [String: Output] = [:]
    private var recipes: [String: Digest] = [:]
    private var store: Store { temporary.store }

    /// A raw file, from which `cheap` (1 s) and `dear` (100 s) are made, of 100 bytes each; from `dear` comes `state` (50 s).
    init() throws {
        temporary = try TemporaryStore()
        let raw = try store.publish(copyOf: try temporary.file("raw"), extension: "yaml")
        try make("cheap", seconds: 1, from: raw)
        try make("dear", seconds: 100, from: raw)
        try make("state", seconds: 50, from: try #require(outputs["dear"]).digest)
    }

    private mutating func make(_ name: String, seconds: Double, from input: Digest) throws {
        let text = name + String(repeating: ".", count: 100 - name.count)
        let (digest, bytes) = try store.publish(fileAt: try temporary.file(text), extension: "tsv")
        let output = Output(
            digest: digest, extension: "tsv", bytes: bytes, kind: nil, title: name, logical: nil)
        let recipe = Recipe(
            stage: "test", parameters: ["name": .string(name)], inputs: ["in": .one(input)], code: "c",
            libraries: [:])
        try store.publish(
            RecipeRecord(recipe: recipe, outputs: ["table": output], run: ["seconds": .number(seconds)]))
        try store.setLink("\(store.root)/runs/\(name).tsv", to: output)
        outputs[name] = output
        recipes[name] = recipe.digest
    }

    private func reduction(
        to bytes: Int, without: String? = nil, needing needed: [String] = [], spare: [String] = ["state"]
    ) -> Reduction {
        Reduction(
            maximumBytes: bytes, recomputable: Set(recipes.filter { $0.key != without }.values),
            needed: Set(needed.compactMap { outputs[$0]?.digest }),
            spare: Set(spare.compactMap { outputs[$0]?.digest }))
    }

    private func dropped(_ reduction: Reduction) throws -> [String] {
        let plan = try store.garbage(wanted: nil, reduction: reduction)
        return plan.garbage.filter { $0.kind == .dropped }.map { item in
            outputs.first { item.path.contains($0.value.digest.hex) }?.key ?? item.path
        }.sorted()
    }

    @Test func statesGoFirstThenWhatIsCheapestForEachByte() throws {
        #expect(try dropped(reduction(to: 303)).isEmpty, "it fits")
        #expect(try dropped(reduction(to: 302)) == ["state"])
        #expect(try dropped(reduction(to: 203)) == ["state"])
        #expect(try dropped(reduction(to: 202)) == ["cheap", "state"])
        #expect(try dropped(reduction(to: 0)) == ["cheap", "dear", "state"], "the raw file stays")
    }

    @Test func whatMustStayStays() throws {
        #expect(try dropped(reduction(to: 0, needing: ["cheap"])) == ["dear", "state"])
        #expect(try dropped(reduction(to: 0, without: "dear")) == ["cheap", "state"])
        let state = try #require(outputs["state"])
        try store.keep(state)
        #expect(try dropped(reduction(to: 0)) == ["cheap"], "what a kept object was made from is kept, too")
        #expect(try store.unkeep(state))
        try store.setLink(temporary.folder + "/mine.tsv", to: try #require(outputs["cheap"]))
        #expect(try dropped(reduction(to: 0)) == ["dear", "state"])
    }

    /// As if a collection had been killed after all its notes, or before the last one.
    @Test func anInterruptedCollectionIsCompleted() throws {
        let state = try #require(outputs["state"])
        let dear = try #require(outputs["dear"])
        try store.noteDropped([state.digest, dear.digest])
        unlink(store.path(of: dear))
        #expect(try dropped(reduction(to: 203)) == ["state"], "chosen then, though what is left fits now")
        #expect(try dropped(reduction(to: 10)) == ["cheap", "state"], "these are not enough any more")
        #expect(try dropped(reduction(to: 203, needing: ["state"])).isEmpty)
        #expect(try dropped(reduction(to: 203, without: "state")).isEmpty)
    }

    /// Of what one recipe made all goes or nothing, also where it was killed between the notes.
    @Test mutating func recipesGoAsAWhole() throws {
        let cheap = try #require(outputs["cheap"])
        let dear = try #require(outputs["dear"])
        let recipe = Recipe(stage: "test", parameters: ["both": 1], inputs: [:], code: "c", libraries: [:])
        try store.publish(
            RecipeRecord(recipe: recipe, outputs: ["a": cheap, "b": dear], run: ["seconds": .number(0)]))
        recipes["both"] = recipe.digest
        #expect(try dropped(reduction(to: 203, spare: [])) == ["cheap", "dear"])
        try store.noteDropped([cheap.digest])
        #expect(try dropped(reduction(to: 203, spare: [])) == ["cheap", "dear"])
    }

    @Test func aChoiceOfWhichNothingIsGoneIsMadeAnew() throws {
        // Not `dear`, to which the note belongs.
        try store.noteDropped([try #require(outputs["dear"]).digest])
        #expect(try dropped(reduction(to: 110)) == ["cheap", "state"])
    }

    /// What has to run before counts, too: without `dear`, `state` costs 150 s.
    @Test func theCostOfWhatIsGoneIsCounted() throws {
        var plan = try store.collect(wanted: nil, reduction: reduction(to: 203, spare: ["dear"]))
        #expect(plan.droppedSeconds == 100)
        plan = try store.garbage(wanted: nil, reduction: reduction(to: 0, spare: ["state"]))
        let state = try #require(plan.garbage.first { $0.reason.contains("(state)") })
        #expect(state.reason == "state of a finished chain, in 150.0 s (state)")
    }

    /// Nobody can compute that, but a store may claim it.
    @Test func aRecipeThatReadsWhatItMakesIsNoEndlessLoop() throws {
        let state = try #require(outputs["state"])
        let recipe = Recipe(
            stage: "test", parameters: [:], inputs: ["in": .one(state.digest)], code: "c", libraries: [:])
        try store.publish(RecipeRecord(recipe: recipe, outputs: ["table": state], run: ["seconds": 1]))
        unlink(store.path(of: state))
        var all = reduction(to: 0)
        all.recomputable.insert(recipe.digest)
        #expect(try dropped(all) == ["cheap", "dear"])
    }

    @Test func whatIsDroppedIsNoDamage() throws {
        let links = store.links()
        let plan = try store.collect(wanted: nil, reduction: reduction(to: 203))
        #expect(plan.neededBytes == 203 && plan.neededObjects == 3)
        let state = try #require(outputs["state"])
        #expect(store.isDropped(state) && !store.holds(state))
        var report = store.verify()
        #expect(report.damages.isEmpty && report.dropped == 1 && report.objects == 3)
        #expect(store.links() == links, "links and recipes stay")
        #expect(
            try store.digest(ofInput: "\(store.root)/runs/state.tsv", role: "in") == state.digest,
            "what would be computed from it is known without it")
        // Put back, it is an object like others; lost after that, it is damage.
        let text = "state" + String(repeating: ".", count: 95)
        _ = try store.publish(fileAt: try temporary.file(text), extension: "tsv")
        #expect(!store.isDropped(state) && store.verify().dropped == 0)
        unlink(store.path(of: state))
        report = store.verify()
        #expect(report.damages.count == 2 && report.dropped == 0, "\(report.damages)")
    }

    @Test func aDamagedFileInItsPlaceIsDamage() throws {
        _ = try store.collect(wanted: nil, reduction: reduction(to: 203))
        let state = try #require(outputs["state"])
        try Data("other".utf8).write(to: URL(fileURLWithPath: store.path(of: state)))
        #expect(!store.isDropped(state))
        #expect(!store.verify().damages.isEmpty)
    }

    @Test func notesThatMeanNothingGo() throws {
        _ = try store.collect(wanted: nil, reduction: reduction(to: 203))
        let cheap = try #require(outputs["cheap"])
        try Data().write(to: URL(fileURLWithPath: "\(store.root)/dropped/\(cheap.digest.hex)"))
        let plan = try store.collect(wanted: ["runs/cheap.tsv"])
        #expect(plan.garbage.filter { $0.path.hasPrefix("dropped/") }.count == 2)
        #expect(FileSystem.names(in: store.root + "/dropped").isEmpty)
        #expect(store.holds(cheap) && store.verify().damages.isEmpty)
    }
}
