import ArtifactStore
import DatasetDescriptions
import Datasets
import Foundation
import HDF5
import LocatedYAML
import StageKit

/// A call for a dataset that a file describes.
struct DescribedCall {
    let description: DatasetDescription
    /// What of the description can change a bit of the dataset, for the recipe.
    let meaning: CanonicalJSON
    /// The file.
    let path: String

    /// Nil for a dataset of the catalogue.
    ///
    /// - Parameters:
    ///   - path: the file, if it is named.
    ///   - pipeline: where it is looked for else.
    /// - Throws: `StageFailure` for a file that is not about this dataset or not right.
    init?(_ dataset: String, at path: String?, pipeline: URL, variant: String?) throws {
        let isKnown = Datasets.all.contains { $0.name == dataset }
        let usual = DatasetDescription.path(of: dataset, in: pipeline.path)
        // A description that has the name of a dataset of the catalogue is refused when it is read.
        guard let place = path ?? (Self.exists(usual) ? usual : nil) else {
            guard isKnown else { throw Self.unknown(dataset, pipeline) }
            return nil
        }
        let name = URL(fileURLWithPath: place).deletingPathExtension().lastPathComponent
        guard name == dataset else {
            throw StageFailure.usage("\(place) describes \(name), not \(dataset); give both the same name")
        }
        guard variant == nil else {
            throw StageFailure.usage(
                "\(dataset) is described by \(place) and has no variants; write a description under another name"
            )
        }
        do {
            description = try DatasetDescription.read(path: place)
        } catch let error as YAMLError {
            throw StageFailure.badData("\(error)")
        }
        meaning = try CanonicalJSON(parsing: description.meaning)
        self.path = place
    }

    /// Has HDF5 files read on trial first, since nothing proves that they are sound.
    func tryReading(_ files: [AcquiredFile]) throws {
        if description.format == .hdf5 { try TrialReading.check(files.map(\.url.path)) }
    }

    /// Names the description where its files are not as it says.
    fileprivate func reporting<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatasetFileError {
            throw StageFailure.badData("\(error) (described by \(path))")
        } catch let error as HDF5Error {
            throw StageFailure.badData("\(error) (described by \(path))")
        }
    }

    private static func unknown(_ dataset: String, _ pipeline: URL) -> StageFailure {
        let described = DatasetDescription.paths(in: pipeline.path).map {
            URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
        }
        let known = (Datasets.all.map(\.name) + described).joined(separator: ", ")
        return .usage(
            "there is no dataset named \"\(dataset)\"; choose one of \(known), or describe it in "
                + DatasetDescription.path(of: dataset, in: pipeline.path))
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}

extension DescribedCall? {
    /// As `DescribedCall.reporting`; datasets of the catalogue say themselves what is wrong.
    func reporting<Result>(_ body: () throws -> Result) throws -> Result {
        try self?.reporting(body) ?? body()
    }
}
