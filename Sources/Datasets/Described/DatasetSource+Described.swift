import Foundation
import Model

extension DatasetSource {
    /// What a description says, as a source like those of the catalogue.
    ///
    /// - Parameter hdf5: opens arrays of HDF5 files, which are read by a module above this one; nil where nothing is decoded.
    package init(_ description: DatasetDescription, hdf5: ArrayOpener? = nil) {
        let reader = description.reader(hdf5: hdf5)
        self.init(
            name: description.name, title: description.title, classNames: description.classes.map(\.name),
            origin: description.origin, shape: description.shape,
            distributions: [description.files.map(\.rawFile)],
            decoder: { source, files in
                let halves = try description.reporting { try DescribedHalves(description, reader, files) }
                return source.dataset(training: halves.training, test: halves.test)
            })
    }
}

extension DatasetDescription.File {
    /// Identified by its digest if there is one, else by its name.
    fileprivate var rawFile: RawFile {
        RawFile(name: name, content: content, published: published, mirrors: url.map { [$0] } ?? [])
    }
}

extension DatasetDescription {
    fileprivate func reader(hdf5: ArrayOpener?) -> any DescribedReader & Sendable {
        switch format {
        case .npz, .npy: ArraysReader(open: NumPyNumbers.open)
        case .idx: ArraysReader(open: IDXNumbers.open)
        case .hdf5:
            ArraysReader { file, place, body in
                guard let hdf5 else { preconditionFailure("no reader of HDF5 was given") }
                try hdf5(file, place, body)
            }
        case .ts: TimeSeriesFiles(size: size)
        case .csv: CommaSeparatedFiles(hasHeader: hasHeader)
        }
    }
}

extension DatasetDescription {
    /// Says of files that are not as described what helps with files of one's own, and what is no problem of theirs: the wrong format.
    fileprivate func reporting<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatasetFileError {
            if format != .hdf5, error.problem != .unreadable, Self.isHDF5(error.file) {
                throw DatasetFileError(
                    URL(fileURLWithPath: error.file), error.problem,
                    expected: "a file of the format \(format.rawValue)", found: "an HDF5 file",
                    remedy: "write format: hdf5 in the description of the dataset")
            }
            let ofPublished = [DatasetFileError.fetchAgain, DatasetFileError.correctOrFetchAgain]
            throw ofPublished.contains(error.remedy)
                ? error.with(remedy: DatasetFileError.correctFileOrDescription) : error
        }
    }

    /// Whether a file begins as HDF5's do.
    private static func isHDF5(_ path: String) -> Bool {
        let signature = [0x89] + Array("HDF\r\n\u{1a}\n".utf8)
        guard let file = try? PlainFile(URL(fileURLWithPath: path)) else { return false }
        return (try? file.read(signature.count, "signature", orFail: .badArray)) == signature
    }
}

/// Reads the examples of a described dataset, each straight to its place.
private struct DescribedHalves {
    private(set) var training: LabelledExamples
    private(set) var test: LabelledExamples

    init(_ description: DatasetDescription, _ reader: any DescribedReader, _ files: [String: URL]) throws {
        let reading = Reading(description: description, reader: reader, files: files)
        switch description.parts {
        case .given(let training, let count, let test, let testCount):
            self.training = try reading.all(training, count)
            self.test = try reading.all(test, testCount)
        case .drawn(let all, let count, let rule):
            (training, test) = try reading.drawn(all, count, rule)
        }
    }
}

private struct Reading {
    let description: DatasetDescription
    let reader: any DescribedReader
    let files: [String: URL]

    /// All examples of a half in the order of the file.
    func all(_ half: DatasetDescription.Half, _ count: Int) throws -> LabelledExamples {
        let labels = try labels(half, count)
        return LabelledExamples(try values(half, Array(0..<count), count).0, labels: labels)
    }

