import ArtifactStore
import StageKit

/// Which recipes can be computed again on this machine with the programs as built, and what is needed meanwhile. This
/// decides what `artifacts gc --max-size` may drop (FORMAT.md, "Dropping").
final class Droppable {
    private let store: Store
    private let plans: Plans
    private let reexecution: Reexecution
    private let codes: StageCodes
    private let records: [RecipeRecord]
    private var makers: [Digest: [RecipeRecord]] = [:]
    private var known: [Digest: Bool] = [:]
    private var provenLibraries: [String: Bool] = [:]

    init(store: Store, programs: ProgramOptions, plans: Plans, work: String?) {
        self.store = store
        self.plans = plans
        reexecution = programs.reexecution(in: store, work: work)
        codes = StageCodes(folder: programs.bin)
        records = store.records()
        for record in records {
            for output in record.outputs.values { makers[output.digest, default: []].append(record) }
        }
    }

    /// What may go to bring the store's objects down to `bytes` at most.
    /// - Throws: what keeps the programs from being asked.
    func reduction(to bytes: Int) throws -> Reduction {
        let needed = aboutToBeRead()
        let states = records.compactMap { $0.outputs[.state]?.digest }
        return try Reduction(
            maximumBytes: bytes,
            recomputable: Set(records.filter(canBeComputed).map(\.recipe.digest)), needed: needed,
            spare: Set(states).subtracting(needed))
    }

    /// Inputs of planned jobs that are still to be done.
    private func aboutToBeRead() -> Set<Digest> {
        let links = plans.jobs.filter { !$0.isDone(in: store) }.flatMap(\.inputs)
        return Set(store.digests(ofLinks: links))
    }

    private func canBeComputed(_ record: RecipeRecord) throws -> Bool {
        if let answer = known[record.recipe.digest] { return answer }
        // Recipes of a hostile store may read their own outputs.
        known[record.recipe.digest] = false
        let answer =
            try codes.isCurrent(record)
            && record.seconds != nil && reexecution.canName(inputsOf: record)
            && record.recipe.inputs.values.flatMap(\.digests).allSatisfy(canBeHad) && hasSameLibraries(record)
        known[record.recipe.digest] = answer
        return answer
    }

    private func canBeHad(_ input: Digest) throws -> Bool {
        if try (makers[input] ?? []).contains(where: canBeComputed) { return true }
        return store.file(ofObject: input) != nil || reexecution.hasRawFile(input)
    }

    /// Asks the program for the recipe of one record that has these libraries and inputs that are all there or
    /// dropped.
    private func hasSameLibraries(_ record: RecipeRecord) throws -> Bool {
        let group =
            record.recipe.stage + " "
            + CanonicalJSON.object(
                record.recipe.libraries.mapValues { .string($0) }
            ).text
        if let answer = provenLibraries[group] { return answer }
        // Without its inputs this record proves nothing; another record of the group may.
        guard let answer = try reexecution.wouldBeTheSame(record) else { return false }
        provenLibraries[group] = answer
        return answer
    }
}
