import Foundation
@testable import Model
import Testing

@testable import Datasets

/// A dataset of `4 × 3` pixels in the form of MNIST: 20 images to learn from, 10 to test on.
let smallSource = DatasetSource(
    name: "small", title: "Small", classNames: (0...9).map(String.init), origin: "made by this test",
    shape: DatasetShape(trainingExamples: 20, testExamples: 10, steps: 4, inputs: 3), distributions: [],
    decoder: MNISTFiles.decode)

let smallPixels = (0..<20 * 4 * 3).map { UInt8($0 * 7 % 251) }
let smallIDX = idx(shape: [20, 4, 3], smallPixels)

@Suite struct IDXTests {
    @Test func compressedFileIsRead() throws {
        let file = fixtures.appendingPathComponent("small-images.gz")
        #expect(try IDX.read(file, shape: [20, 4, 3]) == smallPixels)
    }

    @Test func storedFileIsRead() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(storedGzip(smallIDX), to: "images.gz")
        #expect(try IDX.read(file, shape: [20, 4, 3]) == smallPixels)
    }

    @Test func unpackedFileIsRead() throws {
        let folder = try ScratchFolder()
        // Names do not tell.
        for name in ["images", "images.gz"] {
            let file = try folder.write(smallIDX, to: name)
            #expect(try IDX.read(file, shape: [20, 4, 3]) == smallPixels)
        }
    }

    /// As variants need it; a header may not claim more than the file can hold.
    @Test func anAxisMayHaveAnySize() throws {
        let folder = try ScratchFolder()
        let unpacked = try folder.write(smallIDX, to: "images")
        #expect(try IDX.read(unpacked, shape: [nil, 4, 3]) == smallPixels)
        // Packed, a file of this length could hold so much; as it is, it cannot.
        let claim = try folder.write(idx(shape: [400, 4, 3], smallPixels), to: "claim")
        let refused = try #require(fileError { _ = try IDX.read(claim, shape: [nil, 4, 3]) })
        #expect(refused.expected.contains("can hold") && refused.found == "256 bytes", "\(refused)")
        let file = try folder.write(storedGzip(smallIDX), to: "images.gz")
        #expect(try IDX.read(file, shape: [nil, 4, 3]) == smallPixels)
        #expect(throws: DatasetFileError.self) { try IDX.read(file, shape: [nil, 3, 4]) }
        for (count, words) in [(0xffff_ffff, "can hold"), (0, "any number × 4 × 3")] {
            let other = try folder.write(storedGzip(idx(shape: [count, 4, 3], [])), to: "\(count).gz")
            let error = try #require(fileError { _ = try IDX.read(other, shape: [nil, 4, 3]) })
            #expect(error.problem == .badIDX && error.expected.contains(words), "\(error)")
        }
    }

    /// A file that is not what it should be, and what must be said about it.
    struct Malformed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let problem: DatasetFileError.Problem
        let expected: String
        let found: String

        init(
            _ name: String, _ bytes: [UInt8], _ problem: DatasetFileError.Problem, _ expected: String,
            _ found: String
        ) {
            (testDescription, self.bytes, self.problem) = (name, bytes, problem)
            (self.expected, self.found) = (expected, found)
        }
    }

    static let good = storedGzip(smallIDX)
    static let malformed = [
        Malformed("empty", [], .badIDX, "4 bytes of IDX magic", "after 0 bytes"),
        Malformed("no IDX", Array("<html>".utf8), .badIDX, "00000803", "3c68746d"),
        Malformed("unpacked, cut", smallIDX.dropLast(), .badIDX, "240 bytes", "239 bytes"),
        Malformed("unpacked, longer", smallIDX + [0], .badIDX, "to end", "more bytes"),
        Malformed("cut in the elements", Array(good[..<100]), .badGzip, "whole gzip file", "truncated"),
        Malformed("cut in the check sum", Array(good.dropLast(6)), .badGzip, "whole gzip file", "truncated"),
        Malformed("trailing bytes", good + [0], .badGzip, "file to end", "more bytes after"),
        Malformed("second member", good + good, .badGzip, "file to end", "more bytes after"),
        Malformed("bad CRC", storedGzip(smallIDX, checksum: 1), .badGzip, "intact", "data check"),
        Malformed("bad length", Array(good.dropLast()) + [1], .badGzip, "intact", "length check"),
        Malformed("element missing", storedGzip(smallIDX.dropLast()), .badIDX, "240 bytes", "239 bytes"),
        Malformed("element too many", storedGzip(smallIDX + [0]), .badIDX, "to end", "more bytes"),
        Malformed("empty content", storedGzip([]), .badIDX, "4 bytes of IDX magic", "after 0 bytes"),
        Malformed("no sizes", storedGzip([0, 0, 8, 3, 0]), .badIDX, "12 bytes of IDX sizes", "1 bytes"),
        Malformed("not IDX", storedGzip([1] + smallIDX.dropFirst()), .badIDX, "00000803", "01000803"),
        Malformed(
            "signed bytes", storedGzip(idx(shape: [20, 4, 3], smallPixels, type: 9)), .badIDX, "00000803",
            "00000903"),
        Malformed("rank", storedGzip(idx(shape: [20, 12], smallPixels)), .badIDX, "rank 3", "00000802"),
        Malformed(
            "count", storedGzip(idx(shape: [19, 4, 3], smallPixels)), .badIDX, "20 × 4 × 3", "19 × 4 × 3"),
        Malformed(
            "huge", storedGzip(idx(shape: [0xffff_ffff, 4, 3], [])), .badIDX, "20 × 4", "4294967295 × 4"),
        Malformed(
            "axes swapped", storedGzip(idx(shape: [20, 3, 4], smallPixels)), .badIDX, "20 × 4 × 3",
            "20 × 3 × 4"),
    ]

    @Test(arguments: malformed)
    func malformedFileIsRefused(_ file: Malformed) throws {
        let folder = try ScratchFolder()
        let url = try folder.write(file.bytes, to: "images.gz")
        let error = try #require(fileError { _ = try IDX.read(url, shape: [20, 4, 3]) })
        #expect(error.problem == file.problem)
        #expect(error.expected.contains(file.expected), "\(error)")
        #expect(error.found.contains(file.found), "\(error)")
        #expect(error.description.hasPrefix(url.path) && error.description.contains("delete the file"))
    }

    @Test func bombIsRefusedAfterTheAnnouncedBytes() throws {
        let bomb = fixtures.appendingPathComponent("bomb-images.gz")
        let error = try #require(fileError { _ = try IDX.read(bomb, shape: [20, 4, 3]) })
        #expect(error.problem == .badIDX && error.found == "more bytes")
    }

    @Test func absentFileIsNamed() throws {
        let error = fileError { _ = try IDX.read(URL(fileURLWithPath: "/nowhere/x.gz"), shape: [1]) }
        #expect(error?.problem == .unreadable)
        #expect(error?.file == "/nowhere/x.gz")
    }
}

