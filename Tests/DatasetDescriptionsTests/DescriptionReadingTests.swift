import DatasetDescriptions
import Foundation
import LocatedYAML
import Testing

@testable import Datasets

/// What a description in YAML means.
@Suite struct DescriptionReadingTests {
    static let digits = """
        title: Digits
        origin: made by hand
        format: npz
        files: [digits.npz]
        arrays: {examples: images, labels: labels}
        classes: [zero, one, two]
        shape: {examples: 100, rows: 8, columns: 9}
        split: {test: 0.25, seed: 7, stratified: true}

        """

    static func read(_ text: String, name: String = "digits") throws -> DatasetDescription {
        try DatasetDescription(YAMLValue.parse(text, file: "\(name).yaml"), name: name)
    }

    @Test func aDescriptionIsASource() throws {
        let description = try Self.read(Self.digits)
        let source = DatasetSource(description)
        #expect(source.name == "digits" && source.title == "Digits")
        #expect(source.classNames == ["zero", "one", "two"])
        #expect(source.shape == DatasetShape(trainingExamples: 75, testExamples: 25, steps: 8, inputs: 9))
        #expect(source.distributions.map { $0.map(\.name) } == [["digits.npz"]] && !source.isDownloadable)
        #expect(description.layout.text == "[example, row, column]" && description.scale == nil)
    }

    /// Comments, spaces, the order of keys, what is said although it goes without saying, and where files come from.
    @Test func meaningIsWhatCanChangeTheDataset() throws {
        let meaning = try Self.read(Self.digits).meaning
        let lines = Self.digits.split(separator: "\n").reversed().joined(separator: "  # a comment\n")
        let digest = String(repeating: "0a", count: 32)
        let same = [
            lines, Self.digits + "layout: [example, row, column]\n",
            Self.digits.replacing(
                "[digits.npz]",
                with: "[{name: digits.npz, sha256: \(digest), bytes: 5, url: https://example.org/digits.npz}]"
            ),
            Self.digits.replacing("rows: 8", with: "channels: 1, rows: 8"),
            Self.digits.replacing("0.25", with: "2.5e-1"),
        ]
        for text in same { #expect(try Self.read(text).meaning == meaning, "\(text)") }
        let others = [
            ("Digits", "Figures"), ("by hand", "by foot"), ("digits.npz", "other.npz"),
            ("examples: images", "examples: x"),
            ("labels: labels", "labels: y"), ("zero", "none"), ("100", "101"), ("rows: 8", "rows: 7"),
            ("rows: 8, columns: 9", "steps: 8, inputs: 9"), ("0.25", "0.26"), ("seed: 7", "seed: 8"),
            ("true", "false"),
            ("split:", "layout: [row, example, column]\nsplit:"), ("split:", "scale: {mean: 0.5}\nsplit:"),
            ("[zero, one, two]", "{zero: 0, one: 1, two: 2}"),
        ]
        for (old, new) in others {
            let text = Self.digits.replacing(old, with: new)
            #expect(try Self.read(text).meaning != meaning, "\(new)")
        }
    }

    @Test func givenHalvesAndDigestsAreRead() throws {
        let (packed, unpacked) = (String(repeating: "1", count: 64), String(repeating: "2", count: 64))
        let description = try Self.read(
            """
            title: Waves
            origin: made by hand
            format: ts
            files:
              - {name: W_TRAIN.ts.gz, sha256: \(unpacked), bytes: 900, packed: {sha256: \(packed), bytes: 90},
                 url: "https://example.org/W_TRAIN.ts.gz"}
              - W_TEST.ts
            arrays: {train: {file: W_TRAIN.ts.gz}, test: {file: W_TEST.ts}}
            classes: {low: -1, high: 1}
            shape: {train: 30, test: 20, steps: 50}
            scale: {mean: 0.1, standard-deviation: 2}
            """, name: "waves")
        #expect(description.shape.trainingExamples == 30 && description.shape.testExamples == 20)
        #expect(description.shape.steps == 50 && description.shape.inputs == 1)
        #expect(description.classes.map(\.label) == ["-1", "1"])
        let files = DatasetSource(description).distributions[0]
        #expect(files[0].published == FileContent(sha256: packed, byteCount: 90) && files[0].isKnown)
        #expect(files[0].mirrors.map(\.absoluteString) == ["https://example.org/W_TRAIN.ts.gz"])
        #expect(files[1].published == nil && !files[1].isKnown)
    }

    @Test func flatImagesAndTablesHaveTheirLayouts() throws {
        let flat = try Self.read(Self.digits + "layout: [example, [row, column]]\n")
        #expect(flat.layout.text == "[example, [row, column]]")
        #expect(flat.layout.shape(5, of: flat.size) == [5, 72])
        let table = try Self.read(
            Self.digits.replacing("npz", with: "csv").replacing(
                "examples: images, labels: labels", with: "labels: kind"))
        #expect(table.layout == flat.layout && table.hasHeader)
    }

    @Test func allDescriptionsOfAFolderAreRead() throws {
        let folder = NSTemporaryDirectory() + "descriptions-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder + "/datasets", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try DatasetDescription.all(in: folder).isEmpty)
        for name in ["b.yaml", "a-1.yaml", ".hidden.yaml", "notes.txt"] {
            try Self.digits.write(toFile: "\(folder)/datasets/\(name)", atomically: true, encoding: .utf8)
        }
        #expect(try DatasetDescription.all(in: folder).map(\.name) == ["a-1", "b"])
        #expect(DatasetDescription.path(of: "b", in: folder) == folder + "/datasets/b.yaml")
    }
}
