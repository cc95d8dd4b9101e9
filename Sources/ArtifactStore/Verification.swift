import Foundation

/// Something in the store that is not as FORMAT.md says.
public struct Damage: Equatable, Sendable, CustomStringConvertible {
    /// The path relative to the store.
    public let path: String
    /// What is wrong with it.
    public let reason: String
    /// What to do.
    public let advice: String

    /// Path, reason and advice in one line.
    public var description: String { "\(path): \(reason); \(advice)" }
}

/// What a verification looked at and found.
public struct VerificationReport: Sendable {
    /// Objects whose bytes were hashed.
    public internal(set) var objects = 0
    /// Bytes hashed.
    public internal(set) var bytes = 0
    /// Recipes read.
    public internal(set) var recipes = 0
    /// Links followed.
    public internal(set) var links = 0
    /// Files in `tmp/`: unfinished work, no damage.
    public internal(set) var unfinished = 0
    /// Everything that is missing or damaged, in order of path.
    public internal(set) var damages: [Damage] = []
}

extension Store {
    /// Hashes every object, reads every recipe, follows every link. Linear in the bytes of the store.
    public func verify() -> VerificationReport {
        var report = VerificationReport()
        verifyObjects(&report)
        verifyRecipes(&report)
        for link in links() {
            report.links += 1
            if !FileSystem.exists(root + "/" + link) {
                report.damages.append(
                    Damage(
                        path: link, reason: "links to an object that is missing",
                        advice: "run make for the figure that needs it, or delete the link"))
            }
        }
        report.unfinished = (try? FileManager.default.contentsOfDirectory(atPath: root + "/tmp"))?.count ?? 0
        report.damages.sort { $0.path < $1.path }
        return report
    }

    private func verifyObjects(_ report: inout VerificationReport) {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: root + "/objects")) ?? []
        for folder in folders.sorted() {
            let inside = root + "/objects/" + folder
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: inside)) ?? []).sorted() {
                let path = "objects/\(folder)/\(name)"
                if let damage = verifyObject(path, folder: folder, name: name) {
                    report.damages.append(damage)
                }
                report.objects += 1
                report.bytes += FileSystem.size(of: root + "/" + path) ?? 0
            }
        }
    }

    private func verifyObject(_ path: String, folder: String, name: String) -> Damage? {
        guard let expected = Digest(hex: (name as NSString).deletingPathExtension),
            expected.hex.hasPrefix(folder)
        else {
            return Damage(
                path: path, reason: "is no object's name", advice: "move it out of the store if you need it")
        }
        guard let found = try? Digest(ofFileAt: root + "/" + path) else {
            return Damage(path: path, reason: "cannot be read", advice: "check its permissions and the disk")
        }
        guard found == expected else {
            return Damage(
                path: path,
                reason: "is damaged: its bytes have the digest \(found.short)…\(users(of: expected))",
                advice: "delete it and run make: it is computed again with the same digest")
        }
        return nil
    }

    private func users(of digest: Digest) -> String {
        let names = links().filter { object(linkedBy: root + "/" + $0)?.digest == digest }
        return names.isEmpty ? "" : " (linked as \(names.joined(separator: ", ")))"
    }

    private func verifyRecipes(_ report: inout VerificationReport) {
        for digest in recipeDigests() {
            report.recipes += 1
            let name = "recipes/\(digest.hex).json"
            do {
                guard let record = try record(of: digest) else { continue }
                for (role, output) in record.outputs.sorted(by: { $0.key < $1.key })
                where FileSystem.size(of: path(of: output)) != output.bytes {
                    report.damages.append(
                        Damage(
                            path: name,
                            reason: "its output \(role) (\(output.digest.short)…, \(record.recipe.stage)) is "
                                + (FileSystem.exists(path(of: output)) ? "cut short" : "missing"),
                            advice: "delete what is left of it and run make for the figure that needs it"))
                }
            } catch StoreError.badRecipe(_, let reason) {
                report.damages.append(
                    Damage(
                        path: name, reason: reason, advice: "delete it, and the next run computes it again"))
            } catch {
                report.damages.append(Damage(path: name, reason: "\(error)", advice: "check the disk"))
            }
        }
    }
}
