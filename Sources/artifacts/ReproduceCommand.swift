import ArgumentParser
import ArtifactStore
import Foundation
import StageKit

struct ReproduceCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "reproduce",
        abstract: "Computes artifacts again in a store of its own, and compares every digest.",
        help: """
            For a link or digest, its own recipe; for a figure, some of the recipes behind it (--sample) or all. On a difference \
            it names the first element that differs, both values, and what differs in the two run records. Nothing in the \
            store is changed.

            EXAMPLES
              artifacts reproduce figure2 --sample 3
              artifacts reproduce artifacts/figures/laptop/figure2/figure2.svg --all
            """, codeOne: "digests differ")

    @Argument(help: ArgumentHelp("A figure, a link, or (the beginning of) a digest.", valueName: "name"))
    var name: String
    @Option(help: ArgumentHelp("How many of the recipes behind it, drawn by --seed.", valueName: "k"))
    var sample: Int?
    @Flag(help: "All recipes behind it.")
    var all = false
    @Option(help: "Seed for drawing the sample.")
    var seed: UInt64 = 0
    @OptionGroup var programs: ProgramOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var options: StoreOptions

    func perform() throws {
        let store = try options.requireStore()
        let chosen = try chosenRecords(store)
        let reexecution = programs.reexecution(in: store, work: work.folder(for: store))
        var different = 0
        for record in chosen {
            let comparison = Comparison(of: record, with: try reexecution.run(record), in: store)
            print("\(record.name): \(comparison.summary)")
            for line in comparison.lines { print("  " + line) }
            if !comparison.isEqual { different += 1 }
        }
        print("\(chosen.count - different) of \(chosen.count) recipes gave the same digests again")
        if different > 0 { throw ExitCode(1) }
    }

    private func chosenRecords(_ store: Store) throws -> [RecipeRecord] {
        let roots: [Digest]
        let isFigure: Bool
        if let links = Plans(of: store).links(of: name) {
            roots = store.digests(ofLinks: links)
            isFigure = true
        } else {
            roots = [try store.resolve(name).digest]
            isFigure = false
        }
        var seen: Set<Digest> = []
        let codes = StageCodes(folder: programs.bin)
        let records = store.ancestry(of: roots, preferring: codes.isCurrent).compactMap(\.recipe).filter {
            seen.insert($0.recipe.digest).inserted
        }
        guard let first = records.first else {
            throw StageFailure.noInput("no recipe in this store makes \(name)")
        }
        if all { return records }
        guard let count = sample ?? (isFigure ? 3 : nil) else { return [first] }
        return drawn(count, of: records, seed: seed)
    }
}

/// `count` of the records, always the same for the same seed.
func drawn(_ count: Int, of records: [RecipeRecord], seed: UInt64) -> [RecipeRecord] {
    // Chosen by digests of seed and recipe, so that the order of the records does not matter.
    let ordered = records.map { ($0, Digest(of: Data("\(seed) \($0.recipe.digest.hex)".utf8))) }
    return ordered.sorted { $0.1 < $1.1 }.prefix(max(1, count)).map(\.0)
}

/// A recipe's recorded outputs beside those of another run.
struct Comparison {
    private(set) var isEqual = true
    /// What differs; empty if nothing does.
    private(set) var lines: [String] = []
    /// In a few words.
    var summary: String {
        isEqual ? "the same digests, in \(StageProgress.time(seconds))" : "other digests"
    }
    private let seconds: Double

    init(of record: RecipeRecord, with result: Reexecution.Result, in store: Store) {
        seconds = result.record.seconds ?? 0
        for (role, output) in record.outputs.sorted(by: { $0.key < $1.key }) {
            guard let made = result.record.outputs[role] else {
                isEqual = false
                lines.append("\(role): was not made")
                continue
            }
            guard made.digest != output.digest else { continue }
            isEqual = false
            lines.append("\(role): \(output.digest.short)… | \(made.digest.short)…")
            guard store.isSound(output.digest) else {
                lines.append(
                    "\(role): the recorded object is missing or damaged, so contents cannot be compared")
                continue
            }
            do {
                let files = (store.path(of: output), result.scratch.path(of: made))
                lines += try FileDifference(files.0, files.1).lines.map { "\(role) \($0)" }
            } catch {
                lines.append("\(role): \(inOurWords(error))")
            }
        }
        if !isEqual { lines += Self.runDifferences(record.run, result.record.run) }
    }

    /// Where and how the two runs were made, as far as that differs.
    private static func runDifferences(
        _ one: [String: CanonicalJSON], _ other: [String: CanonicalJSON]
    ) -> [String] {
        ["host", "cpu", "cores", "threads", "adopted"].compactMap { name in
            guard one[name] != other[name] else { return nil }
            return "run \(name): \(one[name]?.text ?? "absent") | \(other[name]?.text ?? "absent")"
        }
    }
}
