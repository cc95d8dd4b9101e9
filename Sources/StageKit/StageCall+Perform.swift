import ArtifactStore
import Foundation
import Model
import HDF5

extension StageCall {
    /// The largest input that is kept as an object although it is not one yet (FORMAT.md, "Inputs").
    private static let smallInputBytes = 1 << 20

    /// Looks the recipe up; computes and publishes what is missing; sets the links.
    ///
    /// - Parameter compute: writes every output to `Workspace.path(_:)`. It may find files of a killed predecessor in
    ///   the workspace's folder, and continue from them.
    /// - Throws: `StoreError`, or what `compute` throws; nothing was published then.
    package func perform(_ options: StageOptions, compute: (Workspace) throws -> Void) throws {
        let store = options.storeOptions.store
        try checkLinks()
        if options.why { return try explain(in: store, asJSON: options.json) }
        try lookUpOrCompute(store, options, compute)
        tellWhole(store, options)
    }

    private func lookUpOrCompute(
        _ store: Store, _ options: StageOptions, _ compute: (Workspace) throws -> Void
    ) throws {
        let recipe = try recipe(in: store)
        if try linkKnown(recipe, in: store) { return say("up to date: \(title)", options) }
        try store.whileLocked(recipe.digest) {
            say("waits for another process that is computing \(title)", options)
        } body: {
            if try linkKnown(recipe, in: store) {
                return say("computed by another process: \(title)", options)
            }
            let admission = try Admission.asTold(threads: threads, in: store) { reason in
                say("waits to begin \(title): \(reason)", options)
            }
            let record = try withExtendedLifetime(admission) {
                try computeAndPublish(recipe, store, options, compute)
            }
            say("\(title) in \(StageProgress.time(record.run["seconds"]?.number ?? 0))", options)
        }
    }

    /// Sets the links if the recipe was computed before and its outputs are there.
    private func linkKnown(_ recipe: Recipe, in store: Store) throws -> Bool {
        guard FileManager.default.fileExists(atPath: store.root) else { return false }
        return try store.whileNothingIsCollected {
            guard let record = try store.record(of: recipe.digest), isComplete(record, in: store) else {
                return false
            }
            try setLinks(to: record, in: store)
            return true
        }
    }

    /// Whether `perform` would find all outputs computed already, so that it needs no absent input.
    ///
    /// - Throws: `StoreError`; `StageFailure` if an input is absent and its digest is not known.
    package func isComputed(_ options: StageOptions) throws -> Bool {
        let store = options.storeOptions.store
        guard let record = try store.record(of: try recipe(in: store).digest) else { return false }
        return isComplete(record, in: store)
    }

    private func checkLinks() throws {
        var seen: Set<String> = []
        for link in outputs.compactMap(\.link) {
            if link.isEmpty {
                throw StageFailure.usage("an output has an empty name; give a path")
            }
            guard seen.insert(URL(fileURLWithPath: link).standardizedFileURL.path).inserted else {
                throw StageFailure.usage("two outputs are to be \(link); give each its own name")
            }
        }
    }

    func isComplete(_ record: RecipeRecord, in store: Store) -> Bool {
        outputs.allSatisfy { record.outputs[$0.role] != nil }
            && record.outputs.allSatisfy {
                store.holds($1) || isSpared(FileRole(rawValue: $0), $1, in: store)
            }
    }

    /// What was dropped is computed again only when a stage reads it (FORMAT.md, "Dropping"); what a person looks at, figures and
    /// links outside the store, at once.
    func isSpared(_ role: FileRole, _ output: ArtifactStore.Output, in store: Store) -> Bool {
        let link = outputs.first { $0.role == role }?.link
        return store.isDropped(output)
            && (link.flatMap(store.nameOfLink).map { !Store.isResult($0) } ?? (link == nil))
    }

