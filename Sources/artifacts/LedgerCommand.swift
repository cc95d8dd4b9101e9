import ArgumentParser
import ArtifactStore
import Foundation
import StageKit

struct LedgerCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract:
            "Writes down the contents of all results of a profile, or compares them with what was published.",
        help: """
            PIPELINE/ledger/PROFILE.tsv has, for each dataset, mask, network, table and measure that the plans of a profile name, its path, kind \
            and logical digest. It stays valid across versions of code and libraries.

            EXAMPLES
              artifacts ledger --profile smoke
              artifacts ledger --check --profile smoke
              artifacts ledger figure2 --check --profile laptop
            """, codeOne: "with --check: something is missing, new or different")

    @Argument(help: "Figures (default: all with a plan in the store).")
    var figures: [String] = []
    @Option(help: "Profile of the figures.")
    var profile = "laptop"
    @Flag(help: "Compare, and name each path that is missing, new or different; write nothing.")
    var check = false
    @Flag(help: "Only say how many results have the published digests.")
    var count = false
    @Option(help: ArgumentHelp("Folder of specifications.", valueName: "dir"))
    var pipeline = "pipeline"
    @OptionGroup var options: StoreOptions

    func perform() throws {
        let store = try options.requireStore()
        if count, !FileManager.default.fileExists(atPath: path) { return }
        let planned = try plannedLinks(Plans(of: store))
        if count { return try sayCount(planned) }
        let found = Ledger(of: planned, in: store)
        if !check { return try write(found) }
        var published = try Ledger(readingFrom: path)
        // Figures that were not asked for need not be here at all.
        if !figures.isEmpty { published.entries = published.entries.filter { planned.contains($0.key) } }
        let comparison = found.compared(with: published)
        try say(comparison, published)
    }

    private var path: String { "\(pipeline)/ledger/\(profile).tsv" }

    private func plannedLinks(_ plans: Plans) throws -> Set<String> {
        let names = figures.isEmpty ? plans.figures(in: profile) : figures
        guard !names.isEmpty else {
            throw StageFailure.noInput(
                "\(options.path)/plan has no plan in profile \(profile); make a figure first")
        }
        return Set(
            try names.flatMap { name -> [String] in
                if let links = plans.links(of: name, profile: profile) { return links }
                throw StageFailure.noInput(
                    "\(options.path)/plan has no plan of \(name) in profile \(profile); make \(name) first")
            })
    }

    /// Entries of figures that were not named stay.
    private func write(_ found: Ledger) throws {
        var whole = found
        let published = FileManager.default.fileExists(atPath: path) ? try Ledger(readingFrom: path) : found
        if !figures.isEmpty { whole.entries.merge(published.entries) { new, _ in new } }
        let dropped = Set(published.entries.keys).subtracting(whole.entries.keys)
        try FileManager.default.createDirectory(
            atPath: "\(pipeline)/ledger", withIntermediateDirectories: true)
        try Data(whole.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        print(
            "\(path): \(whole.entries.count) results, \(found.entries.count) of them in \(options.path)")
        if let first = dropped.sorted().first {
            print(
                "\(dropped.count.counting("result")) that the plans of \(options.path) do not name, such as \(first), "
                    + "\(dropped.count == 1 ? "is" : "are") no longer in it; name figures to keep those of others"
            )
        }
    }

    /// The same command with other options, as it is to be typed.
    private func command(_ option: String? = nil) -> String {
        var words = ["artifacts ledger"] + figures + [option, "--profile \(profile)"].compactMap { $0 }
        if pipeline != "pipeline" { words.append("--pipeline \(pipeline)") }
        return words.joined(separator: " ") + storeOption
    }

    private var storeOption: String { options.path == "artifacts" ? "" : " --store \(options.path)" }

    private func say(_ comparison: Ledger.Comparison, _ published: Ledger) throws {
        for path in comparison.different { print("different: \(path): \(advice(path, published))") }
        let makes = figures.isEmpty ? "make paper" : "make \(figures.joined(separator: " "))"
        for path in comparison.missing { print("missing: \(path): \(makes) PROFILE=\(profile) makes it") }
        for path in comparison.new { print("new: \(path): \(command()) publishes it") }
        let wrong = comparison.different.count + comparison.missing.count + comparison.new.count
        print(
            "\(comparison.equal.count) of \(comparison.equal.count + wrong) results have the published digests"
                + (wrong == 0
                    ? ""
                    : "; \(comparison.different.count) different, \(comparison.missing.count) missing, "
                        + "\(comparison.new.count) new"))
        if wrong > 0 { throw ExitCode(1) }
    }

    /// How to see what differs, if an artifact with the published contents is also in the store.
    private func advice(_ path: String, _ published: Ledger) -> String {
        let wanted = published.entries[path]?.logical
        for record in options.store.records() {
            for output in record.outputs.values where output.logical == wanted && options.store.holds(output)
            {
                return "artifacts diff \(path) \(output.digest.short)\(storeOption) shows how"
            }
        }
        return
            "nothing with the published contents is in this store to compare with; artifacts show \(path)\(storeOption) says how it "
            + "was made"
    }

    /// One line at the end of a figure; nothing if none of it was published.
    private func sayCount(_ planned: Set<String>) throws {
        var published = try Ledger(readingFrom: path)
        published.entries = published.entries.filter { planned.contains($0.key) }
        guard !published.entries.isEmpty else { return }
        let comparison = Ledger(of: Set(published.entries.keys), in: options.store).compared(with: published)
        let all = published.entries.count
        print("\(comparison.equal.count) of \(all) results have the published digests", terminator: "")
        let isSame = comparison.equal.count == all
        print(
            isSame
                ? ""
                : "; \(command("--check")) names the others"
        )
    }
}