    /// The examples to learn from and those to test on.
    func drawn(
        _ half: DatasetDescription.Half, _ count: Int, _ rule: SplitRule
    ) throws -> (LabelledExamples, LabelledExamples) {
        let labels = try labels(half, count)
        if rule.isStratified { try checkClasses(labels, rule, half) }
        let drawn = rule.draw(labels)
        let (training, test) = try values(half, drawn.places, drawn.training.count)
        return (
            LabelledExamples(training, labels: drawn.training.map { labels[$0] }),
            LabelledExamples(test, labels: drawn.test.map { labels[$0] })
        )
    }

    private func labels(_ half: DatasetDescription.Half, _ count: Int) throws -> [UInt8] {
        let labels = try reader.labels(half, in: files, ClassTable(description.classes))
        guard labels.count == count else {
            throw failure(half, expected: "\(count) labels, as shape says", found: "\(labels.count)")
        }
        return labels
    }

    private func checkClasses(_ labels: [UInt8], _ rule: SplitRule, _ half: DatasetDescription.Half) throws {
        let counts = Dictionary(grouping: labels) { $0 }.mapValues(\.count)
        let tests = rule.testCount(of: labels.count)
        if let (label, _) = counts.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }), counts[label] == 1 {
            throw failure(
                half, expected: "two examples or more of each class, since the split is stratified",
                found: "one of class \(description.classes[Int(label)].name)")
        }
        guard min(tests, labels.count - tests) >= counts.count else {
            throw failure(
                half,
                expected: "as many examples to learn from and to test on as the \(counts.count) classes",
                found: "\(labels.count - tests) and \(tests)")
        }
    }

    private func failure(_ half: DatasetDescription.Half, expected: String, found: String) -> DatasetFileError
    {
        let file = files[half.labels.file] ?? URL(fileURLWithPath: half.labels.file)
        return ArrayOrigin(file, array: half.labels.names.first)
            .failure(.badLabel, expected: expected, found: found)
    }

    /// The numbers of all examples, each at its place: those before `first` in the first part, all others in the second.
    private func values(
        _ half: DatasetDescription.Half, _ places: [Int], _ first: Int
    ) throws -> (ExampleValues, ExampleValues) {
        let filler = ExampleFiller(
            size: description.size, layout: description.layout, scale: description.scale)
        switch description.size {
        case .image(let rows, let columns, let channels):
            let scale = description.scale.map {
                ByteScale(mean: Float($0.mean), standardDeviation: Float($0.deviation))
            }
            let layout = ImageLayout(
                rows: rows, channels: channels, columns: columns, scale: scale ?? .fraction)
            let (one, other) = try memory(places, first) { (starts: [UnsafeMutablePointer<UInt8>]) in
                try reader.withExamples(half, in: files) { try filler.fill(starts, from: $0) }
            }
            return (.images(one, layout), .images(other, layout))
        case .series(let steps, let inputs):
            let layout = SeriesLayout(steps: steps, channels: inputs)
            let (one, other) = try memory(places, first) { (starts: [UnsafeMutablePointer<Float>]) in
                try reader.withExamples(half, in: files) { try filler.fill(starts, from: $0) }
            }
            return (.series(one, layout), .series(other, layout))
        }
    }

    /// Memory for two parts; `fill` gets the start of each example.
    private func memory<Number: Numeric>(
        _ places: [Int], _ first: Int, _ fill: ([UnsafeMutablePointer<Number>]) throws -> Void
    ) throws -> ([Number], [Number]) {
        let size = description.size.steps * description.size.inputs
        var one = [Number](repeating: 0, count: first * size)
        var other = [Number](repeating: 0, count: (places.count - first) * size)
        try one.withUnsafeMutableBufferPointer { one in
            try other.withUnsafeMutableBufferPointer { other in
                guard let front = one.baseAddress, let back = other.baseAddress ?? one.baseAddress else {
                    return
                }
                try fill(places.map { $0 < first ? front + $0 * size : back + ($0 - first) * size })
            }
        }
        return (one, other)
    }
}
