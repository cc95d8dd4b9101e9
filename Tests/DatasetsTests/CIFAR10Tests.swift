@testable import Model
import Foundation
import Mutations
import Testing

@testable import Datasets

@Suite struct CIFAR10Tests {
    private let folder: ScratchFolder
    private let variant: DatasetSource

    init() throws {
        folder = try ScratchFolder()
        variant = DatasetSource.cifar10.variant(try DatasetVariant("Made-up"))
    }

    /// A record whose byte at [channel][row][column] is 100 · channel + 3 · row + column + salt.
    private static func record(_ label: UInt8, salt: Int = 0) -> [UInt8] {
        [label]
            + (0..<3).flatMap { channel in
                (0..<1024).map { UInt8((100 * channel + 3 * ($0 / 32) + $0 % 32 + salt) % 256) }
            }
    }

    static let names = CIFAR10Files.trainingBatches + [CIFAR10Files.testBatch]

    /// Two records a batch; the labels are the batch's number, then 9.
    private static var batches: [String: [UInt8]] {
        Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, record(UInt8($0), salt: $0) + record(9)) })
    }

    private func files(_ batches: [String: [UInt8]]) throws -> [String: URL] {
        try batches.reduce(into: [:]) { $0[$1.key] = try folder.write($1.value, to: $1.key) }
    }

    private func archive(_ members: [TestMember]) throws -> [String: URL] {
        let url = folder.url.appendingPathComponent(CIFAR10Files.archive)
        try TestArchive.tarGzip(members, to: url)
        return [CIFAR10Files.archive: url]
    }

    private func members(_ batches: [String: [UInt8]]) -> [TestMember] {
        // Not in the order of their names, and among others, as in the published archive.
        [TestMember(path: "cifar-10-batches-bin/readme.html", content: Array("<html>".utf8))]
            + batches.sorted { $0.key > $1.key }.map {
                TestMember(path: "cifar-10-batches-bin/" + $0.key, content: $0.value)
            }
    }

    @Test func batchesBecomeRowsOfRedGreenAndBlue() throws {
        let dataset = try variant.decode(files: files(Self.batches))
        #expect(dataset.name == "cifar10-made-up" && dataset.title == "CIFAR-10 (Made-up)")
        #expect(dataset.training.labels == [0, 9, 1, 9, 2, 9, 3, 9, 4, 9] && dataset.test.labels == [5, 9])
        #expect(dataset.training.steps == 32 && dataset.training.inputs == 96)
        guard case .images(let pixels, let layout) = dataset.training.values else {
            Issue.record("no images")
            return
        }
        #expect(layout == ImageLayout(rows: 32, channels: 3, columns: 32, scale: CIFAR10Files.scale))
        for (image, salt) in [(0, 0), (2, 1), (8, 4)] {
            for (row, channel, column) in [(0, 0, 0), (0, 1, 31), (17, 2, 5), (31, 2, 31)] {
                let found = pixels[((image * 32 + row) * 3 + channel) * 32 + column]
                #expect(Int(found) == (100 * channel + 3 * row + column + salt) % 256)
            }
        }
    }

    @Test func archiveAndFilesGiveTheSame() throws {
        let fromFiles = try variant.decode(files: files(Self.batches))
        #expect(try variant.decode(files: archive(members(Self.batches))) == fromFiles)
        // Unpacked from gzip, and packed by zip: names do not tell.
        let url = folder.url.appendingPathComponent("unpacked")
        for write in [TestArchive.tar, TestArchive.zip] {
            try write(members(Self.batches), url)
            #expect(try variant.decode(files: [CIFAR10Files.archive: url]) == fromFiles)
        }
    }

    /// As PyTorch's ToTensor and Normalize; see `fixtures/make_decimal_fixtures.py`.
    @Test func bytesAreScaledAsNumPyScalesThem() throws {
        let data = try Data(contentsOf: fixtures.appendingPathComponent("byte-scale.json"))
        let reference = try JSONDecoder().decode([String: [UInt32]].self, from: data)
        #expect(CIFAR10Files.scale.table.map(\.bitPattern) == reference["normalized"])
        #expect(ByteScale.fraction.table.map(\.bitPattern) == reference["fraction"])
    }

    /// A change of one batch, and what must be said about it.
    struct Malformed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let batch: [UInt8]
        let problem: DatasetFileError.Problem
        let place: String
        let expected: String
        let found: String
    }

    static let malformed = [
        Malformed(
            testDescription: "cut short", batch: Array((record(1) + record(2)).dropLast()),
            problem: .badRecord,
            place: "byte 3073", expected: "3073 bytes", found: "after 3072"),
        Malformed(
            testDescription: "one byte more", batch: record(1) + [3], problem: .badRecord, place: "byte 3073",
            expected: "3073 bytes", found: "after 1"),
        Malformed(
            testDescription: "label", batch: record(1) + record(10), problem: .badLabel, place: "byte 3073",
            expected: "0 to 9", found: "10"),
        Malformed(
            testDescription: "empty", batch: [], problem: .badRecord, place: "", expected: "10000 records",
            found: "0"),
    ]

    @Test(arguments: malformed, [true, false])
    func malformedBatchIsRefused(_ malformed: Malformed, isArchive: Bool) throws {
        var batches = Self.batches
        batches["data_batch_3.bin"] = malformed.batch
        let files = try isArchive ? archive(members(batches)) : files(batches)
        let error = try #require(fileError { _ = try variant.decode(files: files) })
        #expect(error.problem == malformed.problem && error.place.hasSuffix(malformed.place), "\(error)")
        #expect(
            error.expected.contains(malformed.expected) && error.found.contains(malformed.found), "\(error)")
        #expect(error.description.contains("data_batch_3.bin"))
        #expect(error.place.hasPrefix("member") == isArchive)
    }

    @Test func moreRecordsThanPublishedAreRefused() throws {
        var batches = Self.batches
        batches["test_batch.bin"] = Array(
            (0...CIFAR10Files.batchRecords).map { _ in Self.record(0) }.joined())
        let error = try #require(fileError { _ = try variant.decode(files: files(batches)) })
        #expect(error.problem == .badRecord && error.place == "byte 30730000", "\(error)")
    }

    @Test func publishedBatchesHaveTenThousandRecords() throws {
        let error = try #require(
            fileError { _ = try DatasetSource.cifar10.decode(files: files(Self.batches)) })
        #expect(error.problem == .badRecord && error.expected.contains("10000 records") && error.found == "2")
    }

    @Test func archiveMustHoldEachBatchOnce() throws {
        var all = members(Self.batches)
        let without = all.filter { !$0.path.hasSuffix("data_batch_2.bin") }
        let missing = try #require(fileError { _ = try variant.decode(files: archive(without)) })
        #expect(missing.problem == .badArchive && missing.found == "no data_batch_2.bin", "\(missing)")
        all.append(TestMember(path: "again/test_batch.bin", content: Self.record(1)))
        let twice = try #require(fileError { _ = try variant.decode(files: archive(all)) })
        #expect(twice.problem == .badArchive && twice.place == "member again/test_batch.bin", "\(twice)")
    }

    @Test func archiveWithALongerBatchIsRefusedUnread() throws {
        let long = [UInt8](repeating: 0, count: 30_730_001)
        let error = try #require(
            fileError { _ = try variant.decode(files: archive([TestMember(path: "x", content: long)])) })
        #expect(
            error.problem == .badArchive && error.expected == "at most 30730000 bytes unpacked", "\(error)")
    }

    /// Damaged batches: another length or label is an error, another value is another value.
    @Test func damagedBatchesAreErrorsOrOtherPixels() throws {
        let original = Self.record(3) + Self.record(4)
        var generator = SplitMix64(state: 11)
        for mutant in 0..<mutants(2_000, outOf: 10_000) {
            let bytes = mutated(original, &generator)
            let isRight =
                !bytes.isEmpty && bytes.count.isMultiple(of: 3073)
                && stride(from: 0, to: bytes.count, by: 3073).allSatisfy { bytes[$0] < 10 }
            let error = fileError { _ = try CIFAR10Batch(BytesSource(bytes, piece: 1000), of: variant) }
            #expect((error == nil) == isRight, "mutant \(mutant)")
        }
    }
}

