import ArtifactStore
import Foundation

/// What the plans in a store, which `plan` wrote, say about its links.
struct Plans {
    /// All links that some plan names, relative to the store; nil if there is no plan.
    let links: Set<String>?
    private let linksByPlan: [Plan: [String]]
    /// All jobs, in the order of the plans.
    let jobs: [PlannedJob]

    private struct Plan: Hashable {
        let figure: String
        let profile: String
    }

    /// Links of a figure in a profile, or in all profiles with a plan in the store; nil if there is no plan.
    func links(of figure: String, profile: String? = nil) -> [String]? {
        let found = linksByPlan.filter {
            $0.key.figure == figure && (profile ?? $0.key.profile) == $0.key.profile
        }
        return found.isEmpty ? nil : found.sorted { $0.key.profile < $1.key.profile }.flatMap(\.value)
    }

    /// Figures with a plan in the store for this profile.
    func figures(in profile: String) -> [String] {
        linksByPlan.keys.filter { $0.profile == profile }.map(\.figure).sorted()
    }

    /// Profiles with a plan in the store for this figure.
    func profiles(of figure: String) -> [String] {
        linksByPlan.keys.filter { $0.figure == figure }.map(\.profile).sorted()
    }

    init(of store: Store) {
        var linksByPlan: [Plan: [String]] = [:]
        var jobs: [PlannedJob] = []
        let folder = store.root + "/plan"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        for name in names where name.hasSuffix(".jobs.json") {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
                let plan = try? CanonicalJSON(parsing: data), let figure = plan["figure"]?.string,
                let profile = plan["profile"]?.string
            else { continue }
            let planned = (plan["jobs"]?.values ?? []).map(PlannedJob.init)
            linksByPlan[Plan(figure: figure, profile: profile), default: []] += planned.flatMap(\.outputs)
            jobs += planned
        }
        self.jobs = jobs
        self.linksByPlan = linksByPlan
        links = linksByPlan.isEmpty ? nil : Set(linksByPlan.values.joined())
    }
}

/// A job of a plan (Planning's `Job`, of which this is read): its command, and the links that it reads and sets.
struct PlannedJob {
    let stage: String
    /// Links relative to the store.
    let outputs: [String]
    /// Links relative to the store; files of the project are left out.
    let inputs: [String]
    /// With Make's variables `$(STORE)` and `$(THREADS)`.
    let arguments: [String]

    init(_ job: CanonicalJSON) {
        stage = job["stage"]?.string ?? ""
        outputs = (job["outputs"]?.values ?? []).compactMap { $0["path"]?.string }
        inputs = (job["inputs"]?.values ?? []).compactMap { file in
            file["in-store"] == .bool(true) ? file["path"]?.string : nil
        }
        arguments = (job["arguments"]?.values ?? []).compactMap(\.string)
    }

    /// Whether all its outputs were made, whether they are there or dropped.
    func isDone(in store: Store) -> Bool {
        outputs.allSatisfy { link in
            let path = "\(store.root)/\(link)"
            guard let object = store.object(linkedBy: path) else { return false }
            return store.size(ofLink: link) != nil
                || store.isDropped(object.digest, extension: object.extension)
        }
    }
}
