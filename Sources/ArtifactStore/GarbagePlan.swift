import Foundation

/// Something that a collection removes.
package struct Garbage: Equatable, Sendable {
    /// What it is. Links go first, then recipes, then objects, so that nothing ever points to what is gone. `dropped`
    /// are objects that are needed but can be computed again.
    package enum Kind: Int, Comparable, Sendable {
        case link, recipe, object, dropped, note, unfinished

        package static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    /// See `Kind`.
    package let kind: Kind
    /// Path relative to the store.
    package let path: String
    /// The bytes that it takes up; 0 for links.
    package let bytes: Int
    /// Why it is not needed.
    package let reason: String
}

/// What a collection found: what is needed, and what may go (FORMAT.md, "Collection").
package struct GarbagePlan: Sendable {
    /// In the order of removal.
    package internal(set) var garbage: [Garbage] = []
    /// Objects that something needs and that stay.
    package var neededObjects: Int { there.count }
    /// Their bytes.
    package var neededBytes: Int { there.values.reduce(0) { $0 + $1.bytes } }
    /// Objects that are dropped, in the order in which they were chosen.
    var dropped: [Digest] = []
    /// How long it takes to compute the dropped objects again, in seconds.
    package internal(set) var droppedSeconds = 0.0
    /// Needed objects that stay: path relative to the store, and size.
    var there: [Digest: StoredObject] = [:]

    mutating func add(_ kind: Garbage.Kind, _ path: String, bytes: Int = 0, _ reason: String) {
        garbage.append(Garbage(kind: kind, path: path, bytes: bytes, reason: reason))
    }
}

/// An object's file.
struct StoredObject {
    /// Relative to the store.
    let path: String
    let bytes: Int
}

extension Store {
    /// How long unfinished work on a recipe is kept so that it can be continued.
    private static let continuationSeconds = 7.0 * 86_400

    /// What may be removed.
    /// - Parameters:
    ///   - wanted: links (relative to the store) that are needed; nil for all links.
    ///   - reduction: what may go although it is needed; nil for nothing.
    /// - Throws: `StoreError.badRecipe` if a recipe cannot be read, `StoreError.linkLost` if a file is where a link
    ///   should be. In both cases it is not known what is needed.
    package func garbage(wanted: Set<String>?, reduction: Reduction? = nil) throws(StoreError) -> GarbagePlan
    {
        for path in (wanted ?? []).sorted().map({ "\(root)/\($0)" })
        where FileSystem.existsUnfollowed(path) && FileSystem.linkDestination(path) == nil {
            throw StoreError.linkLost(path: path)
        }
        let records = try allRecords()
        let links = links().map { ($0, object(linkedBy: root + "/" + $0)?.digest) }
        let protected = keptObjects().union(outsideObjects()).union(try disputedObjects())
        var roots = protected
        for (link, digest) in links where wanted?.contains(link) ?? true {
            if let digest { roots.insert(digest) }
        }
        let needed = closure(of: roots, records)
        var plan = GarbagePlan()
        for (link, digest) in links where !needed.objects.contains(digest ?? Digest(of: Data())) {
            plan.add(.link, link, "no figure's plan names it, and it is not kept")
        }
        for record in records where !needed.recipes.contains(record.recipe.digest) {
            let path = "recipes/\(record.recipe.digest.hex).json"
            let title = record.outputs.values.compactMap(\.title).sorted().first ?? record.recipe.stage
            plan.add(
                .recipe, path, bytes: FileSystem.size(of: "\(root)/\(path)") ?? 0,
                "nothing needs what it makes (\(title))")
        }
        addObjects(to: &plan, needed.objects, records)
        addUnfinished(to: &plan)
        if let reduction {
            let untouchable = closure(of: protected, records).objects
            var choice = DropChoice(reduction, records, plan.there, untouchable: untouchable)
            choice.add(to: &plan, in: self)
        }
        // Done after the choice, so that notes of what goes now stay.
        addNotes(to: &plan, needed.objects)
        plan.garbage.sort { ($0.kind, $0.path) < ($1.kind, $1.path) }
        return plan
    }

    /// All objects behind the roots, and the recipes that make them, with everything that those recipes make or read.
    private func closure(
        of roots: Set<Digest>, _ records: [RecipeRecord],
        preferring isPreferred: (RecipeRecord) -> Bool = { _ in false }
    ) -> (objects: Set<Digest>, recipes: Set<Digest>) {
        var makers: [Digest: [RecipeRecord]] = [:]
        for record in records {
            for output in record.outputs.values { makers[output.digest, default: []].append(record) }
        }
        var objects: Set<Digest> = []
        var recipes: Set<Digest> = []
        var next = Array(roots)
        while let digest = next.popLast() {
            guard objects.insert(digest).inserted else { continue }
            let preferred = (makers[digest] ?? []).filter(isPreferred)
            // If several recipes gave the same bytes, nobody knows which will be asked for.
            for record in preferred.isEmpty ? makers[digest] ?? [] : preferred
            where recipes.insert(record.recipe.digest).inserted {
                next += record.outputs.values.map(\.digest)
                next += record.recipe.inputs.values.flatMap(\.digests)
            }
        }
        return (objects, recipes)
    }

    /// All objects behind the roots, whether or not the store has them, and the recipes that make them, in order. If
    /// several recipes make an object, these are the preferred ones, or all if none is preferred.
    /// - Throws: `StoreError.badRecipe` if a recipe cannot be read: it is then not known what it needs.
    package func closure(
        of roots: Set<Digest>, preferring isPreferred: (RecipeRecord) -> Bool = { _ in false }
    ) throws(StoreError) -> (objects: Set<Digest>, recipes: [RecipeRecord]) {
        let records = try allRecords()
        let (objects, recipes) = closure(of: roots, records, preferring: isPreferred)
        return (objects, records.filter { recipes.contains($0.recipe.digest) })
    }

    /// All records; unlike `records()`, it throws where one cannot be read.
    private func allRecords() throws(StoreError) -> [RecipeRecord] {
        try recipeDigests().map { (recipe) throws(StoreError) in try record(of: recipe) }.compactMap(\.self)
    }

    private func addObjects(to plan: inout GarbagePlan, _ needed: Set<Digest>, _ records: [RecipeRecord]) {
        let known = Set(records.flatMap { $0.outputs.values.map(\.digest) })
        for folder in FileSystem.names(in: root + "/objects") {
            for name in FileSystem.names(in: root + "/objects/" + folder) {
                let path = "objects/\(folder)/\(name)"
                // Only real files under an object's name are ours to delete.
                guard let digest = Digest(hex: (name as NSString).deletingPathExtension),
                    let stamp = FileStamp(ofFileAt: "\(root)/\(path)")
                else { continue }
                if needed.contains(digest) {
                    plan.there[digest] = StoredObject(path: path, bytes: stamp.bytes)
                    continue
                }
                plan.add(
                    .object, path, bytes: stamp.bytes,
                    known.contains(digest) ? "nothing needed reads it" : "no recipe makes or reads it")
                addCheckedNote(of: digest, to: &plan)
            }
        }
    }

    func addCheckedNote(of digest: Digest, to plan: inout GarbagePlan) {
        let note = "checked/\(digest.hex)"
        guard let bytes = FileSystem.size(of: "\(root)/\(note)") else { return }
        plan.add(.note, note, bytes: bytes, "its object is removed")
    }

    /// Notes of dropped objects that are there again, or that nothing needs any more.
    private func addNotes(to plan: inout GarbagePlan, _ needed: Set<Digest>) {
        for name in FileSystem.names(in: root + "/dropped") {
            let digest = Digest(hex: name)
            let isThere = digest.map { plan.there[$0] != nil } ?? false
            if let digest, !isThere, needed.contains(digest) { continue }
            let reason = isThere ? "its object is there again" : "nothing needs its object"
            plan.add(.note, "dropped/\(name)", reason)
        }
    }

    // MARK: Roots

    private func keptObjects() -> Set<Digest> {
        Set(
            FileSystem.names(in: root + "/kept").filter { !$0.hasPrefix(".") }
                .compactMap { object(linkedBy: "\(root)/kept/\($0)")?.digest }
        )
    }

    /// Objects that links outside the store lead to, as long as those links exist.
    private func outsideObjects() -> Set<Digest> {
        Set(
            FileSystem.names(in: root + "/outside").compactMap { name in
                FileSystem.linkDestination("\(root)/outside/\(name)")
                    .flatMap { object(linkedBy: $0)?.digest }
            })
    }

    private func disputedObjects() throws(StoreError) -> Set<Digest> {
        var found: Set<Digest> = []
        for name in FileSystem.names(in: root + "/disputes") {
            guard let recipe = Digest(hex: name.prefix(64)) else { continue }
            let record = try RecipeRecord(reading: "\(root)/disputes/\(name)", named: recipe)
            found.formUnion(record.outputs.values.map(\.digest))
            found.formUnion(try self.record(of: recipe)?.outputs.values.map(\.digest) ?? [])
        }
        return found
    }

    // MARK: Unfinished work

    private func addUnfinished(to plan: inout GarbagePlan) {
        for name in FileSystem.names(in: root + "/tmp") {
            guard let reason = reasonToRemove(unfinished: name) else { continue }
            let bytes = FileSystem.bytes(below: "\(root)/tmp/\(name)")
            plan.add(.unfinished, "tmp/\(name)", bytes: bytes, reason)
        }
        for path in symbolicLinks(areUnfinished: true) {
            let process = path.split(separator: ".").last ?? ""
            guard let reason = reasonToRemove(leftBy: process) else { continue }
            plan.add(.unfinished, path, reason)
        }
    }

    private func reasonToRemove(unfinished name: String) -> String? {
        if let recipe = Digest(hex: name) {
            guard let status = FileSystem.status(of: "\(root)/tmp/\(name)", followingLinks: false),
                !isLocked(recipe)
            else { return nil }
            let age = Date().timeIntervalSince1970 - Double(status.st_mtim.tv_sec)
            return age > Self.continuationSeconds
                ? "unfinished work that nobody continued for a week" : nil
        }
        guard name.split(separator: "-").first.flatMap({ pid_t($0) }) ?? 0 > 0 else {
            return "a file that no process of this store makes"
        }
        return reasonToRemove(leftBy: name[...])
    }

    /// - Parameter name: begins with the number of the process that made it, then `-`.
    private func reasonToRemove(leftBy name: Substring) -> String? {
        guard let process = name.split(separator: "-").first.flatMap({ pid_t($0) }), process > 0 else {
            return nil
        }
        return kill(process, 0) != 0 && errno == ESRCH ? "left by process \(process), which is gone" : nil
    }

    private func isLocked(_ recipe: Digest) -> Bool {
        guard let lock = FileLock(ifThereAt: "\(root)/locks/\(recipe.hex)") else { return false }
        // If that cannot be found out, it counts as locked.
        return (try? lock.take(.shared)) != true
    }
}
