import Foundation
import Specification

/// The project's files that pages are made by, besides specifications: templates, and verdicts that were published.
package struct PageFiles {
    /// The project's folder of specifications, for instance `pipeline`.
    private let pipelineFolder: String
    private let pages = ["figure", "paper"]
    /// The profile whose verdicts are published with the project.
    static let publishedProfile = "workstation"

    /// - Parameter pipelineFolder: as Make calls it.
    package init(_ pipelineFolder: String) { self.pipelineFolder = pipelineFolder }

    /// All of them that are there, as Make calls them.
    package var paths: [String] {
        names.map { "\(folder)/\($0)" } + [publishedPath].filter(FileManager.default.fileExists)
    }

    /// The templates of a page: the one with its name, those whose names begin with it, and those that all pages share.
    func templates(of page: String) -> [Job.File] {
        let others = pages.filter { $0 != page }
        return names.filter { name in
            !others.contains { name == "\($0).mustache" || name.hasPrefix("\($0)-") }
        }.map { Job.File(role: .templates, path: "\(folder)/\($0)", isInStore: false) }
    }

    /// The published verdicts, where there are any and the page is not of their profile, all of it or what is finished.
    func published(besides profile: String) -> [Job.File] {
        let own = [Self.publishedProfile, Self.publishedProfile + Profile.finishedSuffix]
        guard !own.contains(profile), FileManager.default.fileExists(atPath: publishedPath) else { return [] }
        return [Job.File(role: .published, path: publishedPath, isInStore: false)]
    }

    private var folder: String { "\(pipelineFolder)/pages" }

    private var names: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return all.filter { $0.hasSuffix(".mustache") && !$0.hasPrefix(".") }.sorted()
    }

    /// Beside the folder of specifications.
    private var publishedPath: String {
        let project = (pipelineFolder as NSString).deletingLastPathComponent
        return (project as NSString).appendingPathComponent(
            "docs/results/\(Self.publishedProfile)/verdicts.json")
    }
}
