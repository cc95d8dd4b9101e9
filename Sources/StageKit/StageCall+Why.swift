import ArtifactStore
import Foundation
import Model

/// Whether and why a stage would compute; one predicate for each reason.
struct Explanation {
    /// In one word, for programs.
    var state: JobState
    /// Sentences for people.
    var reasons: [String]
    /// How long the recipe took when it was computed, in seconds.
    var seconds: Double?
    /// The recipe; nil if an input is missing.
    var recipe: Digest?

    var json: CanonicalJSON {
        var members: [String: CanonicalJSON] = [
            "state": .string(state.rawValue), "reasons": .array(reasons.map { .string($0) }),
        ]
        if let seconds { members["seconds"] = .number(seconds) }
        if let recipe { members["recipe"] = .string(recipe.hex) }
        return .object(members)
    }
}

extension StageCall {
    func explain(in store: Store, asJSON: Bool) throws {
        let explanation = try explanation(in: store)
        if asJSON {
            print(explanation.json.text)
        } else {
            for reason in explanation.reasons { print("\(title): \(reason)") }
        }
    }

    private func explanation(in store: Store) throws -> Explanation {
        let recipe: Recipe
        do {
            recipe = try self.recipe(in: store)
        } catch let error as any ExitCoded where error.exitCode == StageExit.noInput {
            return Explanation(state: .waiting, reasons: ["waits for an input: \(error)"])
        }
        var explanation = try explanation(of: recipe, in: store)
        explanation.recipe = recipe.digest
        // The inputs of what was computed already need not be there.
        if ![.done, .restorable].contains(explanation.state) {
            explanation.reasons += inputs.compactMap(\.absence?.reason)
        }
        return explanation
    }

    private func explanation(of recipe: Recipe, in store: Store) throws -> Explanation {
        do {
            if let record = try store.record(of: recipe.digest) { return explain(record, in: store) }
        } catch {
            guard error.exitCode == StageExit.badData else { throw error }
            return Explanation(state: .missing, reasons: ["\(error)"])
        }
        let links = outputs.compactMap(\.link)
        let linked = links.compactMap { store.object(linkedBy: $0)?.digest }
        guard let object = linked.first else {
            return Explanation(state: .missing, reasons: ["never built"])
        }
        // A stage that is only asked writes nothing, not even a cache.
        let records = store.records(making: object, keepingIndex: false).filter {
            $0.recipe.stage == stage.rawValue
        }
        let candidates = records.map { ($0, changes(from: $0.recipe, to: recipe)) }
        guard let nearest = candidates.min(by: { $0.1.count < $1.1.count }) else {
            return Explanation(state: .stale, reasons: ["built by a recipe that is no longer there"])
        }
        return Explanation(
            state: .stale, reasons: nearest.1, seconds: nearest.0.run["seconds"]?.number)
    }

    private func explain(_ record: RecipeRecord, in store: Store) -> Explanation {
        let seconds = record.run["seconds"]?.number
        let gone = outputs.filter { output in
            record.outputs[output.role].map { !store.holds($0) && !isSpared(output.role, $0, in: store) }
                ?? true
        }
        if !gone.isEmpty {
            let roles = gone.map(\.role.rawValue).joined(separator: ", ")
            let areDropped = gone.allSatisfy { record.outputs[$0.role].map(store.isDropped) ?? false }
            let what =
                areDropped
                ? "its object was dropped to save space" : "its object is missing or cut short"
            return Explanation(
                state: .missing, reasons: ["\(what) (\(roles)): computed again"], seconds: seconds)
        }
        let unlinked = outputs.filter { output in
            guard let link = output.link, let made = record.outputs[output.role] else { return false }
            return store.object(linkedBy: link)?.digest != made.digest
        }
        if !unlinked.isEmpty {
            return Explanation(
                state: .restorable,
                reasons: ["its link is missing or old: it is set again without computing"],
                seconds: seconds)
        }
        return Explanation(state: .done, reasons: ["up to date"], seconds: seconds)
    }

    /// What differs in a recipe, in sentences.
    private func changes(from old: Recipe, to new: Recipe) -> [String] {
        var reasons: [String] = []
        for (name, before, after) in differences(old.parameters, new.parameters) {
            reasons.append(
                "parameter changed: \(name) was \(before?.text ?? "absent"), is \(after?.text ?? "absent")")
        }
        for (role, before, after) in differences(old.inputs, new.inputs) {
            reasons.append("input changed: \(changedInput(role, before, after))")
        }
        if old.code != new.code { reasons.append("code of stage \(stage) changed") }
        for (name, before, after) in differences(old.libraries, new.libraries) {
            reasons.append("library changed: \(name) was \(before ?? "absent"), is \(after ?? "absent")")
        }
        return reasons
    }

    private func changedInput(_ role: String, _ old: Recipe.Input?, _ new: Recipe.Input?) -> String {
        let before = old?.digests ?? []
        let after = new?.digests ?? []
        if before.count == 1 && after.count == 1 {
            return "\(role) was \(before[0].short)…, is \(after[0].short)…"
        }
        let added = Set(after).subtracting(before).count
        let removed = Set(before).subtracting(after).count
        return "\(role): \(added) new, \(removed) gone, of \(after.count)"
    }
}

/// The names of which two tables have different values, or only one has any, in order, with both values.
package func differences<Value: Equatable>(
    _ one: [String: Value], _ other: [String: Value]
) -> [(name: String, one: Value?, other: Value?)] {
    Set(one.keys).union(other.keys).sorted().filter { one[$0] != other[$0] }
        .map { ($0, one[$0], other[$0]) }
}
