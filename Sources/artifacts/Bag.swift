import ArtifactStore
import Foundation
import StageKit

/// A BagIt 1.0 bag (RFC 8493) of a figure, written as a tar file.
struct Bag {
    let figure: String
    /// Objects behind the figure that are in the store, with their extensions and sizes, in order.
    let objects: [ArtifactStore.Output]
    /// Recipes behind the figure, in order.
    let records: [RecipeRecord]
    /// Outputs of these recipes that are not in it, since it has results only, in order.
    let leftOut: [ArtifactStore.Output]
    /// Whether it lacks what results are computed from.
    let isResultsOnly: Bool
    /// The raw files in it.
    let rawFiles: [(file: RawFile, path: String, bytes: Int)]
    let store: Store
    let source: SourceTree
    let links: [String]

    /// Collects what is behind `links`. If several recipes gave the same bytes, it takes that of the programs as
    /// built, so that the next make finds it.
    /// - Parameter raw: where to look for the raw files, if they are to be in the bag.
    /// - Throws: `StoreError` or `StageFailure` if something is missing or damaged.
    init(
        figure: String, links: [String], store: Store, source: SourceTree, codes: StageCodes, raw: RawFiles?,
        resultsOnly: Bool = false
    ) throws {
        self.figure = figure
        self.store = store
        self.source = source
        isResultsOnly = resultsOnly
        self.links = Set(links).sorted()
        let roots = try self.links.map { try store.resolve("\(store.root)/\($0)").digest }
        let closure = try store.closure(of: Set(roots), preferring: codes.isCurrent)
        records = closure.recipes
        let leftOut = resultsOnly ? Self.inputs(among: closure.recipes) : []
        self.leftOut = leftOut
        let without = Set(leftOut.map(\.digest))
        objects = try closure.objects.subtracting(without).sorted().compactMap { digest in
            guard let file = store.file(ofObject: digest) else { return nil }
            let object = try store.resolve((file as NSString).lastPathComponent)
            try store.check(object)
            return object
        }
        rawFiles =
            try raw.map { try Self.find(try RawFile.all(behind: closure.recipes), in: $0, store) } ?? []
        let there = Set(objects.map(\.digest)).union(without)
        for output in records.flatMap(\.outputs.values) where !there.contains(output.digest) {
            let (state, command) =
                store.isDropped(output)
                ? ("was dropped to save space", "artifacts restore \(figure)")
                : ("is missing", "artifacts verify --repair")
            throw StageFailure.badData(
                "object \(output.digest.short)… behind \(figure) \(state); \(command) computes it again")
        }
    }

    /// What results are computed from.
    private static let inputKinds: Set = ["dataset", "mask", "weights", "state", "activations"]

    private static func inputs(among records: [RecipeRecord]) -> [ArtifactStore.Output] {
        let outputs = records.flatMap(\.outputs.values).filter { inputKinds.contains($0.kind ?? "") }
        return Dictionary(outputs.map { ($0.digest, $0) }) { first, _ in first }.values
            .sorted { $0.digest < $1.digest }
    }

    /// For messages: what is left out; empty if nothing is.
    var leftOutWords: String {
        let bytes = leftOut.reduce(0) { $0 + $1.bytes }
        return leftOut.isEmpty
            ? "" : "; left out are \(leftOut.count) objects, \(readableSize(bytes)), that can be made again"
    }

    private static func find(_ files: [RawFile], in raw: RawFiles, _ store: Store) throws -> [(
        file: RawFile, path: String, bytes: Int
    )] {
        try files.map { file in
            guard let path = raw.path(of: file.digest) ?? store.file(ofObject: file.digest),
                let bytes = ArchiveFile.size(of: path)
            else {
                throw StageFailure.noInput(
                    "raw file \(file.name) of \(file.folder) (SHA-256 \(file.digest.hex)) is neither in \(store.root)/downloads nor "
                        + "in the pipeline's folder (--pipeline); put it there, or archive without --raw-data"
                )
            }
            return (file, path, bytes)
        }
    }

