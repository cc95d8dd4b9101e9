@testable import Model
import Foundation
import Random
import Testing

@testable import Datasets

@Suite struct SeriesSplitTests {
    /// The digests are those of the notebook's split, computed with NumPy.
    @Test func theSplitIsThatOfThePaper() throws {
        let split = SeriesSplit(count: 569_100, seed: 123)
        let shape = DatasetSource.sleepEDF.shape
        #expect(split.training.count == shape.trainingExamples && split.test.count == shape.testExamples)
        func sha256(_ indices: [Int32]) throws -> String {
            try content(of: indices.map(\.littleEndian).withUnsafeBytes(Array.init)).sha256
        }
        #expect(
            try sha256(split.training) == "95a54552b03c5ed5f678c5ff1f52ab6aa7ad8e5877f880dabdebe06a32d79004")
        #expect(try sha256(split.test) == "679ee526f6ba7a742c3d273878bac5331a2817ba4a043c9c29ce58c0b3669192")
    }

    @Test(arguments: [2, 3, 7, 10, 24]) func everySeriesHasOnePlace(count: Int) {
        let split = SeriesSplit(count: count, seed: 123)
        #expect((split.training + split.test).sorted() == Array(0..<Int32(count)))
        #expect(split.test.count == Int((0.3 * Double(count)).rounded(.up)))
        for (place, series) in (split.training + split.test).enumerated() {
            #expect(split.places[Int(series)] == Int32(place))
        }
    }
}

@Suite struct UEAFilesTests {
    private let folder: ScratchFolder
    private let source: DatasetSource

    init() throws {
        folder = try ScratchFolder()
        let files = UEAFiles(problem: "Toy", testSeed: 123)
        source = DatasetSource(
            name: "toy", title: "Toy", classNames: ["first", "second"], origin: "made by this test",
            shape: DatasetShape(trainingExamples: 7, testExamples: 3, steps: 3, inputs: 2), distributions: [],
            decoder: { try files.decode($0, $1) })
    }

    private static let header =
        "@univariate false\n@dimensions 2\n@missing false\n@classLabel true b a\n@data\n"

    /// Series number n: channels 10n, 10n + 1, 10n + 2 and -10n, …; label b where n is even.
    private static func series(_ n: Int) -> String {
        let values = (0..<3).map { 10 * n + $0 }
        let second = values.map { "-\($0)" }.joined(separator: ",")
        return values.map(String.init).joined(separator: ",")
            + ":\(second):\(n.isMultiple(of: 2) ? "b" : "a")\n"
    }

    private static func text(_ numbers: Range<Int>) -> [UInt8] {
        Array((header + numbers.map(series).joined()).utf8)
    }

    private func files(_ train: [UInt8] = text(0..<6), _ test: [UInt8] = text(6..<10)) throws -> [String: URL]
    {
        [
            "Toy_TRAIN.ts": try folder.write(train, to: "Toy_TRAIN.ts"),
            "Toy_TEST.ts": try folder.write(test, to: "Toy_TEST.ts"),
        ]
    }

    private func zip(_ members: [TestMember]) throws -> [String: URL] {
        let url = folder.url.appendingPathComponent("Toy.zip")
        try TestArchive.zip(members, to: url)
        return ["Toy.zip": url]
    }

    // The test half first, as in an archive that is sorted by name.
    private static let members = [
        TestMember(path: "Toy.txt", content: Array("about".utf8)),
        TestMember(path: "Toy_TEST.ts", content: text(6..<10)),
        TestMember(path: "Toy_TRAIN.ts", content: text(0..<6)),
    ]

    private func expectAll(_ dataset: Dataset, count: Int = 10) {
        let split = SeriesSplit(count: count, seed: 123)
        for (half, order) in [(dataset.training, split.training), (dataset.test, split.test)] {
            let numbers = order.flatMap { n in (0..<3).map { Float(10 * n + $0) } }
            let expected = numbers.flatMap { [$0, -$0] }
            #expect(half.values == .series(expected, SeriesLayout(steps: 3, channels: 2)))
            // "a" is class 0, since it comes first in the order of characters.
            let labels = order.map { UInt8($0.isMultiple(of: 2) ? 1 : 0) }
            #expect(half.labels == labels)
        }
    }

    @Test func seriesGoToTheirPlaces() throws {
        try expectAll(source.decode(files: files()))
        try expectAll(source.decode(files: zip(Self.members)))
    }

