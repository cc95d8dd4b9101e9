import ArtifactStore
import Foundation

/// What the plans in a store, written by `plan`, say of its links.
struct Plans {
    /// All links that some plan names, relative to the store; nil if there is no plan.
    let links: Set<String>?
    /// Links of each figure's plans, by the figure's name.
    let linksByFigure: [String: [String]]

    /// True for the links of a figure or of the page of all figures, which are what the others are for.
    static func isResult(_ link: String) -> Bool { link.hasPrefix("figures/") || link.hasPrefix("report/") }

    init(of store: Store) {
        var linksByFigure: [String: [String]] = [:]
        let folder = store.root + "/plan"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        for name in names where name.hasSuffix(".jobs.json") {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
                let plan = try? CanonicalJSON(parsing: data), let figure = plan["figure"]?.string
            else { continue }
            let files = (plan["jobs"]?.values ?? []).flatMap { $0["outputs"]?.values ?? [] }
            linksByFigure[figure, default: []] += files.compactMap { $0["path"]?.string }
        }
        self.linksByFigure = linksByFigure
        links = linksByFigure.isEmpty ? nil : Set(linksByFigure.values.joined())
    }
}
