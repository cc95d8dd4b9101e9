import ArgumentParser
import ArtifactStore
import Foundation
import Planning
import Specification
import StageKit

/// What rules are made from.
struct PlanSources: ParsableArguments {
    @Option(help: ArgumentHelp("Folder of specifications.", valueName: "dir"))
    var pipeline = "pipeline"

    @Option(
        help: ArgumentHelp(
            "Settings of a scheduler; the rules for it are NAME-PROFILE.cluster.mk.",
            valueName: "file.yaml"))
    var cluster: String?

    /// How deep raw files may be nested, and how many of them count.
    private static let rawDepth = 5
    private static let mostRawFiles = 10_000

    /// The digest of everything that can change a rule: this program, the specifications, the raw data that is there,
    /// and a scheduler's settings; for a profile of finished networks also which weights and recipes are there.
    func digest(store: Store, profile: String) throws -> Digest {
        var running = RunningDigest()
        running.update(counted: codeDigest)
        running.update(counted: pipeline)
        for path in specifications + (cluster.map { [$0] } ?? []) {
            running.update(counted: path)
            running.update(counted: String(decoding: contents(path), as: UTF8.self))
        }
        for name in names(in: "\(pipeline)/plots") + PageFiles(pipeline).paths {
            running.update(counted: name)
        }
        for folder in ["\(pipeline)/data", "\(store.root)/downloads"] {
            for line in rawFiles(in: folder, Self.rawDepth).prefix(Self.mostRawFiles) {
                running.update(counted: line)
            }
        }
        for name in names(in: "\(store.root)/data") where isNews(name, in: store) {
            running.update(counted: name)
        }
        if profile.hasSuffix(Profile.finishedSuffix) {
            for place in store.places() where place.path.hasPrefix("runs/") {
                if place.content == .object || store.isDropped(link: place.path) {
                    running.update(counted: place.path)
                }
            }
            // An import brings recipes whose links are not set yet.
            for name in names(in: "\(store.root)/recipes") { running.update(counted: name) }
        }
        return running.finish()
    }

    /// Whether this is a dataset that is available because it was fetched once, although its raw files are not here.
    private func isNews(_ link: String, in store: Store) -> Bool {
        let files = FileManager.default
        let raw = "\(pipeline)/data/\((link as NSString).deletingPathExtension)"
        return !files.fileExists(atPath: raw) && files.fileExists(atPath: "\(store.root)/data/\(link)")
    }

    private var specifications: [String] {
        // Plans say which described datasets claims name.
        let claims = names(in: "\(pipeline)/datasets").isEmpty ? [] : ["\(pipeline)/claims.yaml"]
        return ["\(pipeline)/profiles.yaml"] + claims
            + ["connectomes", "datasets", "figures"].flatMap { folder in
                names(in: "\(pipeline)/\(folder)").filter { $0.hasSuffix(".yaml") }.map {
                    "\(pipeline)/\(folder)/\($0)"
                }
            }
    }

    /// Names and sizes.
    private func rawFiles(in folder: String, _ depth: Int) -> [String] {
        names(in: folder).flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            var information = stat()
            guard stat(path, &information) == 0 else { return [] }
            guard information.st_mode & S_IFMT == S_IFDIR else { return ["\(path) \(information.st_size)"] }
            return depth > 1 ? rawFiles(in: path, depth - 1) : []
        }
    }

    private func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private func contents(_ path: String) -> Data { FileManager.default.contents(atPath: path) ?? Data() }

    // MARK: Notes

    private func note(for files: PlanFiles, store: Store) -> String {
        "\(store.root)/\(cluster == nil ? files.inputs : files.clusterInputs)"
    }

    /// What a figure's rules were last made from; nil if that is not known.
    func noted(for files: PlanFiles, store: Store) -> Digest? {
        Digest(hex: String(decoding: contents(note(for: files, store: store)).prefix(64), as: UTF8.self))
    }

    /// Notes what rules were made from: the digest from before they were made.
    func take(_ digest: Digest, for files: PlanFiles, store: Store) throws {
        try store.writeCache("\(digest)\n", to: note(for: files, store: store))
    }
}
