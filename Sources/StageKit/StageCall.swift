import ArtifactStore
import Foundation
import Model

/// One call of a stage: what it was asked to compute, from which files, and what to call the results.
package struct StageCall {
    /// An input by role.
    package struct Input {
        let role: FileRole
        let paths: [String]
        let isList: Bool
        var absence: Absence?

        /// One file.
        package static func one(_ role: FileRole, _ path: String) -> Input {
            Input(role: role, paths: [path], isList: false)
        }
        /// Several files; their order matters.
        package static func many(_ role: FileRole, _ paths: [String]) -> Input {
            Input(role: role, paths: paths, isList: true)
        }
        /// One file that is not here yet, so nothing can be computed from it.
        ///
        /// - Parameters:
        ///   - sha256: its digest; nil if that is not known before the file is there.
        ///   - reason: a sentence on what would be done to get it, or what to do.
        package static func absent(_ role: FileRole, sha256: String?, _ reason: String) -> Input {
            let absence = Absence(digest: sha256.flatMap { Digest(hex: $0) }, reason: reason)
            return Input(role: role, paths: [], isList: false, absence: absence)
        }
    }

    /// What is known of a file that is not here.
    struct Absence {
        let digest: Digest?
        let reason: String
    }

    /// An output by role; if it has no link, it is still computed and kept.
    package struct Output {
        let role: FileRole
        let fileExtension: String
        let link: String?

        /// An output of the given role and file name extension.
        package init(_ role: FileRole, extension fileExtension: String = "h5", link: String?) {
            self.role = role
            self.fileExtension = fileExtension
            self.link = link
        }
    }

    let stage: Stage
    let code: String
    let parameters: [String: CanonicalJSON]
    let libraries: [String: String]
    let inputs: [Input]
    let outputs: [Output]
    let threads: Int

    /// A call; `parameters`, `libraries` and the digests of `inputs` make up the recipe, `threads` does not.
    package init(
        stage: Stage, code: String, parameters: [String: CanonicalJSON], libraries: [String: String],
        inputs: [Input], outputs: [Output], threads: Int = 1
    ) {
        self.stage = stage
        self.code = code
        self.parameters = parameters
        self.libraries = libraries
        self.inputs = inputs
        self.outputs = outputs
        self.threads = threads
    }

    /// The recipe.
    /// - Throws: `StoreError` if an input is missing or unreadable; `StageFailure` if one is absent and its digest is
    ///   not known.
    func recipe(in store: Store) throws -> Recipe {
        var digests: [String: Recipe.Input] = [:]
        for input in inputs {
            if let absence = input.absence {
                guard let digest = absence.digest else {
                    throw StageFailure.noInput(absence.reason)
                }
                digests[input.role] = .one(digest)
                continue
            }
            let found = try input.paths.map { try store.digest(ofInput: $0, role: input.role.rawValue) }
            digests[input.role] = input.isList ? .many(found) : .one(found[0])
        }
        return Recipe(
            stage: stage.rawValue, parameters: parameters, inputs: digests, code: code, libraries: libraries)
    }

    /// Names of the outputs for messages: the first link and how many others there are.
    var title: String {
        let links = outputs.compactMap(\.link)
        guard let first = links.first else { return outputs.map(\.role.rawValue).joined(separator: ", ") }
        return links.count == 1 ? first : "\(first) (and \(links.count - 1) more)"
    }
}

/// Where a stage computes: a folder of its own that survives a kill, so that the work can continue.
package struct Workspace {
    /// The folder; whatever the stage leaves here besides its outputs is removed once they are published.
    package let folder: String
    /// How to report progress.
    package let progress: StageProgress
    /// The digests of the inputs, by role.
    package let inputs: [String: Recipe.Input]
    /// The device that computes, if the processor does not.
    let device = DeviceAdmission()
    let extensions: [FileRole: String]
    let store: Store

    /// Digests of the inputs of a role, in their order.
    ///
    /// - Precondition: the call names this role.
    package func digests(of role: FileRole) -> [String] {
        guard let input = inputs[role] else { preconditionFailure("there is no input “\(role)”") }
        return input.digests.map(\.hex)
    }

    /// Waits until a device has room for a network, and takes it until the stage ends.
    ///
    /// - Throws: `StoreError`.
    package func admit(_ use: DeviceUse) throws {
        device.name = use.name
        device.admission = try Admission.toDevice(use, in: store) {
            progress.say("waits for \(use.name): \($0)")
        }
    }

    /// Makes (or finds) a folder in it, with the store's mode (FORMAT.md, "Shared stores").
    /// - Throws: `StoreError`.
    package func makeFolder(_ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try store.makeFolder(path)
        return path
    }

    /// Where to write the output `role`.
    package func path(_ role: FileRole) -> String {
        "\(folder)/\(role).\(extensions[role] ?? "h5")"
    }
}

/// The room that a stage holds on a device.
final class DeviceAdmission {
    /// For the run record.
    var name: String?
    var admission: Admission?
}
