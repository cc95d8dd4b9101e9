import Archives
import Foundation
import Model

/// The two `.ts` files of a problem from the UEA archive, in an archive or on their own, packed by gzip or not.
struct UEAFiles {
    /// Name of the problem: the files are `NAME_TRAIN.ts` and `NAME_TEST.ts`, the archive `NAME.zip`.
    let problem: String
    /// Seed of the split into training and test set.
    let testSeed: UInt32

    /// Bytes of a value with its comma, at most: sixteen digits, a sign, a point, an exponent.
    private static let valueBytes = 32

    /// In the order in which their series are counted.
    private var halves: [String] { ["\(problem)_TRAIN.ts", "\(problem)_TEST.ts"] }

    /// Reads all series of both files, each straight to its place in the training or test set.
    ///
    /// Classes are the labels in the order of their characters, as in NumPy's `unique`.
    func decode(_ source: DatasetSource, _ files: [String: URL]) throws -> Dataset {
        let shape = source.shape
        // A variant has its own number of series, which decides the split, so they are counted first.
        let count =
            try source.variant == nil
            ? shape.trainingExamples + shape.testExamples : seriesCount(files, shape)
        let collection = SeriesCollection(
            split: SeriesSplit(count: count, seed: testSeed), shape: shape, classes: source.classNames.count)
        for half in halves {
            try withSource(half, in: files, shape) { try collection.add($0) }
        }
        guard collection.count == count else {
            throw DatasetFileError(
                try file(in: files), .badSeries,
                expected: "\(count) series in \(halves.joined(separator: " and "))",
                found: "\(collection.count)")
        }
        return source.dataset(training: collection.training, test: collection.test)
    }

    private func seriesCount(_ files: [String: URL], _ shape: DatasetShape) throws -> Int {
        var count = 0
        for half in halves {
            try withSource(half, in: files, shape) { bytes in
                let reader = try TimeSeriesReader(bytes)
                while try reader.next() != nil { count += 1 }
            }
        }
        guard count > 1 else {
            throw DatasetFileError(
                try file(in: files), .badSeries, expected: "at least two series", found: "\(count)")
        }
        return count
    }

    /// The archive, or the first of the files.
    private func file(in files: [String: URL]) throws -> URL {
        try files["\(problem).zip"] ?? rawFile(halves[0], in: files)
    }

    private func withSource(
        _ half: String, in files: [String: URL], _ shape: DatasetShape,
        _ body: (any ByteSource) throws -> Void
    ) throws {
        guard let archive = files["\(problem).zip"] else {
            return try body(RawForm.open(rawFile(half, in: files)))
        }
        let series = max(shape.trainingExamples + shape.testExamples, 1_000_000)
        let bytes = series * shape.steps * shape.inputs * Self.valueBytes
        // The archives also hold the problem in other formats, and descriptions.
        let limits = ArchiveLimits(memberBytes: bytes, totalBytes: bytes, members: 100)
        try ArchiveReader(archive, limits: limits).forEach([half], all: halves.joined(separator: " and ")) {
            member, _ in try body(member)
        }
    }
}

/// Where series go: memory for all of them, training and test set, filled in the order of the split.
private final class SeriesCollection {
    private(set) var count = 0

    private let split: SeriesSplit
    private let places: [Int32]
    private let shape: DatasetShape
    private let classes: Int
    private var values: [[Float]]
    private var labels: [[UInt8]]
    private var labelNames: [String]?

    init(split: SeriesSplit, shape: DatasetShape, classes: Int) {
        self.split = split
        self.shape = shape
        self.classes = classes
        places = split.places
        let sizes = [split.training.count, split.test.count]
        values = sizes.map { [Float](repeating: 0, count: $0 * shape.steps * shape.inputs) }
        labels = sizes.map { [UInt8](repeating: 0, count: $0) }
    }

    var training: LabelledExamples { examples(0) }
    var test: LabelledExamples { examples(1) }

    private func examples(_ half: Int) -> LabelledExamples {
        let layout = SeriesLayout(steps: shape.steps, channels: shape.inputs)
        return LabelledExamples(.series(values[half], layout), labels: labels[half])
    }

    /// Adds all series of a `.ts` file.
    func add(_ bytes: any ByteSource) throws {
        let reader = try TimeSeriesReader(bytes)
        let classOfLabel = try classes(of: reader.header, bytes)
        while let series = try reader.next() {
            guard series.length == shape.steps, series.channels == shape.inputs else {
                throw reader.failure(
                    expected: "\(shape.inputs) channels of \(shape.steps) values",
                    found: "\(series.channels) of \(series.length)")
            }
            guard count < places.count else {
                throw reader.failure(expected: "the end after \(places.count) series", found: "another")
            }
            store(reader.values, classOfLabel[series.label ?? 0])
        }
    }

    /// The class of each label in the header: its rank among them. Both files must declare the same labels.
    private func classes(of header: TimeSeriesHeader, _ bytes: any ByteSource) throws -> [UInt8] {
        guard case .labels(let names) = header.target, names.count == classes, !header.values.canBeMissing
        else {
            throw bytes.failure(
                .badSeries, expected: "a header with \(classes) class labels and without missing values",
                found: "\(header)")
        }
        let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard sorted == labelNames ?? sorted else {
            throw bytes.failure(
                .badLabel, expected: "the other file's labels \((labelNames ?? []).joined(separator: ", "))",
                found: sorted.joined(separator: ", "))
        }
        labelNames = sorted
        return names.map { UInt8(sorted.firstIndex(of: $0) ?? 0) }
    }

    /// Puts the next series in its place, from [channel][time], as in files, to [time][channel], as networks read it.
    private func store(_ series: UnsafeBufferPointer<Float>, _ label: UInt8) {
        let place = Int(places[count])
        let half = place < split.training.count ? 0 : 1
        let index = place - half * split.training.count
        let (steps, channels) = (shape.steps, shape.inputs)
        values[half].withUnsafeMutableBufferPointer { all in
            for channel in 0..<channels {
                for time in 0..<steps {
                    all[(index * steps + time) * channels + channel] = series[channel * steps + time]
                }
            }
        }
        labels[half][index] = label
        count += 1
    }
}
