import DatasetDescriptions
import Datasets
import Foundation
import Specification

/// Whether the raw files of datasets and connectomes are available; if not, a figure is made without a panel rather than not at all.
final class Availability {
    private let pipeline: String
    private let store: String
    // Panels share datasets, and files must be read to recognise them.
    private var known: [String: String?] = [:]

    init(pipeline: String, store: String) {
        self.pipeline = pipeline
        self.store = store
    }

    /// Why a dataset or connectome is unavailable in this profile, and what to do about it; nil if it is available, or was
    /// fetched before.
    func reason(_ dataset: String, _ profile: Profile) -> String? {
        let key = "\(dataset) \(profile.downloads)"
        if let reason = known[key] { return reason }
        let reason = reasonForConnectome(dataset) ?? findReason(dataset, profile)
        known[key] = .some(reason)
        return reason
    }

    private func reasonForConnectome(_ name: String) -> String? {
        guard let connectome = Catalogue.connectome(name),
            !FileManager.default.fileExists(atPath: "\(store)/masks/imported/\(name).h5")
        else { return nil }
        let folder = "\(pipeline)/data/\(name)"
        let missing = connectome.files.filter { !FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
        if missing.isEmpty { return nil }
        return "\(connectome.title) is not here: put \(missing.joined(separator: ", ")) into \(folder)"
    }

    private func findReason(_ dataset: String, _ profile: Profile) -> String? {
        let selection = Catalogue.dataset(dataset)
        let name = selection?.variant?.dataset ?? dataset
        guard let published = source(name) else { return nil }
        let link = "\(store)/\(DatasetSelection(name: dataset).path)"
        if FileManager.default.fileExists(atPath: link) { return nil }
        let source =
            (try? selection?.variant.map { published.variant(try DatasetVariant($0.name)) }) ?? published
        let folder = "\(pipeline)/data"
        let files: [SurveyedFile]
        do {
            // The rules call fetch-data in the same way: it looks for earlier downloads, too.
            files = try source.survey(
                from: nil, projectData: URL(fileURLWithPath: folder),
                download: URL(fileURLWithPath: "\(store)/downloads"))
        } catch let error as DatasetFileError where error.problem == .missing {
            files = []
        } catch {
            // A wrong file is not a missing one: fetch-data refuses it, so that nobody overlooks it.
            return nil
        }
        let isHere = !files.isEmpty && files.allSatisfy { if case .found = $0 { true } else { false } }
        let canDownload = source.isDownloadable && !files.isEmpty
        if isHere || canDownload && profile.downloads { return nil }
        let wanted = source.distributions.map { Self.list($0.map(\.name)) }.joined(separator: " or ")
        let way = canDownload ? ", or use a profile that downloads" : ""
        return "\(source.title) is not here: put \(wanted) into \(folder)/\(dataset)\(way)"
    }

    /// The dataset of the catalogue, or the one that is described.
    private func source(_ name: String) -> DatasetSource? {
        if let source = try? Datasets.named(name) { return source }
        let description = try? DatasetDescription.read(path: DatasetDescription.path(of: name, in: pipeline))
        return description.map { DatasetSource($0) }
    }

    /// Long lists make the pages' tables hard to read; `fetch-data` names all files.
    private static func list(_ names: [String]) -> String {
        guard names.count > 4, let first = names.first, let last = names.last else {
            return names.joined(separator: ", ")
        }
        return "\(names.count) files, \(first) to \(last),"
    }
}
