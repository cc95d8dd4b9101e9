import Foundation

extension Store {
    /// Compares the bytes of the object that `path` leads to with its name, once; does nothing for other files.
    ///
    /// Reads the object only if its file has been touched since it was last found correct (FORMAT.md, "Damage").
    /// - Throws: `StoreError.inputDamaged`, `inputDangling`, or another if it cannot be read.
    package func checkObject(linkedBy path: String, role: String) throws(StoreError) {
        guard let object = object(linkedBy: path) else { return }
        let file = self.path(ofObject: object.digest, extension: object.extension)
        guard FileSystem.existsUnfollowed(file) else {
            throw StoreError.inputDangling(role: role, path: path)
        }
        if let found = try digestIfDamaged(object.digest, file: file) {
            throw StoreError.inputDamaged(role: role, path: path, found: found)
        }
    }

    /// Compares the bytes of an object with its name before a program opens it; does nothing if it is missing.
    /// - Throws: `StoreError.inputDamaged`, or another if it cannot be read.
    package func check(_ output: Output) throws(StoreError) {
        let file = path(of: output)
        guard FileSystem.existsUnfollowed(file) else { return }
        if let found = try digestIfDamaged(output.digest, file: file) {
            throw StoreError.inputDamaged(role: output.kind ?? output.extension, path: file, found: found)
        }
    }

    /// Nil if the file's bytes have the digest, otherwise the digest that they do have.
    /// - Throws: `StoreError.system` if it cannot be read.
    func digestIfDamaged(_ digest: Digest, file: String) throws(StoreError) -> Digest? {
        let before = FileStamp(ofFileAt: file)
        let noted = "\(root)/checked/\(digest.hex)"
        if let before, let known = try? FileSystem.contents(of: noted, limit: 1024),
            known.elementsEqual(before.line.utf8)
        {
            return nil
        }
        let start = FileStamp.now
        let found = try Digest(ofFileAt: file)
        guard found == digest else { return found }
        if let before, start - before.changed > FileStamp.settledNanoseconds,
            before == FileStamp(ofFileAt: file)
        {
            note(before, at: noted)
        }
        return nil
    }

    /// A store that cannot be written to works without notes.
    private func note(_ stamp: FileStamp, at path: String) {
        guard (try? makeOwnFolder("checked")) != nil else { return }
        try? writeCache(stamp.line, to: path)
    }
}
