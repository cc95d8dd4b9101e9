import ArtifactStore
import Foundation
import StageKit

/// What was computed, as a text file for version control (FORMAT.md, "Ledgers"): the readable path, kind and logical
/// digest of each artifact with contents that only the science decides. Code and HDF5 versions are not part of it, so
/// it stays valid across versions of the programs.
struct Ledger: Equatable {
    /// One line.
    struct Entry: Equatable {
        let kind: String
        let logical: Digest
    }

    /// Entries by path.
    var entries: [String: Entry]

    private static let header = "path\tkind\tlogical digest\n"

    /// Pictures, readable tables and pages depend on fonts and wording, so they are not part of it.
    private static let kinds: Set = [
        "dataset", "mask", "weights", "state", "metrics", "activations", "measures", "accuracy",
    ]

    /// What a store has for these links, whether the objects are there or dropped.
    init(of links: Set<String>, in store: Store) {
        let linked = links.sorted().compactMap { link in
            store.object(ofLink: link).map { (link, $0.digest) }
        }
        let makers = store.records(makingEach: linked.map(\.1))
        entries = Dictionary(
            uniqueKeysWithValues: zip(linked, makers).compactMap { linked, records in
                // Code that adopted a record says anew what it holds.
                let replaced = Set(records.compactMap { $0.run["adopted"]?["from"]?.string })
                let outputs = records.filter { !replaced.contains($0.recipe.digest.hex) }.flatMap(
                    \.outputs.values)
                guard let output = outputs.first(where: { $0.digest == linked.1 }), let kind = output.kind,
                    let logical = output.logical, Self.kinds.contains(kind)
                else { return nil }
                return (linked.0, Entry(kind: kind, logical: logical))
            })
    }

    /// Reads a ledger.
    /// - Throws: `StageFailure` if it is missing, or a line is malformed.
    init(readingFrom path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw StageFailure.noInput("\(path) does not exist: nothing was published for this profile")
        }
        let lines = String(decoding: data, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        guard lines.first.map({ $0 + "\n" }) == Self.header[...] else {
            throw StageFailure.badData(
                "\(path):1: the columns are not path, kind, logical digest; artifacts ledger writes it")
        }
        entries = [:]
        for (number, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3, let logical = Digest(hex: fields[2]) else {
                throw StageFailure.badData(
                    "\(path):\(number + 1): a path, a kind and 64 hexadecimal digits were expected")
            }
            let isNew =
                entries.updateValue(Entry(kind: fields[1], logical: logical), forKey: fields[0]) == nil
            guard isNew else {
                throw StageFailure.badData("\(path):\(number + 1): \(fields[0]) occurs twice")
            }
        }
    }

    /// The file: sorted by path, so that the diff of two ledgers is short.
    var text: String {
        Self.header
            + entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\($0.key)\t\($0.value.kind)\t\($0.value.logical)\n" }.joined()
    }

    /// How a store's artifacts differ from published ones.
    struct Comparison {
        /// Paths that both have, with the same contents.
        var equal: [String] = []
        /// Paths that both have, with different contents.
        var different: [String] = []
        /// Published, not in the store.
        var missing: [String] = []
        /// In the store, not published.
        var new: [String] = []
    }

    /// Compares what a store has with what was published.
    func compared(with published: Ledger) -> Comparison {
        var comparison = Comparison()
        for path in Set(entries.keys).union(published.entries.keys).sorted() {
            switch (entries[path], published.entries[path]) {
            case (_, nil): comparison.new.append(path)
            case (nil, _): comparison.missing.append(path)
            case (let mine, let theirs) where mine == theirs: comparison.equal.append(path)
            default: comparison.different.append(path)
            }
        }
        return comparison
    }
}
