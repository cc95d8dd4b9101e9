import Foundation

extension Store {
    /// The object's file, whatever its extension, or nil if there is none.
    package func file(ofObject digest: Digest) -> String? {
        let folder = "\(root)/objects/\(digest.hex.prefix(2))"
        return FileSystem.names(in: folder).first { $0.hasPrefix(digest.hex + ".") }.map { "\(folder)/\($0)" }
    }

    /// Whether the object is there with the bytes that its name says. Reads the object if necessary.
    package func isSound(_ digest: Digest) -> Bool {
        guard let file = file(ofObject: digest) else { return false }
        return (try? digestIfDamaged(digest, file: file)) == .some(nil)
    }

    /// A new folder for temporary work, in `tmp/` or in a folder that the user names.
    /// - Throws: `StoreError`.
    package func makeScratchFolder(in folder: String? = nil) throws(StoreError) -> String {
        let own = "sparse-cortex-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        let path = if let folder { "\(FileSystem.absolute(folder))/\(own)" } else { try newTemporaryPath() }
        try FileSystem.makeFolder(path)
        return path
    }

    /// All records that can be read, by recipe; damaged ones are left out. Reads all recipes.
    package func records() -> [RecipeRecord] {
        recipeDigests().compactMap { try? record(of: $0) }
    }
}
