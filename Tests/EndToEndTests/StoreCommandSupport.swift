import ArtifactStore
import Foundation
import Testing

/// A command of `artifacts` that changes a store, and a store on which it has something to do.
struct StoreCommand: CustomStringConvertible, Sendable {
    let name: String
    let arguments: [String]
    /// What has to be done with a copy of a finished figure's store before.
    let prepare: @Sendable (StoreCopy) throws -> Void

    var description: String { name }

    /// A prepared copy, in a folder in which nothing else lies.
    func copy() throws -> StoreCopy {
        let copy = try StoreCopy(of: try FinishedFigure.shared().project.folder + "/artifacts")
        try prepare(copy)
        return copy
    }

    /// Runs the command on a copy.
    func run(on copy: StoreCopy, environment: [String: String] = [:]) throws -> Outcome {
        let words = arguments.map { $0.replacingOccurrences(of: "COPY", with: copy.folder) }
        return try EndToEndTests.run(
            "\(Project.programs)/artifacts", words + ["--store", copy.path],
            in: try FinishedFigure.shared().project.folder, environment: environment)
    }

    static let all: [StoreCommand] = [
        StoreCommand(name: "gc", arguments: ["gc", "--delete"], prepare: forgetLargeNetworks),
        StoreCommand(
            name: "gc-max-size", arguments: ["gc", "--max-size", "600k", "--delete"], prepare: { _ in }),
        StoreCommand(name: "keep", arguments: ["keep", mask], prepare: { _ in }),
        StoreCommand(
            name: "unkeep", arguments: ["keep", "--undo", mask],
            prepare: { copy in try copy.store.keep(try copy.store.resolve(mask)) }),
        StoreCommand(
            name: "adopt", arguments: ["adopt", "--stage", "build-mask", "--sample", "1"],
            prepare: makeMasksOld),
        StoreCommand(
            name: "repair", arguments: ["verify", "--repair"], prepare: damageMask),
        StoreCommand(name: "restore", arguments: ["restore", "figure2"], prepare: dropMask),
        StoreCommand(
            name: "archive",
            arguments: ["archive", "figure2", "--output", "COPY/bag.tar", "--source", Project.repository],
            prepare: { _ in }),
        StoreCommand(name: "import", arguments: ["import", "COPY/bag.tar"], prepare: leaveOnlyABag),
    ]

    private static let runs = "runs/mnist-train300-test200/rnn-relu-b20"
    private static let mask = "masks/bernoulli/n16-p0.1-s0.h5"

    /// As if only the trainings of small networks were planned.
    private static func forgetLargeNetworks(_ copy: StoreCopy) throws {
        let path = copy.path + "/plan/figure2-smoke.jobs.json"
        let plan = try CanonicalJSON(parsing: try Data(contentsOf: URL(fileURLWithPath: path)))
        let jobs = (plan["jobs"]?.values ?? []).filter { job in
            ["fetch-data", "build-mask", "train"].contains(job["stage"]?.string)
                && !(job["outputs"]?.values ?? []).contains { $0["path"]?.string?.contains("n24") ?? true }
        }
        try FileManager.default.removeItem(atPath: path)
        let less = plan.members.merging(["jobs": .array(jobs)]) { $1 }
        try Data(CanonicalJSON.object(less).text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func makeMasksOld(_ copy: StoreCopy) throws {
        for record in copy.store.records() where record.recipe.stage == "build-mask" {
            var old = record
            old.recipe.code = "old"
            try FileManager.default.removeItem(
                atPath: "\(copy.path)/recipes/\(record.recipe.digest.hex).json")
            try copy.store.publish(old)
        }
    }

    private static func damageMask(_ copy: StoreCopy) throws {
        let file = copy.store.path(of: try copy.store.resolve(mask))
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        bytes[bytes.count / 2] ^= 4
        try FileManager.default.removeItem(atPath: file)
        try bytes.write(to: URL(fileURLWithPath: file))
    }

    private static func dropMask(_ copy: StoreCopy) throws {
        let object = try copy.store.resolve(mask)
        try FileManager.default.createDirectory(
            atPath: copy.path + "/dropped", withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: "\(copy.path)/dropped/\(object.digest.hex)"))
        try FileManager.default.removeItem(atPath: copy.store.path(of: object))
    }

    private static func leaveOnlyABag(_ copy: StoreCopy) throws {
        try FileManager.default.copyItem(atPath: try bag.get(), toPath: copy.folder + "/bag.tar")
        try FileManager.default.removeItem(atPath: copy.path)
        try FileManager.default.createDirectory(atPath: copy.path, withIntermediateDirectories: true)
    }

    /// An archive of the finished figure, made once a run.
    private static let bag = Result<String, any Error> {
        let folder = try FinishedFigure.shared().project.folder
        let copy = try StoreCopy(of: folder + "/artifacts")
        let outcome = try EndToEndTests.run(
            "\(Project.programs)/artifacts",
            [
                "archive", "figure2", "--output", folder + "/bag.tar", "--source", Project.repository,
                "--store", copy.path,
            ], in: folder)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return folder + "/bag.tar"
    }
}

extension StoreCopy {
    /// All that a command decides in a store: links, notes, objects, and recipes with their outputs. Not when or how long, nor
    /// what means nothing: links that were not finished, notes of objects that are there, empty folders.
    func contents() throws -> [String: String] {
        var found = links()
        for folder in ["objects", "dropped", "kept", "disputes"] {
            let names = FileManager.default.subpaths(atPath: "\(path)/\(folder)") ?? []
            for name in names where !name.contains("/.") && !name.hasPrefix(".") {
                let file = "\(path)/\(folder)/\(name)"
                if folder == "dropped", let digest = Digest(hex: name), !store.wasDropped(digest) { continue }
                if let digest = try? Digest(ofFileAt: file) { found["\(folder)/\(name)"] = digest.hex }
            }
        }
        for record in store.records() {
            found["recipes/\(record.recipe.digest.hex)"] = record.outputs.sorted { $0.key < $1.key }
                .map { "\($0.key) \($0.value.digest.hex)" }.joined(separator: ", ")
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".tar") {
            found[name] = try Digest(ofFileAt: "\(folder)/\(name)").hex
        }
        return found
    }
}