    /// Bytes of objects and raw files: nearly all of the archive.
    var payloadBytes: Int {
        objects.reduce(0) { $0 + $1.bytes } + rawFiles.reduce(0) { $0 + $1.bytes }
    }

    /// Writes the bag; the same store gives the same bytes.
    func write(to path: String) throws {
        let payload = small
        let tar = try TarWriter(path: path)
        var manifest: [String: String] = [:]
        for object in objects {
            let name = "data/\(Self.name(of: object))"
            manifest[name] = object.digest.hex
            try tar.add("\(figure)/\(name)", size: object.bytes) { write in
                try copy(store.path(of: object), object.digest, write)
            }
        }
        for raw in rawFiles {
            let name = "data/\(Self.name(of: raw.file))"
            manifest[name] = raw.file.digest.hex
            try tar.add("\(figure)/\(name)", size: raw.bytes) { write in
                try copy(raw.path, raw.file.digest, write)
            }
        }
        for (name, bytes) in payload.sorted(by: { $0.key < $1.key }) {
            manifest["data/\(name)"] = Digest(of: bytes).hex
            try tar.add("\(figure)/data/\(name)", bytes)
        }
        let tags = tagFiles(
            manifest, payloadBytes: payloadBytes + payload.values.reduce(0) { $0 + $1.count })
        for (name, bytes) in tags { try tar.add("\(figure)/\(name)", bytes) }
        try tar.close()
    }

    /// Path of an object in the payload.
    static func name(of object: ArtifactStore.Output) -> String {
        "objects/\(object.digest.hex.prefix(2))/\(object.digest.hex).\(object.extension)"
    }

    /// Path of a raw file in the payload.
    static func name(of file: RawFile) -> String { "raw/\(file.folder)/\(file.name)" }

    /// Everything in the payload except objects and raw files.
    private var small: [String: Data] {
        var files = ["Makefile": source.makefile]
        if !isResultsOnly { files["source.tar"] = source.tar }
        for record in records { files["recipes/\(record.recipe.digest.hex).json"] = record.fileBytes }
        let named = links.compactMap { link in
            store.object(ofLink: link).map { object in
                "\(link)\tobjects/\(object.digest.hex.prefix(2))/\(object.digest.hex).\(object.extension)\n"
            }
        }
        files["links.tsv"] = Data("link\tobject\n".utf8) + Data(named.joined().utf8)
        files["ro-crate-preview.html"] = Data(BagPage(bag: self).html.utf8)
        let crate = ResearchObject(bag: self, files: files.keys.sorted())
        files["ro-crate-metadata.json"] = Data((crate.json.text + "\n").utf8)
        return files
    }

    private func copy(_ path: String, _ digest: Digest, _ write: (Data) throws -> Void) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw StoreError.unknown(name: digest.hex)
        }
        var running = RunningDigest()
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            running.update(piece.bytes)
            try write(piece)
        }
        guard running.finish() == digest else {
            throw StageFailure.badData("\(path) changed while it was being archived, so nothing was archived")
        }
    }

    private func tagFiles(_ manifest: [String: String], payloadBytes: Int) -> [(String, Data)] {
        func lines(_ digests: [String: String]) -> Data {
            Data(digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined().utf8)
        }
        let information = """
            Bag-Software-Agent: sparse-cortex, \(source.commit)
            External-Identifier: \(figure)
            Payload-Oxum: \(payloadBytes).\(manifest.count)

            """
        let tags = [
            ("bag-info.txt", Data(information.utf8)),
            ("bagit.txt", Data("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8)),
            ("manifest-sha256.txt", lines(manifest)),
        ]
        let digests = Dictionary(uniqueKeysWithValues: tags.map { ($0.0, Digest(of: $0.1).hex) })
        return tags + [("tagmanifest-sha256.txt", lines(digests))]
    }
}
