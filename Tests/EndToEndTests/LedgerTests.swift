import ArtifactStore
import Foundation
import Testing

/// Published digests of results, beside those of a store (FORMAT.md, "Ledgers").
@Suite(.serialized) struct LedgerTests {
    private static let weights = "runs/mnist-train300-test200/rnn-relu-b20/n16-p0.1/s0/weights-e1.h5"
    private static let mask = "masks/bernoulli/n16-p0.1-s0.h5"

    /// A finished figure and its ledger.
    private func published() throws -> Project {
        let project = try Project()
        let store = try FinishedFigure.shared().project.folder + "/artifacts"
        let copied = try run("/bin/cp", ["-r", store, project.folder + "/artifacts"], in: "/")
        try #require(copied.status == 0, "\(copied.errors)")
        let outcome = try ledger(project)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return project
    }

    private func ledger(_ project: Project, _ arguments: String...) throws -> Outcome {
        try run(
            "\(Project.programs)/artifacts", ["ledger", "--profile", "smoke"] + arguments, in: project.folder)
    }

    private func edit(_ project: Project, _ change: ([String]) -> [String]) throws {
        let path = project.folder + "/pipeline/ledger/smoke.tsv"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        try (change(lines).joined(separator: "\n") + "\n").write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    @Test func aStoreAgreesWithItsLedger() throws {
        let project = try published()
        let text = try String(
            contentsOfFile: project.folder + "/pipeline/ledger/smoke.tsv", encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "path\tkind\tlogical digest")
        #expect(lines.dropFirst().elementsEqual(lines.dropFirst().sorted()))
        // 1 dataset, 6 masks, 12 × 3 files of networks, 1 table; no pictures.
        #expect(lines.count == 1 + 1 + 6 + 36 + 1)
        #expect(lines.contains { $0.hasPrefix("\(Self.weights)\tweights\t") })
        let check = try ledger(project, "--check")
        #expect(check.status == 0 && check.output == "44 of 44 results have the published digests\n")
        let made = try project.make("figure2")
        #expect(made.output.hasSuffix("44 of 44 results have the published digests\n"), "\(made.output)")
    }

    /// Logical digests may be defined anew by later code, which says so when it adopts what there is.
    @Test func recordsThatWereAdoptedAreNotAsked() throws {
        let project = try published()
        let store = Store(at: project.folder + "/artifacts")
        let object = try #require(store.object(linkedBy: store.root + "/" + Self.weights))
        let record = try #require(store.records(makingEach: [object.digest]).first?.first)
        // Some of them come before the record in the order of digests, some after it.
        for digit in "0123456789abcdef".map(String.init) {
            var old = record
            old.recipe.code = String(repeating: digit, count: 64)
            for role in old.outputs.keys { old.outputs[role]?.logical = Digest(of: Data()) }
            var new = record
            new.run["adopted"] = .object(["from": .string(old.recipe.digest.hex), "equal": .array([])])
            try store.publish(old)
            try store.publish(new)
            let check = try ledger(project, "--check")
            #expect(check.status == 0, "\(check.output)")
            let name = old.recipe.digest.hex
            let file = try #require(
                FileManager.default.subpaths(atPath: store.root + "/recipes")?.first { $0.contains(name) })
            try FileManager.default.removeItem(atPath: "\(store.root)/recipes/\(file)")
        }
    }

    @Test func whatIsMissingNewOrDifferentIsNamed() throws {
        let project = try published()
        try edit(project) { lines in
            let changed = lines.filter { !$0.hasPrefix(Self.mask) }.map { line in
                line.hasPrefix(Self.weights)
                    ? line.split(separator: "\t")[..<2].joined(separator: "\t") + "\t"
                        + String(repeating: "0", count: 64) : line
            }
            return changed + ["runs/gone.h5\tweights\t" + String(repeating: "1", count: 64)]
        }
        let check = try ledger(project, "--check")
        #expect(check.status == 1)
        for line in [
            "different: \(Self.weights): nothing with the published contents is in this store",
            "missing: runs/gone.h5: ", "new: \(Self.mask): ",
            "42 of 45 results have the published digests; 1 different, 1 missing, 1 new",
        ] { #expect(check.output.contains(line), "\(check.output)") }
        // Of a figure alone: what others need is not missing.
        #expect(try !ledger(project, "figure2", "--check").output.contains("runs/gone.h5"))
        let made = try project.make("figure2")
        #expect(
            made.output.contains(
                "42 of 43 results have the published digests; artifacts ledger figure2 --check"))
    }

    /// Two networks change places: each has contents that the store knows.
    @Test func aDifferenceComesWithTheCommandThatShowsIt() throws {
        let project = try published()
        let other = Self.weights.replacing("/s0/", with: "/s1/")
        try edit(project) { lines in
            let digests = Dictionary(
                lines.map { ($0.split(separator: "\t")[0], $0.split(separator: "\t")[2]) }
            ) { one, _ in one }
            return lines.map { line in
                line.hasPrefix(Self.weights) ? "\(Self.weights)\tweights\t\(digests[other[...]] ?? "")" : line
            }
        }
        let check = try ledger(project, "--check")
        let line = try #require(check.output.split(separator: "\n").first { $0.hasPrefix("different: ") })
        let words = line.split(separator: " ").map(String.init)
        #expect(words[2...3] == ["artifacts", "diff"] && words[4] == Self.weights, "\(line)")
        let shown = try project.program("artifacts", "diff", words[4], words[5])
        #expect(shown.status == 1 && shown.output.contains("seed"), "\(shown.output)\(shown.errors)")
    }

    @Test func aDamagedLedgerIsRefusedWithItsLine() throws {
        let project = try published()
        try edit(project) { $0 + ["half a line"] }
        let check = try ledger(project, "--check")
        #expect(check.status == 65 && check.errors.contains("pipeline/ledger/smoke.tsv:46: a path, a kind"))
        let none = try run(
            "\(Project.programs)/artifacts", ["ledger", "figure2", "--check", "--profile", "paper"],
            in: project.folder)
        #expect(none.status == 66, "\(none.errors)")
    }
}
