import ArtifactStore
import Foundation
import Model
import StageKit

/// Computes recipes again, each in a store of its own in `tmp/` or in the folder for work, from exactly the inputs
/// that they name.
struct Reexecution {
    let store: Store
    /// Folder of the programs.
    let programs: String
    private let work: String?
    private let sources: RawFiles

    init(store: Store, programs: String, pipeline: String, work: String?) {
        self.work = work
        self.store = store
        self.programs = programs
        sources = RawFiles(of: store, pipeline: pipeline)
    }

    /// What came out, in a scratch store that is removed together with this value.
    final class Result {
        let record: RecipeRecord
        let scratch: Store

        fileprivate init(_ record: RecipeRecord, _ scratch: Store) {
            self.record = record
            self.scratch = scratch
        }

        deinit { try? FileManager.default.removeItem(atPath: scratch.root) }
    }

    /// Runs the stage of `record` again.
    /// - Parameter anyCode: whether the program may be a different version than the recorded one.
    /// - Throws: `StageFailure` if an input is gone, the program fails, or it computes a different recipe.
    func run(_ record: RecipeRecord, anyCode: Bool = false) throws -> Result {
        let folder = try store.makeScratchFolder(in: work)
        do {
            let made = try run(record, in: folder)
            try require(made.recipe, toBe: record.recipe, anyCode: anyCode)
            return Result(made, Store(at: folder))
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    private func run(_ record: RecipeRecord, in folder: String) throws -> RecipeRecord {
        let run = try runBuiltProgram(
            "\(programs)/\(record.recipe.stage)", try arguments(record, folder), input: .dropped,
            output: .dropped, errors: .kept)
        return try recordMade(by: record.recipe.stage, run, in: Store(at: folder))
    }

    /// The arguments for a run in `folder`, with the inputs in place. If nothing is to be computed, links that only
    /// name an input replace dropped ones.
    private func arguments(_ record: RecipeRecord, _ folder: String, onlyAsking: Bool = false) throws
        -> [String]
    {
        guard RecordedCommand.isStage(record.recipe.stage) else {
            throw StageFailure.badData("“\(record.recipe.stage)” is not the name of a stage")
        }
        var inputs: [String: [String]] = [:]
        for (role, input) in record.recipe.inputs {
            inputs[role] = try input.digests.map { digest in
                try onlyAsking && store.wasDropped(digest)
                    ? nameDropped(digest, in: folder) : file(digest, role, record)
            }
        }
        let raw = folder + "/raw"
        try store.makeFolder(raw)
        if record.recipe.stage == Stage.fetchData.rawValue {
            for (role, files) in inputs {
                let name = (role as NSString).lastPathComponent
                try FileManager.default.createSymbolicLink(
                    atPath: "\(raw)/\(name)", withDestinationPath: files[0])
            }
        }
        return try RecordedCommand(record: record).arguments(inputs: inputs, rawFolder: raw, scratch: folder)
    }

    // MARK: Questions

    /// Whether the recorded command names all inputs.
    func canName(inputsOf record: RecipeRecord) -> Bool {
        let names = record.recipe.inputs.mapValues { $0.digests.map(\.hex) }
        let arguments = try? RecordedCommand(record: record)
            .arguments(inputs: names, rawFolder: "raw", scratch: "scratch")
        return arguments != nil && !(record.run["command"]?.values ?? []).isEmpty
    }

    /// Whether there is a file with these bytes among the raw files.
    func hasRawFile(_ digest: Digest) -> Bool { sources.path(of: digest) != nil }

    /// Whether the program, asked without computing, has the same recipe; nil if an input is neither there nor
    /// dropped, or the recorded command does not name it.
    /// - Throws: what keeps the program from being asked: an error of the file system or of Foundation.
    func wouldBeTheSame(_ record: RecipeRecord) throws -> Bool? {
        let folder = try store.makeScratchFolder(in: work)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let arguments: [String]
        do {
            arguments = try self.arguments(record, folder, onlyAsking: true)
        } catch is StageFailure {
            return nil
        }
        let asked = try runBuiltProgram(
            "\(programs)/\(record.recipe.stage)", arguments + ["--why", "--json"], errors: .dropped)
        let answer = try? CanonicalJSON(parsing: asked.output)
        return answer?["recipe"]?.string == record.recipe.digest.hex
    }

    /// A link in the scratch store below `folder` that names an object; that store notes the object as dropped, too.
    private func nameDropped(_ digest: Digest, in folder: String) throws -> String {
        let outputs = store.records(making: digest).flatMap(\.outputs.values)
        guard let output = outputs.first(where: { $0.digest == digest }) else {
            throw StageFailure.noInput("\(digest.short)… was dropped, and no recipe in the store makes it")
        }
        let scratch = Store(at: folder)
        try scratch.noteDropped([digest])
        let link = "\(folder)/dropped-inputs/\(digest.hex).\(output.extension)"
        try scratch.setLink(link, to: output)
        return link
    }

    /// A sound file with the bytes that a recipe read.
    private func file(_ digest: Digest, _ role: String, _ record: RecipeRecord) throws -> String {
        if let object = store.file(ofObject: digest), store.isSound(digest) { return object }
        if let path = sources.path(of: digest) { return path }
        let state =
            store.wasDropped(digest)
            ? "was dropped to save space; artifacts restore \(digest.hex) computes it again"
            : "is neither in the store nor in plan/, downloads/ or the pipeline's folder (--pipeline)"
        throw StageFailure.noInput(
            "input \(role) (\(digest.short)…) of \(record.recipe.stage), recipe \(record.recipe.digest.short)…, \(state)"
        )
    }

    private func require(_ made: Recipe, toBe recipe: Recipe, anyCode: Bool) throws {
        var expected = recipe
        if anyCode { expected.code = made.code }
        guard made.digest != expected.digest else { return }
        throw StageFailure.failed(
            "\(recipe.stage), recipe \(recipe.digest.short)…, cannot be computed again here: "
                + RecipeDifference(recipe, made).lines.joined(separator: "; "))
    }
}
