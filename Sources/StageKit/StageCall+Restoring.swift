import ArtifactStore

extension StageCall {
    /// Has dropped inputs computed again, from the recipes in this store (FORMAT.md, "Dropping").
    ///
    /// - Throws: `StageFailure` if one cannot be made with the recorded digest.
    func restoreDroppedInputs(in store: Store, _ options: StageOptions) throws {
        let dropped = inputs.flatMap(\.paths).compactMap { path -> (path: String, digest: Digest)? in
            guard let object = store.object(linkedBy: path),
                store.isDropped(object.digest, extension: object.extension)
            else { return nil }
            return (path, object.digest)
        }
        guard let first = dropped.first else { return }
        let names =
            dropped.count == 1 ? "\(first.path) was" : "\(first.path) and \(dropped.count - 1) others were"
        say("\(names) dropped to save space and will be computed again first", options)
        // Done by the store's tool, which is in the same folder as the stage.
        let tool = Programs.folder + "/artifacts"
        let command = ["restore"] + Set(dropped.map(\.digest.hex)).sorted() + ["--store", store.root]
        guard try runBuiltProgram(tool, command, output: .dropped).status == 0 else {
            throw StageFailure.noInput(
                "\(names) dropped to save space and could not be computed again; artifacts restore \(first.path) says why"
            )
        }
    }
}
