import ArtifactStore
import DatasetDescriptions
import Datasets
import Foundation
import Model
import Planning
import Specification
import StageKit

/// Files with times from which Make sees that contents have changed: `code/STAGE`, the digest of each stage's code,
/// and `plan/seen/`, the digests of the project's files that rules name. They are rewritten only when the digest has
/// changed.
struct SeenContents {
    let store: Store
    /// Folder of specifications.
    let pipeline: String

    /// Looks at the programs and files again.
    func renew() throws {
        try renewCode()
        let layouts = (try? FileManager.default.contentsOfDirectory(atPath: "\(pipeline)/plots")) ?? []
        let files = ["claims.yaml", "differences.yaml"] + layouts.map { "plots/\($0)" }
        let descriptions = DatasetDescription.paths(in: pipeline) + ConnectomeDescription.paths(in: pipeline)
        let paths = files.map { "\(pipeline)/\($0)" } + PageFiles(pipeline).paths + descriptions
        for path in paths where FileManager.default.fileExists(atPath: path) {
            try write(try Digest(ofFileAt: path).hex, to: PlanFiles.seen(path))
        }
        for path in descriptions { try renewRawFiles(of: path) }
    }

    /// The raw files of what is described, which may be large: they are read only if they were written to since.
    private func renewRawFiles(of description: String) throws {
        let name = ((description as NSString).lastPathComponent as NSString).deletingPathExtension
        let folder = "\(pipeline)/data/\(name)"
        for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let path = "\(folder)/\(file)"
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
                let stamp = Store.stamp(ofFileAt: path)
            else { continue }
            let seen = PlanFiles.seen(path)
            let checked = "\(store.root)/\(PlanFiles.seen(path + ".checked"))"
            if contents(checked) == stamp, contents("\(store.root)/\(seen)") != nil { continue }
            try write(try Digest(ofFileAt: path).hex, to: seen)
            try store.writeCache(stamp, to: checked)
        }
    }

    /// Asks the programs beside this one, but only if their files have changed since they were last asked.
    private func renewCode() throws {
        let stamps = Stage.names.map { "\($0) \(Store.stamp(ofFileAt: program($0)) ?? "missing")\n" }.joined()
        let checked = "\(store.root)/code/.checked"
        if contents(checked) == stamps { return }
        for stage in Stage.names {
            if let code = Programs.code(of: stage) { try write(code, to: "code/\(stage)") }
        }
        try store.writeCache(stamps, to: checked)
    }

    private func program(_ stage: String) -> String { "\(Programs.folder)/\(stage)" }

    private func write(_ digest: String, to name: String) throws {
        let path = "\(store.root)/\(name)"
        if contents(path) != digest + "\n" { try store.writeCache(digest + "\n", to: path) }
    }

    private func contents(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