/// CIFAR-10 from JPEG images, in the binary layout: not committed, made by ../shared/data/make_cifar10_binary.py.
@Suite(
    .enabled(
        if: ProcessInfo.processInfo.environment["SPARSE_CORTEX_CIFAR10"] != nil,
        "SPARSE_CORTEX_CIFAR10 names no folder with CIFAR-10 (JPEG)"))
struct CIFAR10JPEGTests {
    private let folder = URL(
        fileURLWithPath: ProcessInfo.processInfo.environment["SPARSE_CORTEX_CIFAR10"] ?? "/nowhere")

    private func acquire(_ source: DatasetSource) throws -> [AcquiredFile] {
        try source.acquire(from: folder, projectData: URL(fileURLWithPath: "/nowhere"), download: nil)
    }

    @Test func theVariantHasAllImagesAndItsOwnName() throws {
        let source = DatasetSource.cifar10.variant(try DatasetVariant("JPEG"))
        let dataset = try source.decode(acquire(source))
        #expect(dataset.title == "CIFAR-10 (JPEG)" && dataset.name == "cifar10-jpeg")
        #expect(dataset.training.count == 50_000 && dataset.test.count == 10_000)
        let histogram = dataset.training.labels.reduce(into: [Int](repeating: 0, count: 10)) {
            $0[Int($1)] += 1
        }
        #expect(histogram == [Int](repeating: 5_000, count: 10))
    }

    @Test func withoutAVariantItIsRefused() throws {
        let error = try #require(fileError { _ = try acquire(.cifar10) })
        #expect(error.problem == .wrongContent && error.file.hasSuffix("data_batch_1.bin"))
    }
}