    private func computeAndPublish(
        _ recipe: Recipe, _ store: Store, _ options: StageOptions, _ compute: (Workspace) throws -> Void
    ) throws -> RecipeRecord {
        let start = Date()
        let extensions = Dictionary(uniqueKeysWithValues: outputs.map { ($0.role, $0.fileExtension) })
        let folder = try store.makeWorkFolder(of: recipe.digest)
        let progress = StageProgress(
            stage: stage.rawValue, title: title, isQuiet: options.quiet,
            tellWhole: { tellWhole(store, options) })
        let workspace = Workspace(
            folder: folder, progress: progress, inputs: recipe.inputs, extensions: extensions, store: store)
        do {
            try restoreDroppedInputs(in: store, options)
            try checkInputs(in: store)
            // Left by a predecessor that was killed while it wrote them.
            for output in outputs { unlink(workspace.path(output.role)) }
            try compute(workspace)
            try checkUnchanged(recipe, in: store)
        } catch {
            let error = cause(of: error, recipe, store)
            discardOutputs(of: workspace)
            // What was saved to continue from may have been computed from a different input.
            if case StoreError.inputChanged = error { try? FileManager.default.removeItem(atPath: folder) }
            throw error
        }
        progress.finish()
        return try store.whileNothingIsCollected {
            try keepSmallInputs(in: store)
            let published = try publish(from: workspace, to: store)
            let record = RecipeRecord(
                recipe: recipe, outputs: published,
                run: RunRecord.members(
                    from: start, to: Date(), threads: threads, device: workspace.device.name))
            try checkReproduced(record, in: store)
            try store.publish(record)
            try? FileManager.default.removeItem(atPath: folder)
            try setLinks(to: record, in: store)
            return record
        }
    }

    /// Done before anything reads them, since the HDF5 library may crash on damaged files.
    private func checkInputs(in store: Store) throws {
        for input in inputs {
            for path in input.paths { try store.checkObject(linkedBy: path, role: input.role.rawValue) }
        }
        try TrialReading.check(inputs.flatMap(\.paths).filter { store.object(linkedBy: $0) == nil })
    }

    /// Keeps small inputs, so that the recipe can be computed again after a specification or a layout has changed.
    private func keepSmallInputs(in store: Store) throws {
        for path in inputs.flatMap(\.paths) where store.object(linkedBy: path) == nil {
            let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
            let size = try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize
            guard let size, size <= Self.smallInputBytes else { continue }
            let ext = ArtifactStore.Output.isExtension(url.pathExtension) ? url.pathExtension : "bin"
            try store.publish(copyOf: url.path, extension: ext)
        }
    }

    /// What was read must be what the recipe says: another process may have changed a link or edited a file
    /// meanwhile.
    private func checkUnchanged(_ recipe: Recipe, in store: Store) throws {
        let now = try self.recipe(in: store)
        for (role, input) in recipe.inputs.sorted(by: { $0.key < $1.key }) where now.inputs[role] != input {
            throw StoreError.inputChanged(role: role)
        }
    }

    /// A changed input explains whatever else went wrong.
    private func cause(of error: any Error, _ recipe: Recipe, _ store: Store) -> any Error {
        do {
            try checkUnchanged(recipe, in: store)
            return error
        } catch StoreError.inputChanged(let role) {
            return StoreError.inputChanged(role: role)
        } catch _ {
            return error
        }
    }

    /// After an error: outputs go, files to continue from stay; an empty folder goes as well.
    private func discardOutputs(of workspace: Workspace) {
        for output in outputs { unlink(workspace.path(output.role)) }
        rmdir(workspace.folder)
    }

    private func publish(from workspace: Workspace, to store: Store) throws -> [String: ArtifactStore.Output]
    {
        var published: [String: ArtifactStore.Output] = [:]
        for output in outputs {
            let path = workspace.path(output.role)
            guard FileManager.default.fileExists(atPath: path) else {
                throw StoreError.outputMissing(role: output.role.rawValue, path: path)
            }
            let described = output.fileExtension == "h5" ? try ArtifactDescription(ofFileAt: path) : nil
            let (digest, bytes) = try store.publish(fileAt: path, extension: output.fileExtension)
            published[output.role] = ArtifactStore.Output(
                digest: digest, extension: output.fileExtension, bytes: bytes, kind: described?.kind,
                title: described?.title, logical: described?.logical)
        }
        return published
    }

    /// FORMAT.md, "Same recipe, other bytes".
    private func checkReproduced(_ record: RecipeRecord, in store: Store) throws {
        guard let before = try store.record(of: record.recipe.digest) else { return }
        for (role, output) in record.outputs.sorted(by: { $0.key < $1.key }) {
            guard let recorded = before.outputs[role], recorded.digest != output.digest else { continue }
            _ = try store.publishDispute(record)
            throw StoreError.notReproducible(
                role: role, recorded: recorded.digest, computed: output.digest, recipe: record.recipe.digest)
        }
    }

    private func setLinks(to record: RecipeRecord, in store: Store) throws {
        for output in outputs {
            guard let link = output.link, let made = record.outputs[output.role] else { continue }
            try store.setLink(link, to: made)
        }
    }

    private func tellWhole(_ store: Store, _ options: StageOptions) {
        guard !options.quiet else { return }
        FigureProgress.tell(in: store) { writeToStandardError("\($0)\n") }
    }

    func say(_ message: String, _ options: StageOptions) {
        if !options.quiet { writeToStandardError("\(stage): \(message)\n") }
    }
}
