import Datasets
import Foundation
import LocatedYAML

extension DatasetDescription {
    /// The folder of descriptions in that of specifications.
    private static let folder = "datasets"

    /// Where the description of a dataset is, or belongs, in the folder of specifications.
    package static func path(of name: String, in pipeline: String) -> String {
        "\(pipeline)/\(folder)/\(name).yaml"
    }

    /// All descriptions in the folder of specifications, by name.
    ///
    /// - Throws: `YAMLError` for the first mistake, with file and line.
    package static func all(in pipeline: String) throws -> [DatasetDescription] {
        try paths(in: pipeline).map { try read(path: $0) }
    }

    /// Where they are, by name.
    package static func paths(in pipeline: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(pipeline)/\(folder)")) ?? []
        return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted()
            .map { "\(pipeline)/\(folder)/\($0)" }
    }

    /// Reads the description of the dataset that the file is named after.
    ///
    /// - Throws: `YAMLError` with file and line.
    package static func read(path: String) throws -> DatasetDescription {
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        return try DatasetDescription(YAMLValue.read(path: path), name: name)
    }
}
