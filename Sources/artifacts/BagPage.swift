import ArtifactStore
import Foundation
import HDF5
import StageKit

/// The page of an archive (`ro-crate-preview.html`): it shows a person with a browser the figure, its numbers, how
/// each file was made, and how to check and read the files with other programs.
struct BagPage {
    let bag: Bag

    /// The whole page; the same archive gives the same bytes.
    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>\(escaped(bag.figure)): what is in this archive</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222 }
        img { max-width: 100% } pre { background: #f4f4f4; padding: .8rem; overflow-x: auto }
        .wide { overflow-x: auto } table { border-collapse: collapse; font-size: .85rem }
        th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #ddd }
        td.number { text-align: right } code { font-size: .9em; overflow-wrap: anywhere }
        </style>
        <h1>\(escaped(bag.figure)), with everything that it was made from</h1>
        \(picture)
        <p>Written by sparse-cortex; \(source), commit <code>\(escaped(bag.source.commit))</code>.
        \(bag.objects.count) files, \(bag.records.count) runs of programs; which run made which file from which is in
        <a href="ro-crate-metadata.json">ro-crate-metadata.json</a> for programs\(escaped(bag.leftOutWords)).</p>
        \(instructions)
        <h2>Files</h2>
        <div class="wide"><table>
        <tr><th>name</th><th>kind</th><th>bytes</th><th>SHA-256</th></tr>
        \(fileRows)
        </table></div>
        \(rawData)
        <h2>How they were made</h2>
        <p>Each line is one run of a program: the same program, parameters and inputs give the same bytes.</p>
        <div class="wide"><table>
        <tr><th>recipe</th><th>parameters</th><th>made</th><th>seconds</th></tr>
        \(recipeRows)
        </table></div>
        </html>

        """
    }

    private var source: String {
        bag.isResultsOnly
            ? "the source tree is that of the repository"
            : "source tree in <a href=\"source.tar\">source.tar</a>"
    }

    // MARK: The figure, and what to do with the rest

    private struct Named {
        let link: String
        let object: ArtifactStore.Output
    }

    private var named: [Named] {
        bag.links.compactMap { link in
            guard let found = bag.store.object(ofLink: link),
                let object = bag.objects.first(where: { $0.digest == found.digest })
            else { return nil }
            return Named(link: link, object: object)
        }
    }

    private func result(_ ext: String) -> String? {
        named.first { Store.isResult($0.link) && $0.object.extension == ext }.map { Bag.name(of: $0.object) }
    }

    /// Results are in `figures/PROFILE/FIGURE/`.
    private var profiles: [String] {
        Set(bag.links.filter { $0.hasPrefix("figures/") }.map { String($0.split(separator: "/")[1]) })
            .sorted()
    }

    private var picture: String {
        let kinds = [
            ("html", "Page with verdicts and every number"), ("pdf", "PDF"), ("png", "PNG"), ("svg", "SVG"),
        ]
        let others = kinds.compactMap { kind, words in
            result(kind).map { "<a href=\"\($0)\">\(words)</a>" }
        }
        let image = result("svg").map { "<p><img src=\"\($0)\" alt=\"\(escaped(bag.figure))\"></p>" } ?? ""
        return image + (others.isEmpty ? "" : "\n<p>" + others.joined(separator: " · ") + "</p>")
    }

    /// Networks with all connections have an array instead of a sparse matrix.
    private func isSparseNetwork(_ file: Named) -> Bool {
        guard kind(of: file.object.digest) == "weights",
            let content = try? HDF5File.open(at: bag.store.path(of: file.object))
        else { return false }
        return (try? content.root.group("recurrent_weights")) != nil
    }

    private var instructions: String {
        let weights = named.last(where: isSparseNetwork)
        let reading = weights.map { weights in
            """
            <p>Read weights in Python, in this folder (<code>\(escaped(weights.link))</code>):</p>
            <pre>import h5py, scipy.sparse
            g = h5py.File("\(Bag.name(of: weights.object))")["recurrent_weights"]
            w = scipy.sparse.csr_matrix((g["data"][:], g["indices"][:], g["indptr"][:]), g.attrs["shape"])</pre>
            """
        }
        return """
            <h2>Check, read and use</h2>
            <p>Check every byte, in the folder above this one:</p>
            <pre>sha256sum --check manifest-sha256.txt</pre>
            \(reading ?? "")
            <p>In a clone of the project, at the commit above; the second line then computes nothing:</p>
            <pre>make import BAG=\(escaped(bag.figure)).tar
            \(profiles.map { "make \(escaped(bag.figure)) PROFILE=\(escaped($0))" }.joined(separator: "\n"))\(restoring)</pre>
            """
    }

    /// How to get one of the networks that were left out.
    private var restoring: String {
        let link = bag.links.first { link in
            guard let object = bag.store.object(ofLink: link) else { return false }
            return link.contains("/weights-") && bag.leftOut.contains { $0.digest == object.digest }
        }
        return link.map {
            "\n.build/release/artifacts restore artifacts/\(escaped($0))   # left out: computed again, with the same digest"
        } ?? ""
    }

    // MARK: Tables

    private var fileRows: String {
        named.map { file in
            row([
                "<a href=\"\(Bag.name(of: file.object))\">\(escaped(file.link))</a>",
                kind(of: file.object.digest) ?? escaped(file.object.extension),
                number("\(file.object.bytes)"),
                code(file.object.digest.hex),
            ])
        }.joined(separator: "\n")
    }

    private var rawData: String {
        let files = (try? RawFile.all(behind: bag.records)) ?? []
        guard !files.isEmpty else { return "" }
        let there = Set(bag.rawFiles.map { Bag.name(of: $0.file) })
        let rows = files.map { file in
            let name = escaped("\(file.folder)/\(file.name)")
            let path = Bag.name(of: file)
            return row([
                there.contains(path) ? "<a href=\"\(path)\">\(name)</a>" : name, code(file.digest.hex),
            ])
        }
        let words =
            there.isEmpty
            ? "They are not in this archive, but known by their digests."
            : "In a clone of the project their folders belong in <code>pipeline/data/</code>."
        return """
            <h2>Raw data</h2>
            <p>\(words)</p>
            <div class="wide"><table>
            <tr><th>name</th><th>SHA-256</th></tr>
            \(rows.joined(separator: "\n"))
            </table></div>
            """
    }

    private var recipeRows: String {
        let names = Dictionary(named.map { ($0.object.digest, $0.link) }) { first, _ in first }
        func place(_ entry: EnumeratedSequence<[RecipeRecord]>.Element) -> Int {
            ResearchObject.place(of: entry.element.recipe.stage)
        }
        let sorted = bag.records.enumerated().sorted {
            (place($0), $0.offset) < (place($1), $1.offset)
        }
        return sorted.map { _, record in
            let digest = record.recipe.digest
            let made = Set(record.outputs.values.map { names[$0.digest] ?? $0.digest.short }).sorted()
            return row([
                "<a href=\"recipes/\(digest.hex).json\">\(escaped(record.recipe.stage)) \(digest.short)</a>",
                code(CanonicalJSON.object(record.recipe.parameters).text),
                made.map(escaped).joined(separator: "<br>"),
                number(record.run["seconds"]?.text ?? ""),
            ])
        }.joined(separator: "\n")
    }

    private func kind(of digest: Digest) -> String? {
        let outputs = bag.records.flatMap(\.outputs.values)
        return outputs.first { $0.digest == digest }?.kind.map(escaped)
    }

    private func row(_ cells: [String]) -> String {
        "<tr>" + cells.map { $0.hasPrefix("<td") ? $0 : "<td>\($0)</td>" }.joined() + "</tr>"
    }

    private func number(_ text: String) -> String { "<td class=\"number\">\(escaped(text))</td>" }
    private func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

    private func escaped(_ text: String) -> String {
        [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")].reduce(text) {
            $0.replacingOccurrences(of: $1.0, with: $1.1)
        }
    }
}
