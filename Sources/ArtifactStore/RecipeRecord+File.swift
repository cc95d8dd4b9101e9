import Foundation

extension RecipeRecord {
    /// All members except `check`, as in format 2.
    private var members: [String: CanonicalJSON] {
        [
            "format": 2, "recipe": recipe.json, "outputs": .object(outputs.mapValues(\.json)),
            "run": .object(run),
        ]
    }

    /// The members of format 1.
    private static let first: Set = ["format", "recipe", "outputs", "run"]

    /// The bytes of the record's file: canonical JSON with its own digest, then a line feed.
    package var fileBytes: Data {
        let check = Digest(of: Data(CanonicalJSON.object(members).text.utf8))
        let whole = CanonicalJSON.object(members.merging(["check": .string(check.hex)]) { $1 })
        return Data((whole.text + "\n").utf8)
    }

    /// Reads a record and checks that every bit of it is right, and that the file has the right name.
    /// - Throws: `StoreError.badRecipe`; `StoreError.system` if it cannot be read.
    init(reading path: String, named name: Digest) throws(StoreError) {
        try self.init(try FileSystem.contents(of: path), named: name, path: path)
    }

    /// The record that `bytes` hold; `path` is for messages.
    /// - Throws: `StoreError.badRecipe`.
    package init(_ bytes: [UInt8], named name: Digest, path: String) throws(StoreError) {
        func bad(_ reason: String) -> StoreError { .badRecipe(path: path, reason: reason) }
        let json: CanonicalJSON
        do {
            json = try CanonicalJSON(parsing: bytes)
        } catch {
            throw bad("it is not JSON: \(error)")
        }
        guard let format = json["format"]?.integer, (1...2).contains(format) else {
            throw bad("its format is neither 1 nor 2")
        }
        if format == 2 { try Self.check(json, bytes, bad) }
        guard let recipe = json["recipe"].flatMap({ Recipe($0) }) else {
            throw bad("member recipe is missing or incomplete")
        }
        guard recipe.digest == name else {
            throw bad("its recipe does not have the digest that its name says")
        }
        var outputs: [String: Output] = [:]
        for (role, value) in json["outputs"]?.members ?? [:] {
            guard let output = Output(value) else { throw bad("output \(role) is incomplete") }
            outputs[role] = output
        }
        // So that a record of format 2 never passes for one of format 1, which has no check of its contents.
        if format == 1, let other = json.members.keys.sorted().first(where: { !Self.first.contains($0) }) {
            throw bad("it has a member \(other), which format 1 does not know")
        }
        self.init(recipe: recipe, outputs: outputs, run: json["run"]?.members ?? [:])
    }

    /// What can be read of a damaged record: its recipe, its command, and the outputs that are complete.
    ///
    /// Whoever uses it must prove that it is right, by the recipe's digest and by computing the recipe again.
    package init?(remainsIn json: CanonicalJSON) {
        guard let recipe = json["recipe"].flatMap({ Recipe($0) }), let run = json["run"]?.members else {
            return nil
        }
        self.init(
            recipe: recipe, outputs: (json["outputs"]?.members ?? [:]).compactMapValues { Output($0) },
            run: run)
    }

    /// Format 2 holds canonical JSON and nothing else, so no bit can change unnoticed.
    private static func check(
        _ json: CanonicalJSON, _ bytes: [UInt8], _ bad: (String) -> StoreError
    ) throws(StoreError) {
        guard bytes.elementsEqual((json.text + "\n").utf8) else {
            throw bad("its bytes are not canonical JSON and a line feed")
        }
        let others = CanonicalJSON.object(json.members.filter { $0.key != "check" })
        guard let check = json["check"]?.string, check == Digest(of: Data(others.text.utf8)).hex else {
            throw bad("its contents do not have the digest that its member check says")
        }
    }
}
