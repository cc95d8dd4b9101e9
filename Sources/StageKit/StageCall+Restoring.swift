import ArtifactStore

extension StageCall {
    /// The role of the state that training continues from. Nothing else reads it, so it is dropped first.
    package static var stateRole: String { "state" }

    /// Has dropped inputs computed again, from the recipes in this store (FORMAT.md, "Dropping").
    ///
    /// - Throws: `StageFailure` if one cannot be made with the recorded digest.
    func restoreDroppedInputs(in store: Store, _ options: StageOptions) throws {
        for input in inputs {
            for path in input.paths {
                guard let object = store.object(linkedBy: path),
                    store.isDropped(object.digest, extension: object.extension)
                else { continue }
                say("\(path) was dropped to save space; it is computed again first", options)
                try restore(object.digest, path, store)
            }
        }
    }

    /// Done by the store's tool, which is in the same folder as the stage.
    private func restore(_ digest: Digest, _ path: String, _ store: Store) throws {
        let tool = Programs.folder + "/artifacts"
        let advice = "artifacts restore \(path) says why"
        let restored = try runBuiltProgram(tool, ["restore", digest.hex, "--store", store.root])
        guard restored.status == 0 else {
            throw StageFailure.noInput(
                "\(path) was dropped to save space and could not be computed again; \(advice)")
        }
    }
}
