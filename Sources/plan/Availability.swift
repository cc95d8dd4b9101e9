import Datasets
import Foundation
import Specification

/// Whether the raw files of datasets can be had, so that a figure is made without a panel rather than not at all.
struct Availability {
    let pipeline: String
    let store: String

    /// Why a dataset cannot be had in this profile, with what to do about it; nil when it can, or was fetched before.
    func reason(_ dataset: String, _ profile: Profile) -> String? {
        let known = Catalogue.dataset(dataset)
        let name = known?.variant?.dataset ?? dataset
        guard let published = try? Datasets.named(name) else { return nil }
        let link = "\(store)/\(DatasetSelection(name: dataset).path)"
        if FileManager.default.fileExists(atPath: link) { return nil }
        let source = (try? known?.variant.map { published.variant(try DatasetVariant($0.name)) }) ?? published
        let folder = "\(pipeline)/data"
        if source.isPresent(projectData: URL(fileURLWithPath: folder)) { return nil }
        let canDownload = source.isDownloadable
        if canDownload && profile.downloads { return nil }
        let files = source.distributions.map { Self.list($0.map(\.name)) }.joined(separator: " or ")
        let way = canDownload ? ", or use a profile that downloads" : ""
        return "\(source.title) is not here: put \(files) into \(folder)/\(dataset)\(way)"
    }

    /// Long lists make the pages' tables hard to read; `fetch-data` names all files.
    private static func list(_ names: [String]) -> String {
        guard names.count > 4, let first = names.first, let last = names.last else {
            return names.joined(separator: ", ")
        }
        return "\(names.count) files, \(first) to \(last),"
    }
}