@Suite struct MNISTFilesTests {
    private let folder: ScratchFolder
    private let files: [String: URL]

    init() throws {
        let folder = try ScratchFolder()
        let contents = [
            MNISTFiles.trainingImages: smallIDX,
            MNISTFiles.trainingLabels: idx(shape: [20], (0..<20).map { UInt8($0 % 10) }),
            MNISTFiles.testImages: idx(shape: [10, 4, 3], Array(smallPixels[..<120])),
            MNISTFiles.testLabels: idx(shape: [10], (0..<10).map { UInt8(9 - $0) }),
        ]
        files = try contents.reduce(into: [:]) { files, entry in
            files[entry.key] = try folder.write(storedGzip(entry.value), to: entry.key)
        }
        self.folder = folder
    }

    @Test func fourFilesMakeADataset() throws {
        let dataset = try smallSource.decode(files: files)
        #expect(dataset.training.values == .images(smallPixels, ImageLayout(rows: 4, columns: 3)))
        #expect(dataset.training.count == 20)
        #expect(dataset.test.labels == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
        #expect(dataset.test.steps == 4 && dataset.test.inputs == 3)
        #expect(dataset.name == "small" && dataset.origin == "made by this test")
    }

    @Test func labelTenIsRefused() throws {
        let labels = (0..<20).map { UInt8($0 == 13 ? 10 : 0) }
        try folder.write(storedGzip(idx(shape: [20], labels)), to: MNISTFiles.trainingLabels)
        let error = try #require(fileError { _ = try smallSource.decode(files: files) })
        #expect(error.problem == .badLabel)
        #expect(error.expected == "labels from 0 to 9" && error.found == "label 10 at index 13")
        #expect(error.file.hasSuffix(MNISTFiles.trainingLabels))
    }

    @Test func fewerLabelsThanImagesAreRefused() throws {
        let labels = idx(shape: [9], [UInt8](repeating: 0, count: 9))
        try folder.write(storedGzip(labels), to: MNISTFiles.testLabels)
        let error = try #require(fileError { _ = try smallSource.decode(files: files) })
        #expect(error.problem == .badIDX && error.expected == "an array of 10" && error.found == "one of 9")
    }

    @Test func variantsHaveAnyNumberOfImages() throws {
        let variant = smallSource.variant(try DatasetVariant("Fewer"))
        let images = idx(shape: [2, 4, 3], Array(smallPixels[..<24]))
        try folder.write(storedGzip(images), to: MNISTFiles.testImages)
        let error = try #require(fileError { _ = try variant.decode(files: files) })
        #expect(error.problem == .badIDX && error.expected == "an array of 2" && error.found == "one of 10")
        try folder.write(storedGzip(idx(shape: [2], [3, 4])), to: MNISTFiles.testLabels)
        let dataset = try variant.decode(files: files)
        #expect(dataset.test.labels == [3, 4] && dataset.training.count == 20)
        #expect(throws: DatasetFileError.self) { try smallSource.decode(files: files) }
    }

    @Test func absentFileIsRefused() throws {
        var files = files
        files[MNISTFiles.testLabels] = nil
        let error = try #require(fileError { _ = try smallSource.decode(files: files) })
        #expect(error.problem == .missing && error.file.hasSuffix(MNISTFiles.testLabels))
    }
}
