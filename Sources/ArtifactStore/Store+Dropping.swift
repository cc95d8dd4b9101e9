import Foundation

/// What a collection may remove although it is needed, because it can be computed again (FORMAT.md, "Dropping").
package struct Reduction: Sendable {
    /// How many bytes all objects together may have.
    package var maximumBytes: Int
    /// Recipes that can be computed again on this machine.
    package var recomputable: Set<Digest>
    /// Objects that stay, because something is about to read them.
    package var needed: Set<Digest>
    /// Objects that go before all others.
    package var spare: Set<Digest>

    package init(maximumBytes: Int, recomputable: Set<Digest>, needed: Set<Digest>, spare: Set<Digest>) {
        self.maximumBytes = maximumBytes
        self.recomputable = recomputable
        self.needed = needed
        self.spare = spare
    }
}

extension Store {
    /// Whether an object was removed to save space and is not there.
    package func isDropped(_ digest: Digest, extension ext: String) -> Bool {
        isNotedAsDropped(digest) && !FileSystem.existsUnfollowed(path(ofObject: digest, extension: ext))
    }

    /// Whether an output was removed to save space and is not there.
    package func isDropped(_ output: Output) -> Bool {
        isDropped(output.digest, extension: output.extension)
    }

    /// Like `isDropped`, for an object with an unknown extension.
    package func wasDropped(_ digest: Digest) -> Bool {
        isNotedAsDropped(digest) && file(ofObject: digest) == nil
    }

    /// Writes durable notes, in order, of objects that are about to be removed to save space.
    /// - Throws: `StoreError`.
    package func noteDropped(_ objects: [Digest]) throws(StoreError) {
        guard !objects.isEmpty else { return }
        let folder = try makeOwnFolder("dropped")
        for digest in objects where !isNotedAsDropped(digest) {
            try FileSystem.write(Data().bytes, toNew: "\(folder)/\(digest.hex)")
        }
        try FileSystem.synchronizeFolder(folder)
    }

    /// Whether an object was removed to save space, or is about to be.
    func isNotedAsDropped(_ digest: Digest) -> Bool {
        FileSystem.existsUnfollowed("\(root)/dropped/\(digest.hex)")
    }

    /// An object that is there again is not dropped.
    func forgetDropped(_ digest: Digest) throws(StoreError) {
        if isNotedAsDropped(digest) { try FileSystem.remove("\(root)/dropped/\(digest.hex)") }
    }
}

/// Which needed objects go so that the others fit: those that are cheapest to compute again for each byte.
struct DropChoice {
    private let reduction: Reduction
    private var records: [RecipeRecord]
    private var makers: [Digest: [RecipeRecord]] = [:]
    /// Objects that are there and stay.
    private var there: [Digest: StoredObject]
    private var excess: Int
    private let untouchable: Set<Digest>
    private var costs: [Digest: Double] = [:]
    /// Recipes to be computed again.
    private var again: Set<Digest> = []

    /// Objects that go together, since one recipe makes them.
    private struct Unit {
        let recipe: RecipeRecord
        let objects: [Digest]
        let bytes: Int
        let seconds: Double
        var secondsPerByte: Double { seconds / Double(max(1, bytes)) }
    }

    init(
        _ reduction: Reduction, _ records: [RecipeRecord], _ there: [Digest: StoredObject],
        untouchable: Set<Digest>
    ) {
        self.reduction = reduction
        self.there = there
        self.untouchable = untouchable.union(reduction.needed)
        self.records = records.filter { reduction.recomputable.contains($0.recipe.digest) }
        excess = there.values.reduce(0) { $0 + $1.bytes } - reduction.maximumBytes
        for record in self.records {
            for output in record.outputs.values { makers[output.digest, default: []].append(record) }
        }
    }

    /// Moves the objects that go from those that are there to the garbage.
    mutating func add(to plan: inout GarbagePlan, in store: Store) {
        let begun = begun(in: store)
        let isEnough = begun.reduce(0) { $0 + (there[$1]?.bytes ?? 0) } >= excess
        for isSpare in [true, false] where isEnough {
            for unit in units(isSpare) where !begun.isDisjoint(with: unit.objects) {
                drop(unit, to: &plan, in: store)
            }
        }
        for isSpare in [true, false] {
            costs = [:]
            for unit in units(isSpare).sorted(by: isBefore) where excess > 0 {
                drop(unit, to: &plan, in: store)
            }
        }
        plan.there = there
    }

    /// What an interrupted collection was about to drop: it is noted, and still there. Notes are made in the order of
    /// choice, and all of them before the first object goes. So once something is gone, these notes are enough; if
    /// they are not enough, nothing is gone yet, and a new choice is the same. Some notes of the last unit may be
    /// missing.
    private func begun(in store: Store) -> Set<Digest> {
        Set(
            makers.keys.filter {
                there[$0] != nil && !untouchable.contains($0) && store.isNotedAsDropped($0)
            })
    }

    private mutating func drop(_ unit: Unit, to plan: inout GarbagePlan, in store: Store) {
        for digest in unit.objects {
            guard let object = there.removeValue(forKey: digest) else { continue }
            excess -= object.bytes
            plan.add(.dropped, object.path, bytes: object.bytes, reason(unit, digest))
            plan.dropped.append(digest)
            store.addCheckedNote(of: digest, to: &plan)
            if again.insert(unit.recipe.recipe.digest).inserted {
                plan.droppedSeconds += Self.seconds(unit.recipe)
            }
        }
    }

    private func isBefore(_ left: Unit, _ right: Unit) -> Bool {
        (left.secondsPerByte, left.recipe.recipe.digest) < (right.secondsPerByte, right.recipe.recipe.digest)
    }

    private mutating func units(_ isSpare: Bool) -> [Unit] {
        var units: [Unit] = []
        for record in records {
            let objects = Set(record.outputs.values.map(\.digest)).filter {
                there[$0] != nil && !untouchable.contains($0) && reduction.spare.contains($0) == isSpare
            }
            guard !objects.isEmpty else { continue }
            units.append(
                Unit(
                    recipe: record, objects: objects.sorted(),
                    bytes: objects.reduce(0) { $0 + (there[$1]?.bytes ?? 0) }, seconds: cost(of: record)))
        }
        return units
    }

    /// Seconds to compute a recipe again, plus those of the recipes before it that have lost their outputs.
    private mutating func cost(of record: RecipeRecord) -> Double {
        if let known = costs[record.recipe.digest] { return known }
        // Recipes of a hostile store may read their own outputs.
        costs[record.recipe.digest] = 0
        var seconds = Self.seconds(record)
        for input in Set(record.recipe.inputs.values.flatMap(\.digests)) where there[input] == nil {
            seconds += (makers[input] ?? []).map { cost(of: $0) }.min() ?? 0
        }
        costs[record.recipe.digest] = seconds
        return seconds
    }

    private static func seconds(_ record: RecipeRecord) -> Double { record.run["seconds"]?.number ?? 0 }

    private func reason(_ unit: Unit, _ digest: Digest) -> String {
        let isSpare = reduction.spare.contains(digest)
        let title =
            unit.recipe.outputs.values.first { $0.digest == digest }?.title ?? unit.recipe.recipe.stage
        let time = (unit.seconds * 10).rounded() / 10
        return (isSpare ? "state of a finished chain" : "can be computed again") + ", in \(time) s (\(title))"
    }
}
