import Foundation

/// One case of a `.ts` file, apart from its values.
struct TimeSeriesCase: Equatable {
    /// How many series are side by side.
    let channels: Int
    /// How many values each has.
    let length: Int
    /// Index of the label in the header, if the header declares labels.
    let label: Int?
    /// The number to be predicted, if the header announces one.
    let target: Float?
}

/// Reads a `.ts` file strictly, case by case, in bounded memory.
///
/// A case is a line: the channels and then the label or target, if there is one, separated by colons. Within a
/// channel, values are separated by commas. Each is a decimal number, or `(stamp,number)` if the header announces
/// time stamps. If values may be missing, `?` or `NaN` marks a missing one and is read as NaN. Blanks around values
/// and empty lines mean nothing. All channels of a case have the same length.
final class TimeSeriesReader {
    /// What the file says about its cases.
    let header: TimeSeriesHeader
    /// Values of the case that `next` returned last, [channel][time]; valid until the next call.
    var values: UnsafeBufferPointer<Float> { UnsafeBufferPointer(start: memory.baseAddress, count: count) }

    private let lines: LineReader
    private let labels: [[UInt8]]
    private var memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: 1 << 12)
    private var count = 0
    /// Channels of the first case; all others must have as many.
    private var channels: Int?
    private var length: Int?

    /// Reads the header.
    ///
    /// - Throws: `DatasetFileError`, like `next`.
    init(_ source: any ByteSource, bufferSize: Int = 1 << 20) throws {
        lines = LineReader(source, bufferSize: bufferSize)
        header = try TimeSeriesHeader(lines)
        if case .labels(let names) = header.target {
            labels = names.map { Array($0.utf8) }
        } else {
            labels = []
        }
        channels = header.channels
        length = header.length
    }

    deinit { memory.deallocate() }

    /// The next case, with its values in `values`; nil at the end of the file.
    ///
    /// - Throws: `DatasetFileError` with file, member, line and byte: `badSeries` if a line breaks the grammar or
    ///   contradicts the header, `badLabel` for an undeclared label, and what the source throws.
    func next() throws -> TimeSeriesCase? {
        while let line = try lines.next() {
            guard let start = line.baseAddress, !line.allSatisfy(isBlank) else { continue }
            reserve(line.count)
            guard let values = memory.baseAddress else { continue }
            return try read(
                TimeSeriesRow(line, start: start, values: values, lines: lines), start + line.count)
        }
        return nil
    }

    /// An error about the case that `next` returned last.
    func failure(expected: String, found: String) -> DatasetFileError {
        lines.failure(expected: expected, found: found)
    }

    private func read(_ line: TimeSeriesRow, _ end: UnsafePointer<UInt8>) throws -> TimeSeriesCase {
        var row = line
        let colon = header.target == .none ? end : try row.lastColon()
        var seen = 0
        var length = 0
        while true {
            let (before, first) = (row.count, row.place)
            try row.readChannel(upTo: colon, header.values)
            seen += 1
            if seen == 1 { length = row.count }
            guard row.count - before == length else {
                throw row.failure(
                    first, expected: "\(length) values in channel \(seen), as in the first",
                    found: "\(row.count - before)")
            }
            if row.place == colon { break }
            row.advance()
        }
        count = row.count
        try checkSize(row, channels: seen, length: length)
        let (label, target) = try readTarget(row, colon)
        return TimeSeriesCase(channels: seen, length: length, label: label, target: target)
    }

    /// Makes room for the values of a line of this many bytes: every value except one takes at least two bytes.
    private func reserve(_ bytes: Int) {
        let needed = bytes / 2 + 1
        guard needed > memory.count else { return }
        memory.deallocate()
        memory = .allocate(capacity: needed)
    }

    private func checkSize(_ row: TimeSeriesRow, channels seen: Int, length found: Int) throws {
        guard seen == channels ?? seen else {
            throw row.failure(
                expected: "\(channels ?? 0) channels (separated by colons) before the label", found: "\(seen)"
            )
        }
        channels = seen
        guard header.isEqualLength else { return }
        guard found == length ?? found else {
            throw row.failure(expected: "\(length ?? 0) values in each series", found: "\(found)")
        }
        length = found
    }

    /// The text after the colon at `colon`.
    private func readTarget(
        _ row: TimeSeriesRow, _ colon: UnsafePointer<UInt8>
    ) throws -> (label: Int?, target: Float?) {
        if header.target == .none { return (nil, nil) }
        let bytes = row.target(after: colon)
        if header.target == .number {
            var value: Float = 0
            guard let start = bytes.baseAddress,
                DecimalNumber.read(start, start + bytes.count, into: &value) == start + bytes.count
            else {
                throw row.failure(
                    bytes.baseAddress, expected: "a number after the last colon", found: shortened(bytes))
            }
            return (nil, value)
        }
        guard let label = labels.firstIndex(where: { bytes.elementsEqual($0) }) else {
            let known = labels.prefix(10).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
            throw row.failure(
                bytes.baseAddress, .badLabel,
                expected: "a declared label after the last colon (\(known)\(labels.count > 10 ? ", …" : ""))",
                found: shortened(bytes))
        }
        return (label, nil)
    }
}
