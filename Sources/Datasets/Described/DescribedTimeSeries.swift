import Foundation

/// `.ts` files, which hold series and their labels: the array of examples is [series][channel][time].
struct TimeSeriesFiles: DescribedReader {
    let size: ExampleSize

    func labels(
        _ half: DatasetDescription.Half, in files: [String: URL], _ classes: ClassTable
    ) throws -> [UInt8] {
        let source = try RawForm.open(rawFile(half.labels.file, in: files))
        let reader = try TimeSeriesReader(source)
        guard case .labels(let names) = reader.header.target else {
            throw source.failure(
                .badSeries, expected: "a header with class labels", found: "\(reader.header.target)")
        }
        let indices = names.map { classes.index(of: $0) }
        var labels: [UInt8] = []
        while let series = try reader.next() {
            let label = series.label ?? 0
            guard let index = indices[label] else {
                throw source.failure(
                    .badLabel, at: "series \(labels.count + 1)", expected: "labels \(classes.texts)",
                    found: names[label], remedy: ClassTable.remedyForText)
            }
            labels.append(index)
        }
        return labels
    }

    func withExamples(
        _ half: DatasetDescription.Half, in files: [String: URL], _ body: (any NumberArray) throws -> Void
    ) throws {
        let file = try rawFile(half.examples.file, in: files)
        // The number of series is not written anywhere.
        let counter = try TimeSeriesReader(RawForm.open(file))
        var count = 0
        while try counter.next() != nil { count += 1 }
        try body(SeriesNumbers(file, TimeSeriesReader(RawForm.open(file)), count: count, size))
    }
}

/// The values of the cases of a `.ts` file, one after the other.
private final class SeriesNumbers: NumberArray {
    let origin: ArrayOrigin
    let shape: [Int]
    let isFortranOrder = false
    let typeName = "text"
    private let reader: TimeSeriesReader
    /// Values of the current case that were not read yet.
    private var rest: ArraySlice<Float> = []
    private let size: ExampleSize

    init(_ file: URL, _ reader: TimeSeriesReader, count: Int, _ size: ExampleSize) {
        origin = ArrayOrigin(file, array: nil)
        shape = [count, size.inputs, size.steps]
        (self.reader, self.size) = (reader, size)
    }

    func read(floats: UnsafeMutableBufferPointer<Float>) throws -> Int {
        if rest.isEmpty {
            guard let series = try reader.next() else { return 0 }
            guard series.channels == size.inputs, series.length == size.steps else {
                throw reader.failure(
                    expected: "\(size.inputs) channels of \(size.steps) values",
                    found: "\(series.channels) of \(series.length)")
            }
            rest = Array(reader.values)[...]
        }
        let count = min(rest.count, floats.count)
        for (index, value) in rest.prefix(count).enumerated() { floats[index] = value }
        rest = rest.dropFirst(count)
        return count
    }

    func read(integers: UnsafeMutableBufferPointer<Int64>) throws -> Int {
        throw origin.failure(expected: "numbers that are read as series", found: "a description of images")
    }
}
