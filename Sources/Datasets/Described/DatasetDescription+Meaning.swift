import Foundation

extension DatasetDescription {
    /// All that can change a bit of the dataset besides what the raw files hold, for its recipe: no digests and addresses of files,
    /// and nothing of how the description is written. JSON with sorted keys.
    package var meaning: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return try encoder.encode(Meaning(self))
        }
    }

    private struct Meaning: Encodable {
        let title: String
        let origin: String
        let format: String
        let arrays: [String: [String: [String]]]
        let classes: [[String: String]]
        let examples: [String: Int]
        let size: [String: Int]
        let layout: String
        let scale: [String: Double]?
        let split: Split?
        let header: Bool?

        struct Split: Encodable {
            let test: Double
            let seed: UInt32
            let stratified: Bool
        }

        init(_ description: DatasetDescription) {
            title = description.title
            origin = description.origin
            format = description.format.rawValue
            classes = description.classes.map { one in
                ["name": one.name].merging(one.label.map { ["label": $0] } ?? [:]) { $1 }
            }
            size = description.size.named
            layout = description.layout.text
            scale = description.scale.map { ["mean": $0.mean, "standard-deviation": $0.deviation] }
            header = description.format == .csv ? description.hasHeader : nil
            switch description.parts {
            case .given(let training, let count, let test, let testCount):
                arrays = ["train": Self.places(training), "test": Self.places(test)]
                examples = ["train": count, "test": testCount]
                split = nil
            case .drawn(let all, let count, let rule):
                arrays = ["all": Self.places(all)]
                examples = ["all": count]
                split = Split(test: rule.testFraction, seed: rule.seed, stratified: rule.isStratified)
            }
        }

        private static func places(_ half: Half) -> [String: [String]] {
            [
                "examples": [half.examples.file] + half.examples.names,
                "labels": [half.labels.file] + half.labels.names,
            ]
        }
    }
}
