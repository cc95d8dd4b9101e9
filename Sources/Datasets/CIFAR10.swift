import Archives
import Foundation
import Model

extension DatasetSource {
    /// Small colour photographs (Krizhevsky 2009; the paper's figures 2D and 4B), the "binary version".
    package static let cifar10 = DatasetSource(
        name: "cifar10",
        title: "CIFAR-10",
        classNames: [
            "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
        ],
        origin: "Alex Krizhevsky, Learning multiple layers of features from tiny images (2009), "
            + "https://www.cs.toronto.edu/~kriz/cifar.html; no licence is stated",
        shape: DatasetShape(trainingExamples: 50_000, testExamples: 10_000, steps: 32, inputs: 96),
        distributions: [[archive], batches],
        // The images compressed anew, for when the published files are unavailable.
        knownVariants: [
            (
                DatasetVariant(known: "JPEG"),
                DatasetShape(trainingExamples: 50_000, testExamples: 10_000, steps: 32, inputs: 96)
            )
        ],
        decoder: CIFAR10Files.decode)

    private static let archive = RawFile(
        archive: CIFAR10Files.archive, holding: batches.flatMap(\.contents),
        published: FileContent(
            sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", byteCount: 170_052_171
        ),
        mirrors: [
            "https://www.cs.toronto.edu/~kriz/",
            "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/",
        ].compactMap { URL(string: $0 + CIFAR10Files.archive) })

    // The archive's members.
    private static let batches = [
        ("data_batch_1.bin", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
        ("data_batch_2.bin", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
        ("data_batch_3.bin", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
        ("data_batch_4.bin", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
        ("data_batch_5.bin", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
        ("test_batch.bin", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
    ].map { name, sha256 in
        RawFile(name: name, content: FileContent(sha256: sha256, byteCount: 30_730_000))
    }
}

// A record is a label and three planes (red, green, blue) of 32 × 32 bytes, each row by row. In each step, a network
// reads a row of the image: its red values, then its green ones, then its blue ones.

/// The files in which CIFAR-10's binary version is distributed: one archive, or its members.
enum CIFAR10Files {
    static let archive = "cifar-10-binary.tar.gz"
    static let trainingBatches = (1...5).map { "data_batch_\($0).bin" }
    static let testBatch = "test_batch.bin"

    static let side = 32
    static let channels = 3
    static let recordBytes = 1 + channels * side * side
    /// Records in a batch; a variant's batch may have fewer.
    static let batchRecords = 10_000

    /// PyTorch's `Normalize(0.5, 0.5)` after `ToTensor`, as in the paper's notebook.
    static let scale = ByteScale(mean: 0.5, standardDeviation: 0.5)

    /// Decodes the archive or the batches; training images come in the order of the batches' names.
    @Sendable static func decode(_ source: DatasetSource, _ files: [String: URL]) throws -> Dataset {
        let batches = try files[archive].map { try readArchive($0, source) } ?? readFiles(files, source)
        let training = trainingBatches.compactMap { batches[$0] }
        guard training.count == trainingBatches.count, let test = batches[testBatch] else {
            throw DatasetFileError(
                URL(fileURLWithPath: archive), .missing, expected: "six batches", found: "\(batches.count)")
        }
        return source.dataset(training: examples(training), test: examples([test]))
    }

    private static func examples(_ batches: [CIFAR10Batch]) -> LabelledExamples {
        let layout = ImageLayout(rows: side, channels: channels, columns: side, scale: scale)
        var (pixels, labels): ([UInt8], [UInt8]) = ([], [])
        pixels.reserveCapacity(batches.reduce(0) { $0 + $1.pixels.count })
        for batch in batches {
            pixels += batch.pixels
            labels += batch.labels
        }
        return LabelledExamples(.images(pixels, layout), labels: labels)
    }

    private static func readFiles(
        _ files: [String: URL], _ source: DatasetSource
    ) throws -> [String: CIFAR10Batch] {
        try (trainingBatches + [testBatch]).reduce(into: [:]) { batches, name in
            batches[name] = try CIFAR10Batch(RawForm.open(rawFile(name, in: files)), of: source)
        }
    }

    /// The batches by name, in whichever folder of the archive they are; it has other members too.
    private static func readArchive(
        _ file: URL, _ source: DatasetSource
    ) throws -> [String: CIFAR10Batch] {
        let batchBytes = batchRecords * recordBytes
        // Room for the read-me, the names of the classes and the archive's own headers.
        let limits = ArchiveLimits(memberBytes: batchBytes, totalBytes: 7 * batchBytes, members: 100)
        var batches: [String: CIFAR10Batch] = [:]
        try ArchiveReader(file, limits: limits).forEach(trainingBatches + [testBatch], what: "batch") {
            batches[$1] = try CIFAR10Batch($0, of: source)
        }
        return batches
    }
}

/// The records of one file.
struct CIFAR10Batch {
    /// [image][row][channel][column].
    private(set) var pixels: [UInt8] = []
    private(set) var labels: [UInt8] = []

    /// Reads records to the end of `bytes`.
    ///
    /// - Throws: `DatasetFileError`: `badRecord`, with the byte, if a record is cut short, there are none, or their
    ///   number is not the published one; `badLabel`.
    init(_ bytes: any ByteSource, of source: DatasetSource) throws {
        let most = CIFAR10Files.batchRecords
        pixels.reserveCapacity(most * (CIFAR10Files.recordBytes - 1))
        var record = [UInt8](repeating: 0, count: CIFAR10Files.recordBytes)
        while true {
            let count = try record.withUnsafeMutableBytes { try bytes.fill($0) }
            if count == 0 { break }
            try check(record, count, bytes, classes: source.classNames.count, most: most)
            append(record)
        }
        let isAny = source.variant != nil && !labels.isEmpty
        guard labels.count == most || isAny else {
            throw bytes.failure(
                .badRecord, expected: "\(most) records of \(CIFAR10Files.recordBytes) bytes",
                found: "\(labels.count)")
        }
    }

    private func check(
        _ record: [UInt8], _ count: Int, _ bytes: any ByteSource, classes: Int, most: Int
    ) throws {
        let place = "byte \(labels.count * record.count)"
        guard count == record.count else {
            throw bytes.failure(
                .badRecord, at: place, expected: "a record of \(record.count) bytes",
                found: "the end after \(count)")
        }
        guard labels.count < most else {
            throw bytes.failure(
                .badRecord, at: place, expected: "the end after \(most) records", found: "more")
        }
        guard Int(record[0]) < classes else {
            throw bytes.failure(
                .badLabel, at: place, expected: "a label from 0 to \(classes - 1)", found: "\(record[0])")
        }
    }

    private mutating func append(_ record: [UInt8]) {
        labels.append(record[0])
        let side = CIFAR10Files.side
        for row in 0..<side {
            for channel in 0..<CIFAR10Files.channels {
                let first = 1 + (channel * side + row) * side
                pixels.append(contentsOf: record[first..<first + side])
            }
        }
    }
}
