import ArgumentParser
import ArtifactStore
import Foundation
import StageKit

struct ImportCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Takes the objects and recipes of an archive into the store.",
        help: """
            An archive is a tar (plain or packed by gzip, bzip2, xz or zstd), a zip, or an unpacked folder. Only members \
            whose bytes have the digest in their name are taken, under that digest; any other place in which the archive would put \
            them is ignored. Whatever else is in it must be what its manifest says. Then make finds the recipes and only sets links. What was left out of the archive (archive \
            --results-only) counts as dropped: it is computed again when a stage reads it, or by artifacts restore.

            EXAMPLES
              artifacts import figure2.tar --store artifacts
              artifacts import figure2.tar.gz
              artifacts import ~/Downloads/figure2/
            """)

    @Argument(help: ArgumentHelp("An archive made by artifacts archive.", valueName: "archive"))
    var archive: String
    @Option(help: ArgumentHelp("Folder of the programs.", valueName: "dir"))
    var bin = Programs.folder
    @OptionGroup var options: StoreOptions

    private static let largestRecipe = 1 << 26

    func perform() throws {
        let store = options.store
        try store.whileNothingIsCollected { try take(into: store) }
    }

    private func take(into store: Store) throws {
        let source = try importSource(at: archive)
        var records: [RecipeRecord] = []
        var objects: [String] = []
        var manifest = PayloadManifest(of: archive)
        while let path = try source.next() {
            let parts = path.split(separator: "/").map(String.init)
            let name = (parts.last ?? "") as NSString
            let digest = parts.count >= 3 ? Digest(hex: name.deletingPathExtension) : nil
            if PayloadManifest.isManifest(path) {
                try manifest.take(try bytes(of: source, named: path), at: path)
            } else if let digest, parts[parts.count - 2] == "recipes" {
                let bytes = try bytes(of: source, named: path)
                records.append(try RecipeRecord(bytes, named: digest, path: "\(archive): \(path)"))
                manifest.note(Digest(of: bytes), of: path)
            } else if let digest, parts[parts.count - 3] == "objects" {
                try publish(source, digest, extension: name.pathExtension, into: store)
                objects.append(store.path(ofObject: digest, extension: name.pathExtension))
                manifest.note(digest, of: path)
            } else {
                manifest.note(try Self.digest(of: source), of: path)
            }
        }
        try manifest.check()
        // Digests show that nothing was damaged since the archive was made, not that a stage made it.
        try TrialReading.check(objects)
        let absent = try absent(from: store, of: records)
        // Objects, and notes of those that were left out, before the recipes that name them.
        try store.noteDropped(absent)
        for record in records { try store.publishImported(record) }
        sayWhatMakeCannotFind(records)
        let others =
            absent.isEmpty
            ? "" : "; \(absent.count) objects were left out, and are computed again when needed"
        print(
            "\(objects.count) objects and \(records.count) recipes are in \(store.root); make sets their links\(others)"
        )
    }

    /// Make asks for recipes of the programs as built, which include the compiler's version.
    private func sayWhatMakeCannotFind(_ records: [RecipeRecord]) {
        let codes = StageCodes(folder: bin)
        let others = records.count { !codes.isCurrent($0) }
        guard others > 0 else { return }
        writeToStandardError(
            "artifacts: \(others) of \(records.count) recipes are of other code than the programs in \(bin), so make does not find "
                + "them; build the commit that the archive names, with the same compiler\n")
    }

    /// What recipes that are new here made, and neither the store nor the archive has (FORMAT.md, "Archives").
    private func absent(from store: Store, of records: [RecipeRecord]) throws -> [Digest] {
        let new = try records.filter { try store.record(of: $0.recipe.digest) == nil }
        let outputs = new.flatMap(\.outputs.values).filter { !store.holds($0) }
        return Set(outputs.map(\.digest)).sorted()
    }

    private func bytes(of source: any ImportSource, named name: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try source.piece() {
            bytes += piece
            guard bytes.count < Self.largestRecipe else {
                throw StageFailure.badData("\(archive): \(name) is too large for a recipe or a manifest")
            }
        }
        return bytes
    }

    private static func digest(of source: any ImportSource) throws -> Digest {
        var running = RunningDigest()
        while let piece = try source.piece() { running.update(piece.bytes) }
        return running.finish()
    }

    private func publish(
        _ source: any ImportSource, _ digest: Digest, extension ext: String, into store: Store
    ) throws {
        guard ArtifactStore.Output.isExtension(ext) else {
            throw StageFailure.badData("\(archive): “\(ext)” is not an extension that objects may have")
        }
        let folder = try store.makeScratchFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/object"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        while let piece = try source.piece() { try file.write(contentsOf: piece) }
        try file.close()
        guard try Digest(ofFileAt: path) == digest else {
            throw StageFailure.badData(
                "\(archive): object \(digest.short)… is damaged; the import stopped there")
        }
        _ = try store.publish(fileAt: path, extension: ext)
    }
}
