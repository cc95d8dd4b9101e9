import Foundation

extension Store {
    /// Moves a finished file into the store; afterwards `path` is gone and the object is there for good.
    ///
    /// Linear in the file's size.
    /// - Throws: `StoreError` if a file cannot be read or written; then nothing was published.
    package func publish(fileAt path: String, extension ext: String) throws(StoreError) -> (
        digest: Digest, bytes: Int
    ) {
        precondition(Output.isExtension(ext), "\(ext) is not a plain extension")
        guard let bytes = FileSystem.size(of: path) else {
            throw StoreError.outputMissing(role: ext, path: path)
        }
        // Written to disk while it is hashed. Its digest is only known now, since HDF5 changes its first bytes last.
        try FileSystem.setReadOnly(path)
        let digest = try FileSystem.synchronizingFile(path) { () throws(StoreError) in
            try Digest(ofFileAt: path)
        }
        let target = self.path(ofObject: digest, extension: ext)
        // A damaged object of the right size is replaced: now its correct bytes are at hand.
        if FileStamp(ofFileAt: target)?.bytes == bytes, try Digest(ofFileAt: target) == digest {
            try synchronizeObject(target)
            try FileSystem.remove(path)
            try forgetDropped(digest)
            return (digest, bytes)
        }
        try makeOwnFolder("objects/\(digest.hex.prefix(2))")
        try FileSystem.rename(path, to: target)
        try synchronizeFolders(above: target)
        try forgetDropped(digest)
        return (digest, bytes)
    }

    /// Another process may have renamed the object to its name without getting as far as making that durable.
    private func synchronizeObject(_ path: String) throws(StoreError) {
        try FileSystem.synchronizeFile(path)
        try synchronizeFolders(above: path)
    }

    /// Publishes a copy of a file; an object that is there already is left alone.
    /// - Throws: `StoreError`.
    @discardableResult
    package func publish(copyOf path: String, extension ext: String) throws(StoreError) -> Digest {
        let bytes = try FileSystem.contents(of: path)
        let copy = try newTemporaryPath()
        try FileSystem.write(bytes.span.bytes, toNew: copy, isDurable: false)
        do {
            return try publish(fileAt: copy, extension: ext).digest
        } catch {
            unlink(copy)
            throw error
        }
    }

    /// Writes a recipe's record; its outputs must have been published.
    /// - Throws: `StoreError`; the store then has no record, or the one that was there before.
    package func publish(_ record: RecipeRecord) throws(StoreError) {
        try makeOwnFolder("recipes")
        try writeAtomically(record.fileBytes, to: path(ofRecipe: record.recipe.digest))
    }

    /// Adopts a record from elsewhere; one that is here already stays.
    /// - Throws: `StoreError.notReproducible` if the two name different objects; the other one is then kept as a
    ///   dispute.
    package func publishImported(_ record: RecipeRecord) throws(StoreError) {
        guard let known = try self.record(of: record.recipe.digest) else { return try publish(record) }
        for (role, output) in record.outputs.sorted(by: { $0.key < $1.key }) {
            guard let recorded = known.outputs[role], recorded.digest != output.digest else { continue }
            _ = try publishDispute(record)
            throw StoreError.notReproducible(
                role: role, recorded: recorded.digest, computed: output.digest, recipe: record.recipe.digest)
        }
    }

    /// Keeps the record of a recipe that gave different bytes than before (FORMAT.md, "Same recipe, other bytes").
    /// - Returns: its path.
    /// - Throws: `StoreError`.
    package func publishDispute(_ record: RecipeRecord) throws(StoreError) -> String {
        let folder = try makeOwnFolder("disputes")
        let name = record.recipe.digest.hex
        let number = (1...).first { !FileSystem.existsUnfollowed("\(folder)/\(name)-\($0).json") } ?? 1
        let path = "\(folder)/\(name)-\(number).json"
        try writeAtomically(record.fileBytes, to: path)
        return path
    }

    /// Writes a whole file of the store or nothing; the file survives a loss of power once this has returned.
    /// - Throws: `StoreError`.
    package func writeAtomically(_ data: Data, to path: String) throws(StoreError) {
        let unfinished = try newTemporaryPath()
        try FileSystem.write(data.bytes, toNew: unfinished)
        try FileSystem.put(unfinished, at: path)
        try synchronizeFolders(above: path)
    }

    /// Writes a whole file of the store, or leaves what was there. A loss of power may lose the file, since it can be
    /// made again.
    /// - Throws: `StoreError`.
    package func writeCache(_ text: String, to path: String) throws(StoreError) {
        try FileSystem.makeFolder(FileSystem.folder(of: path))
        let unfinished = try newTemporaryPath()
        try FileSystem.write(Data(text.utf8).bytes, toNew: unfinished, isDurable: false)
        try FileSystem.put(unfinished, at: path)
    }

    /// What a file looks like, in the form that `checked/` keeps, to tell whether it was written to since. Nil if
    /// there is none.
    package static func stamp(ofFileAt path: String) -> String? {
        FileStamp(ofFileAt: path)?.line.trimmingCharacters(in: .newlines)
    }

    /// Makes the entries of all folders durable, from that of `path` up to the store's. The upper ones hardly ever
    /// have anything to write; they are included because another process may have just made a folder.
    private func synchronizeFolders(above path: String) throws(StoreError) {
        var folder = FileSystem.folder(of: path)
        while folder.hasPrefix(root) {
            try FileSystem.synchronizeFolder(folder)
            folder = FileSystem.folder(of: folder)
        }
    }

    /// A name in `tmp/` that no other process uses.
    func newTemporaryPath() throws(StoreError) -> String {
        "\(try makeOwnFolder("tmp"))/\(getpid())-\(UInt64.random(in: 0 ... .max))"
    }
}
