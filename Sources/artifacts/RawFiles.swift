import ArtifactStore
import Foundation
import Model
import StageKit
import Synchronization

/// Files that are not objects, known by their digests.
final class RawFiles: Sendable {
    private let folders: [String]
    /// Nil until the first is asked for.
    private let paths = Mutex<[Digest: String]?>(nil)

    /// Looks in the folders of specifications, downloads and the project's own data.
    init(of store: Store, pipeline: String) {
        folders = [store.root + "/plan", store.root + "/downloads", pipeline]
    }

    /// Hashes all files in the folders once, when the first is asked for.
    func path(of digest: Digest) -> String? {
        paths.withLock { paths in
            if paths == nil { paths = read() }
            return paths?[digest]
        }
    }

    private func read() -> [Digest: String] {
        var found: [Digest: String] = [:]
        for folder in folders { read(folder, depth: 0, into: &found) }
        return found
    }

    /// Links to folders are followed, since raw data is often kept elsewhere, but not forever.
    private func read(_ path: String, depth: Int, into found: inout [Digest: String]) {
        var isFolder: ObjCBool = false
        guard depth < 8, FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else {
            if let digest = try? Digest(ofFileAt: path) {
                found[digest] = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            }
            return
        }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            read("\(path)/\(name)", depth: depth + 1, into: &found)
        }
    }
}

/// A raw file that `fetch-data` read.
struct RawFile {
    /// The dataset's folder in `pipeline/data`, and the file's name in it.
    let folder: String
    let name: String
    let digest: Digest

    /// The raw files behind `records`, in order.
    /// - Throws: `StageFailure` if a record has a path where a name belongs.
    static func all(behind records: [RecipeRecord]) throws -> [RawFile] {
        try records.filter { $0.recipe.stage == Stage.fetchData.rawValue }.flatMap { record in
            let parameters = record.recipe.parameters
            let folder = [parameters["dataset"], parameters["variant"]].compactMap { $0?.string }
                .joined(separator: "-")
            return try record.recipe.inputs.sorted { $0.key < $1.key }.map { role, input in
                let name = (role as NSString).lastPathComponent
                guard [folder, name].allSatisfy(isName), let digest = input.digests.first else {
                    throw StageFailure.badData(
                        "recipe \(record.recipe.digest.short)… has “\(folder)/\(role)” for the name of a raw file"
                    )
                }
                return RawFile(folder: folder, name: name, digest: digest)
            }
        }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix(".")
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }
}
