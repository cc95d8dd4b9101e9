import Foundation

/// A folder of objects, recipes and links (FORMAT.md). Knows bytes only; what they mean is known above.
public struct Store: Sendable {
    /// The store's folder, absolute.
    public let root: String

    /// The store at `path`; made when something is first published.
    public init(at path: String) {
        root = FileSystem.absolute(path)
    }

    /// Path of an object, be it there or not.
    public func path(of output: Output) -> String {
        path(ofObject: output.digest, extension: output.extension)
    }

    func path(ofObject digest: Digest, extension ext: String) -> String {
        "\(root)/objects/\(digest.hex.prefix(2))/\(digest.hex).\(ext)"
    }

    func path(ofRecipe digest: Digest) -> String { "\(root)/recipes/\(digest.hex).json" }

    /// Makes (or finds) the folder for unfinished work of a recipe, which is kept when its process is killed.
    /// - Throws: `StoreError.cannotWrite`.
    public func makeWorkFolder(of recipe: Digest) throws -> String {
        let folder = "\(root)/tmp/\(recipe.hex)"
        try FileSystem.makeFolder(folder)
        return folder
    }

    // MARK: Recipes

    /// The record of a recipe, or nil if it has never been computed to the end here.
    /// - Throws: `StoreError.badRecipe` if its file is damaged.
    public func record(of recipe: Digest) throws -> RecipeRecord? {
        let path = path(ofRecipe: recipe)
        guard FileSystem.exists(path) else { return nil }
        return try RecipeRecord(reading: path, named: recipe)
    }

    /// Whether all outputs are there with their recorded sizes.
    public func holdsOutputs(of record: RecipeRecord) -> Bool {
        record.outputs.values.allSatisfy(holds)
    }

    /// Whether an output is there with its recorded size.
    public func holds(_ output: Output) -> Bool { FileSystem.size(of: path(of: output)) == output.bytes }

    /// Digests of all recipes, in order. Linear in their number.
    public func recipeDigests() -> [Digest] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/recipes")) ?? []
        return names.compactMap { name in
            name.hasSuffix(".json") ? Digest(hex: name.dropLast(5)) : nil
        }.sorted()
    }

    // MARK: Publishing

    /// Moves a finished file into the store; afterwards `path` is gone and the object is there for good.
    ///
    /// Linear in the file's size.
    /// - Throws: `StoreError` if a file cannot be read or written; then nothing was published.
    public func publish(fileAt path: String, extension ext: String) throws -> (digest: Digest, bytes: Int) {
        precondition(Output.isExtension(ext), "\(ext) is no plain extension")
        let digest = try Digest(ofFileAt: path)
        guard let bytes = FileSystem.size(of: path) else {
            throw StoreError.outputMissing(role: ext, path: path)
        }
        let target = self.path(ofObject: digest, extension: ext)
        // A damaged object of the right size is replaced: this is the moment at which its bytes are at hand.
        if FileSystem.size(of: target) == bytes, try Digest(ofFileAt: target) == digest {
            try FileSystem.remove(path)
            return (digest, bytes)
        }
        let folder = (target as NSString).deletingLastPathComponent
        try FileSystem.makeFolder(folder)
        try FileSystem.setReadOnly(path)
        try FileSystem.synchronizeFile(path)
        try FileSystem.rename(path, to: target)
        try FileSystem.synchronizeFolder(folder)
        return (digest, bytes)
    }

    /// Writes a recipe's record; its outputs must have been published.
    public func publish(_ record: RecipeRecord) throws {
        try FileSystem.makeFolder(root + "/recipes")
        try writeAtomically(Data((record.json.text + "\n").utf8), to: path(ofRecipe: record.recipe.digest))
    }

    /// Writes a whole file or nothing; survives a crash once it has returned.
    public func writeAtomically(_ data: Data, to path: String) throws {
        try FileSystem.makeFolder(root + "/tmp")
        let folder = (path as NSString).deletingLastPathComponent
        try FileSystem.makeFolder(folder)
        let unfinished = temporaryPath()
        do {
            try data.write(to: URL(fileURLWithPath: unfinished))
        } catch {
            throw StoreError.cannotWrite(path: unfinished, reason: error.localizedDescription)
        }
        try FileSystem.synchronizeFile(unfinished)
        try FileSystem.rename(unfinished, to: path)
        try FileSystem.synchronizeFolder(folder)
    }

    func temporaryPath() -> String {
        "\(root)/tmp/\(getpid())-\(UInt64.random(in: 0 ... .max))"
    }

    // MARK: Locks

    /// Runs `body` while no other process on this machine computes `recipe` in this store.
    /// - Parameter waiting: called once if another process has the lock.
    public func whileLocked<Result>(
        _ recipe: Digest, waiting: () -> Void, body: () throws -> Result
    ) throws -> Result {
        try FileSystem.makeFolder(root + "/locks")
        let path = "\(root)/locks/\(recipe.hex)"
        let file = try FileDescriptorHandle(path: path, flags: O_RDWR | O_CREAT | O_CLOEXEC)
        if flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 {
            waiting()
            while flock(file.descriptor, LOCK_EX) != 0 {
                if errno != EINTR { throw StoreError.system("flock", path, errno) }
            }
        }
        return try body()
    }
}
