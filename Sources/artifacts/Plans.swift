import ArtifactStore
import Foundation

/// What the plans in a store, written by `plan`, say of its links.
struct Plans {
    /// All links that some plan names, relative to the store; nil if there is no plan.
    let links: Set<String>?
    /// Links of each figure's plans, by the figure's name.
    let linksByFigure: [String: [String]]
    /// All jobs, in the order of the plans.
    let jobs: [PlannedJob]

    /// True for the links of a figure or of the page of all figures, which are what the others are for.
    static func isResult(_ link: String) -> Bool { link.hasPrefix("figures/") || link.hasPrefix("report/") }

    init(of store: Store) {
        var linksByFigure: [String: [String]] = [:]
        var jobs: [PlannedJob] = []
        let folder = store.root + "/plan"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        for name in names where name.hasSuffix(".jobs.json") {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
                let plan = try? CanonicalJSON(parsing: data), let figure = plan["figure"]?.string
            else { continue }
            let planned = (plan["jobs"]?.values ?? []).map(PlannedJob.init)
            linksByFigure[figure, default: []] += planned.flatMap(\.outputs)
            jobs += planned
        }
        self.jobs = jobs
        self.linksByFigure = linksByFigure
        links = linksByFigure.isEmpty ? nil : Set(linksByFigure.values.joined())
    }
}

/// A job of a plan: its command, and the links that it reads and sets.
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

    /// Whether all that it makes was made, be it there or dropped.
    func isDone(in store: Store) -> Bool {
        outputs.allSatisfy { link in
            let path = "\(store.root)/\(link)"
            guard let object = store.object(linkedBy: path) else { return false }
            return store.size(ofLink: link) != nil
                || store.isDropped(object.digest, extension: object.extension)
        }
    }
}
