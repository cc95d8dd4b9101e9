/// An artifact in the history of another.
package struct Ancestor: Equatable, Sendable {
    /// The object, or the file that a stage read.
    package let digest: Digest
    /// For people: its title, or the role that it had for the stage that read it.
    package let title: String
    /// The recipe that made it; nil for raw files.
    package let recipe: RecipeRecord?
    /// Steps back from where the search began.
    package let depth: Int
}

extension RecipeRecord {
    /// Whether it was computed after another; if neither was, the order of digests decides.
    package func isLater(than other: RecipeRecord) -> Bool {
        let times = [self, other].map { $0.run["finished"]?.string ?? "" }
        return (times[0], recipe.digest) > (times[1], other.recipe.digest)
    }
}

extension Store {
    /// All artifacts behind `objects` (themselves included), each once, nearest first, back to the raw files.
    ///
    /// Reads only the recipes behind them. If several recipes gave the same bytes, it takes one that `isPreferred`,
    /// and among those the one that was computed last.
    package func ancestry(
        of objects: [Digest], preferring isPreferred: (RecipeRecord) -> Bool = { _ in false }
    ) -> [Ancestor] {
        let index = RecipeIndex(of: self)
        var seen: Set<Digest> = []
        var found: [Ancestor] = []
        var next = objects.map { ($0, "file") }
        var depth = 0
        while !next.isEmpty {
            var following: [(Digest, String)] = []
            for (digest, role) in next where seen.insert(digest).inserted {
                let makers = index.makers(of: digest).compactMap { try? record(of: $0) }
                let preferred = makers.filter(isPreferred)
                let maker = (preferred.isEmpty ? makers : preferred).max { $1.isLater(than: $0) }
                let output = maker?.outputs.values.first { $0.digest == digest }
                found.append(
                    Ancestor(digest: digest, title: output?.title ?? role, recipe: maker, depth: depth))
                for (role, input) in (maker?.recipe.inputs ?? [:]).sorted(by: { $0.key < $1.key }) {
                    following += input.digests.map { ($0, role) }
                }
            }
            next = following
            depth += 1
        }
        return found
    }

    /// All recipes that made each of the artifacts behind `objects`, themselves included; none for raw files.
    package func makers(behind objects: [Digest]) -> [Digest: [Recipe]] {
        let index = RecipeIndex(of: self)
        var found: [Digest: [Recipe]] = [:]
        var next = objects
        while let digest = next.popLast() {
            guard found[digest] == nil else { continue }
            let recipes = index.makers(of: digest).compactMap { try? record(of: $0)?.recipe }
            found[digest] = recipes
            next += recipes.flatMap { $0.inputs.values.flatMap(\.digests) }
        }
        return found
    }
}
