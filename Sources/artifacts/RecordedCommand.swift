import ArtifactStore
import Model
import StageKit

/// The command line that computed a recipe, for running it again on exactly the files that the recipe names.
///
/// Options that name inputs, outputs or the store are replaced, by their roles; all others stay as they were. There
/// is no need to trust this: the run must end with the same recipe.
struct RecordedCommand {
    let record: RecipeRecord

    /// Options of all stages that say where, not what; each has one value.
    private static let places: Set = ["store", "from", "project-data"]
    /// The input that `build-mask` is given by `--from`.
    private static let sourceRole = FileRole.source.rawValue
    private static let flags: Set = ["offline", "quiet", "why", "json"]

    /// Whether a text can be the name of a stage's program.
    static func isStage(_ name: String) -> Bool {
        !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "-") }
    }

    /// The arguments for a run in `scratch`.
    /// - Parameters:
    ///   - inputs: files by role, in the recipe's order.
    ///   - rawFolder: a folder that holds each input under its role's name, for `fetch-data`.
    /// - Throws: `StageFailure` if the command does not name an input of the recipe.
    func arguments(inputs: [String: [String]], rawFolder: String, scratch: String) throws -> [String] {
        let command = record.command.dropFirst()
        var rest = command.flatMap(Self.split)[...]
        var arguments: [String] = []
        var named: Set<String> = []
        while let token = rest.popFirst() {
            guard token.hasPrefix("--") else {
                if token != "-q" { arguments.append(token) }
                continue
            }
            let option = String(token.dropFirst(2))
            if Self.flags.contains(option) { continue }
            if option == "from", let files = inputs[Self.sourceRole] {
                _ = rest.popFirst()
                arguments += [token] + files
                named.insert(Self.sourceRole)
            } else if Self.places.contains(option) {
                _ = rest.popFirst()
            } else if let role = outputRole(option) {
                _ = rest.popFirst()
                arguments += [token, "\(scratch)/link-\(role)"]
            } else if let role = inputRole(option), let files = inputs[role] {
                for _ in files { if rest.first?.hasPrefix("--") == false { _ = rest.popFirst() } }
                arguments += [token] + files
                named.insert(role)
            } else {
                arguments.append(token)
            }
        }
        if record.recipe.stage == Stage.fetchData.rawValue {
            arguments += ["--from", rawFolder, "--offline"]
        } else if let role = inputs.keys.sorted().first(where: { !named.contains($0) && inputs[$0] != [] }) {
            throw StageFailure.badData(
                "the recorded command of \(record.recipe.digest.short)… (\(record.recipe.stage)) does not name its "
                    + "input \(role), so it cannot be run again")
        }
        return arguments + sourceName(arguments) + ["--store", scratch]
    }

    /// What an import calls its file, which has another name here.
    private func sourceName(_ arguments: [String]) -> [String] {
        guard let name = record.recipe.parameters["source_name"]?.string, !arguments.contains("--name") else {
            return []
        }
        return ["--name", name]
    }

    /// `--name=value` as two words.
    private static func split(_ token: String) -> [String] {
        guard token.hasPrefix("--"), let sign = token.firstIndex(of: "=") else { return [token] }
        return [String(token[..<sign]), String(token[token.index(after: sign)...])]
    }

    private func outputRole(_ option: String) -> String? {
        if option == "output" { return record.outputs.count == 1 ? record.outputs.keys.first : nil }
        return record.outputs[option] == nil ? nil : option
    }

    /// `--state-in` names the input `state`, since `--state` is an output.
    private func inputRole(_ option: String) -> String? {
        let role = option.hasSuffix("-in") ? String(option.dropLast(3)) : option
        return record.recipe.inputs[role] == nil ? nil : role
    }
}
