import ArgumentParser
import ArtifactStore
import StageKit

struct AdoptCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract:
            "Carries results over to a stage's new code, if a sample computed with it has the same digests.",
        help: """
            For a change of code that should change no number: computes the cheapest recipe and some random ones again with the \
            program as built. If all digests are the same, the others are recorded under the new code as adopted, with the \
            sample as evidence; if one differs, nothing is carried over. artifacts show says which results were adopted.

            EXAMPLE
              artifacts adopt --stage train --sample 5
            """, codeOne: "digests differ; nothing was carried over")

    @Option(help: "The stage with the changed code.")
    var stage: String
    @Option(
        help: ArgumentHelp(
            "How many recipes of each earlier version of the code to compute again.", valueName: "k"))
    var sample = 5
    @OptionGroup var programs: ProgramOptions
    @OptionGroup var options: StoreOptions

    func perform() throws {
        try options.requireStore()
        guard sample >= 1 else {
            throw StageFailure.usage("--sample \(sample) is not at least 1")
        }
        let store = options.store
        let old = try candidates(store)
        if old.isEmpty {
            return print("nothing to adopt: all linked results of \(stage) were made by its current code")
        }
        var adoptions: [RecipeRecord] = []
        // Each earlier version of the code needs a sample of its own.
        for (_, records) in Dictionary(grouping: old, by: \.recipe.code).sorted(by: { $0.key < $1.key }) {
            adoptions += try adopted(records, store)
        }
        try store.whileNothingIsCollected { for record in adoptions { try store.publish(record) } }
        print("\(adoptions.count) recipes of \(stage) are recorded under its new code")
    }

    /// Records of the stage that make something linked and were made by different code.
    private func candidates(_ store: Store) throws -> [RecipeRecord] {
        let linked = Set(store.links().compactMap { store.object(ofLink: $0)?.digest })
        let records = store.records().filter { record in
            record.recipe.stage == stage && record.outputs.values.contains { linked.contains($0.digest) }
        }
        let code = try currentCode()
        var known: Set<Digest> = []
        for record in records where record.recipe.code == code { known.insert(record.recipe.digest) }
        return records.filter { record in
            var renewed = record.recipe
            renewed.code = code
            return record.recipe.code != code && !known.contains(renewed.digest)
                && record.outputs.values.allSatisfy { store.holds($0) || store.isDropped($0) }
        }
    }

    private func currentCode() throws -> String {
        try runBuiltProgram("\(programs.bin)/\(stage)", ["--version"]).text
    }

    /// The records of one earlier version of the code, recorded under the new one.
    private func adopted(_ records: [RecipeRecord], _ store: Store) throws -> [RecipeRecord] {
        func seconds(_ record: RecipeRecord) -> Double { record.seconds ?? .infinity }
        let cheapest = records.min { (seconds($0), $0.recipe.digest) < (seconds($1), $1.recipe.digest) }
        let others = drawn(sample, of: records.filter { $0 != cheapest }, seed: 0)
        let chosen = ((cheapest.map { [$0] } ?? []) + others).prefix(min(sample, records.count))
        let reexecution = programs.reexecution(in: store)
        var computed: [RecipeRecord] = []
        var repair = Repair(store: store, programs: programs, verb: "restored")
        for record in chosen {
            for digest in record.recipe.inputs.values.flatMap(\.digests) where store.wasDropped(digest) {
                try repair.repair(digest)
            }
            let result = try reexecution.run(record, anyCode: true)
            let comparison = Comparison(of: record, with: result, in: store)
            print("\(stage) \(record.recipe.digest.short)…: \(comparison.summary)")
            for line in comparison.lines { print("  " + line) }
            guard comparison.isEqual else {
                print("nothing was carried over: the new code gives different results")
                throw ExitCode(1)
            }
            computed.append(result.record)
        }
        let sampled = Set(chosen.map(\.recipe.digest))
        let code = computed[0].recipe.code
        return computed
            + (try records.filter { !sampled.contains($0.recipe.digest) }
                .map { try carriedOver($0, to: code, sample: computed, in: store) })
    }

    private func carriedOver(
        _ record: RecipeRecord, to code: String, sample: [RecipeRecord], in store: Store
    ) throws -> RecipeRecord {
        var adopted = record
        // Logical digests as the new code defines them.
        for (role, output) in record.outputs where output.logical != nil && store.holds(output) {
            adopted.outputs[role]?.logical = try ArtifactDescription(ofFileAt: store.path(of: output)).logical
        }
        adopted.recipe.code = code
        adopted.run["adopted"] = .object([
            "from": .string(record.recipe.digest.hex),
            "equal": .array(sample.map { .string($0.recipe.digest.hex) }),
        ])
        return adopted
    }
}