    @Test func aVariantMayHaveAnotherNumberOfSeries() throws {
        let fewer = try files(Self.text(0..<5), Self.text(5..<8))
        #expect(fileError { _ = try source.decode(files: fewer) }?.found == "8")
        try expectAll(source.variant(DatasetVariant("few")).decode(files: fewer), count: 8)
    }

    @Test func wrongSeriesAreRefusedByFileMemberAndLine() throws {
        let cases: [(String, DatasetFileError.Problem, String)] = [
            ("1,2:3,4:a\n", .badSeries, "line 6, byte 74"), ("1,2,3:a\n", .badSeries, "line 6, byte 74"),
            ("1,2,3:4,5,6:c\n", .badLabel, "line 6, byte 86"),
            ("1,2,?:4,5,6:a\n", .badSeries, "line 6, byte 78"),
        ]
        for (line, problem, place) in cases {
            let text = Array((Self.header + line).utf8)
            let plain = try #require(
                fileError { _ = try source.decode(files: files(Self.text(0..<6), text)) })
            #expect(plain.problem == problem && plain.place == place, "\(plain)")
            #expect(plain.file.hasSuffix("Toy_TEST.ts"))
            let member = TestMember(path: "x/Toy_TRAIN.ts", content: text)
            let packed = try #require(fileError { _ = try source.decode(files: zip([member])) })
            #expect(
                packed.problem == problem && packed.place == "member x/Toy_TRAIN.ts, \(place)", "\(packed)")
        }
    }

    @Test func otherNumbersOfSeriesAreRefused() throws {
        let more = try #require(
            fileError { _ = try source.decode(files: files(Self.text(0..<6), Self.text(6..<11))) })
        #expect(more.problem == .badSeries && more.expected == "the end after 10 series", "\(more)")
        #expect(more.place.hasPrefix("line 10"))
        let fewer = try #require(
            fileError { _ = try source.decode(files: files(Self.text(0..<6), Self.text(6..<9))) })
        #expect(fewer.problem == .badSeries && fewer.expected.hasPrefix("10 series") && fewer.found == "9")
    }

    @Test func theHalvesMustBelongTogether() throws {
        let other = Array(
            String(decoding: Self.text(6..<10), as: UTF8.self).replacing(" a\n", with: " c\n").utf8)
        let labels = try #require(fileError { _ = try source.decode(files: files(Self.text(0..<6), other)) })
        #expect(labels.problem == .badLabel && labels.file.hasSuffix("Toy_TEST.ts"), "\(labels)")
        let missing = String(decoding: Self.text(0..<6), as: UTF8.self).replacing(
            "missing false", with: "missing true")
        let error = try #require(fileError { _ = try source.decode(files: files(Array(missing.utf8))) })
        #expect(error.problem == .badSeries && error.expected.contains("without missing values"), "\(error)")
    }

    @Test func theArchiveMustHoldEachHalfOnce() throws {
        let without = try #require(
            fileError { _ = try source.decode(files: zip(Array(Self.members.dropLast()))) })
        #expect(without.problem == .badArchive && without.found == "no Toy_TRAIN.ts", "\(without)")
        let again = Self.members + [TestMember(path: "old/Toy_TRAIN.ts", content: Self.text(0..<6))]
        let twice = try #require(fileError { _ = try source.decode(files: zip(again)) })
        #expect(twice.problem == .badArchive && twice.place == "member old/Toy_TRAIN.ts", "\(twice)")
    }

    @Test(.enabled(if: isShared("sleep-sample"), "there is no folder ../shared/data/sleep-sample"))
    func realSeriesMakeAVariant() throws {
        let source = DatasetSource.sleepEDF.variant(try DatasetVariant("yasa"))
        let files = try source.acquire(
            from: sharedData.appendingPathComponent("sleep-sample"),
            projectData: URL(fileURLWithPath: "/nowhere"),
            download: nil)
        let dataset = try source.decode(files)
        #expect(dataset.name == "sleep-edf-yasa" && dataset.classNames == ["W", "N1", "N2", "N3", "REM"])
        #expect(dataset.training.count == 16 && dataset.test.count == 8)
        #expect(dataset.training.steps == 178 && dataset.training.inputs == 1)
        #expect(Set(dataset.training.labels + dataset.test.labels) == [2, 3])
        let published = fileError { _ = try DatasetSource.sleepEDF.decode(files) }
        #expect(published?.found == "24" && published?.expected.hasPrefix("569100 series") == true)
    }
}
