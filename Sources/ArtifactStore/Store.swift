import Foundation

/// A folder of objects, recipes and links (FORMAT.md). It knows only bytes; the modules above know what they mean.
package struct Store: Sendable {
    /// The store's folder, absolute.
    package let root: String

    /// The store at `path`; it is made when something is first published.
    package init(at path: String) {
        root = FileSystem.absolute(path)
    }

    /// Path of an object, whether or not it exists.
    package func path(of output: Output) -> String {
        path(ofObject: output.digest, extension: output.extension)
    }

    /// The same, by digest and extension.
    package func path(ofObject digest: Digest, extension ext: String) -> String {
        "\(root)/objects/\(digest.hex.prefix(2))/\(digest.hex).\(ext)"
    }

    func path(ofRecipe digest: Digest) -> String { "\(root)/recipes/\(digest.hex).json" }

    /// Makes (or finds) the folder for unfinished work on a recipe, which stays when its process is killed.
    /// - Throws: `StoreError.cannotWrite`.
    package func makeWorkFolder(of recipe: Digest) throws(StoreError) -> String {
        try makeOwnFolder("tmp/\(recipe.hex)")
    }

    /// Names of the store's own folders; every other name in it is free for links.
    static let ownFolders = [
        "objects", "recipes", "locks", "tmp", "checked", "disputes", "outside", "index", "dropped", "damaged",
    ]

    /// Makes (or finds) one of the store's own folders, and refuses a link in its place, which could lead outside.
    /// - Throws: `StoreError.cannotWrite`, `StoreError.notAFolder`.
    @discardableResult
    func makeOwnFolder(_ name: String) throws(StoreError) -> String {
        var path = root
        for part in name.split(separator: "/") {
            path += "/" + part
            if FileSystem.linkDestination(path) != nil { throw StoreError.notAFolder(path: path) }
        }
        try FileSystem.makeFolder(path)
        return path
    }

    /// Makes (or finds) any other folder and those above it, with the store's mode (FORMAT.md, "Shared stores").
    /// - Throws: `StoreError.cannotWrite`.
    package func makeFolder(_ path: String) throws(StoreError) {
        try FileSystem.makeFolder(FileSystem.absolute(path))
    }

    // MARK: Recipes

    /// The record of a recipe, or nil if it has never been computed to the end in this store.
    /// - Throws: `StoreError.badRecipe` if its file is damaged.
    package func record(of recipe: Digest) throws(StoreError) -> RecipeRecord? {
        let path = path(ofRecipe: recipe)
        guard FileSystem.existsUnfollowed(path) else { return nil }
        return try RecipeRecord(reading: path, named: recipe)
    }

    /// Whether an output is there with its recorded size.
    package func holds(_ output: Output) -> Bool { FileSystem.size(of: path(of: output)) == output.bytes }

    /// Digests of all recipes, in order. Linear in their number.
    package func recipeDigests() -> [Digest] {
        FileSystem.names(in: root + "/recipes").compactMap { name in
            name.hasSuffix(".json") ? Digest(hex: name.dropLast(5)) : nil
        }
    }

    // MARK: Locks

    /// Makes (or finds) a folder for locks that do not belong to recipes.
    /// - Throws: `StoreError.cannotWrite`, `StoreError.notAFolder`.
    package func makeLockFolder(_ name: String) throws(StoreError) -> String {
        try makeOwnFolder("locks/\(name)")
    }

    /// Runs `body` while no other process on this machine computes `recipe` in this store.
    /// - Parameter waiting: called once if another process has the lock.
    package func whileLocked<Result>(
        _ recipe: Digest, waiting: () -> Void, body: () throws -> Result
    ) throws -> Result {
        let lock = try FileLock(at: "\(try makeOwnFolder("locks"))/\(recipe.hex)")
        if try !lock.take(.alone) {
            waiting()
            try lock.wait(.alone)
        }
        return try withExtendedLifetime(lock, body)
    }
}
