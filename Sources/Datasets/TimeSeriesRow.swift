/// Reads the line of a case: a position in it that moves on, and memory for the values.
///
/// Only pointers, so that the loop over values keeps them in registers.
struct TimeSeriesRow {
    /// Where reading continues.
    private(set) var place: UnsafePointer<UInt8>
    /// Values read so far.
    private(set) var count = 0

    private let start: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>
    private let values: UnsafeMutablePointer<Float>
    private let lines: LineReader

    /// A row of `lines`; `values` has room for one value for every two bytes of the line, plus one.
    init(
        _ line: UnsafeBufferPointer<UInt8>, start: UnsafePointer<UInt8>, values: UnsafeMutablePointer<Float>,
        lines: LineReader
    ) {
        self.start = start
        end = start + line.count
        place = start
        self.values = values
        self.lines = lines
    }

    /// The colon before the label or target: the last one.
    ///
    /// - Throws: `DatasetFileError.badSeries` if there is none.
    func lastColon() throws -> UnsafePointer<UInt8> {
        var p = end
        while p > start {
            p -= 1
            if p.pointee == UInt8(ascii: ":") { return p }
        }
        throw failure(start, expected: "a label or target after a colon", found: "no colon")
    }

    // MARK: - Values

    /// Reads the values of one channel, up to the next colon or `limit`, and stops there.
    ///
    /// - Throws: `DatasetFileError.badSeries`.
    mutating func readChannel(upTo limit: UnsafePointer<UInt8>, _ header: TimeSeriesHeader.Values) throws {
        while true {
            if header.hasTimeStamps { try readTimeStamp(limit) }
            place = skipBlanks(place, limit)
            if let past = DecimalNumber.read(place, limit, into: &values[count]) {
                place = past
            } else {
                try readMissing(limit, areAllowed: header.canBeMissing)
            }
            count &+= 1
            place = skipBlanks(place, limit)
            if header.hasTimeStamps { try closeTimeStamp(limit) }
            if place == limit || place.pointee == UInt8(ascii: ":") { return }
            guard place.pointee == UInt8(ascii: ",") else {
                throw failure(place, expected: "a comma, a colon or the end", found: text(place, limit))
            }
            place += 1
        }
    }

    private mutating func readMissing(_ limit: UnsafePointer<UInt8>, areAllowed: Bool) throws {
        let rest = UnsafeBufferPointer(start: place, count: limit - place)
        let isNaN = rest.prefix(3).map { $0 | 0x20 } == Array("nan".utf8)
        guard isNaN || rest.first == UInt8(ascii: "?") else {
            throw failure(
                place, expected: "a decimal number within the range of float32", found: text(place, limit))
        }
        guard areAllowed else {
            throw failure(
                place, expected: "no missing values, since the header does not say @missing true",
                found: text(place, limit))
        }
        values[count] = .nan
        place += isNaN ? 3 : 1
    }

    // MARK: - Time stamps, which are checked for their form and dropped

    private mutating func readTimeStamp(_ limit: UnsafePointer<UInt8>) throws {
        place = skipBlanks(place, limit)
        try skip("(", limit)
        place = skipBlanks(place, limit)
        let first = place
        while place < limit, place.pointee != UInt8(ascii: ",") { place += 1 }
        guard Self.isTimeStamp(first, place) else {
            throw failure(
                first, expected: "a time stamp: a number, or a date such as 2007-01-01 00:00:00",
                found: text(first, limit))
        }
        try skip(",", limit)
    }

    private mutating func closeTimeStamp(_ limit: UnsafePointer<UInt8>) throws {
        try skip(")", limit)
        place = skipBlanks(place, limit)
    }

    private static func isTimeStamp(_ first: UnsafePointer<UInt8>, _ past: UnsafePointer<UInt8>) -> Bool {
        var number: Float = 0
        if DecimalNumber.read(first, past, into: &number) == past { return true }
        let bytes = UnsafeBufferPointer(start: first, count: past - first)
        // A day, a minute, a second, or fractions of it.
        guard [10, 16, 19].contains(bytes.count) || bytes.count > 20 else { return false }
        let fits = zip(bytes, "dddd-dd-dd dd:dd:dd.".utf8).allSatisfy { byte, wanted in
            switch wanted {
            case UInt8(ascii: "d"): isDigit(byte)
            case UInt8(ascii: " "): byte == wanted || byte == UInt8(ascii: "T")
            default: byte == wanted
            }
        }
        return fits && bytes.dropFirst(20).allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private mutating func skip(_ sign: Unicode.Scalar, _ limit: UnsafePointer<UInt8>) throws {
        guard place < limit, place.pointee == UInt8(ascii: sign) else {
            throw failure(place, expected: "“\(sign)”", found: text(place, limit))
        }
        place += 1
    }

    // MARK: - Label or target

    /// The text after the colon at `colon`, without blanks around it.
    func target(after colon: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let first = skipBlanks(colon + 1, end)
        var past = end
        while past > first, isBlank(past[-1]) { past -= 1 }
        return UnsafeBufferPointer(start: first, count: past - first)
    }

    // MARK: - Both

    /// Moves on to the next byte.
    mutating func advance() { place += 1 }

    @inline(__always)
    private func skipBlanks(
        _ first: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        var p = first
        while p < limit, isBlank(p.pointee) { p += 1 }
        return p
    }

    private func text(_ p: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>) -> String {
        let rest = UnsafeBufferPointer(start: p, count: limit - p)
        return rest.isEmpty ? "the end of the values" : shortened(rest)
    }

    /// An error at `p`, or at the start of the line.
    func failure(
        _ p: UnsafePointer<UInt8>? = nil, _ problem: DatasetFileError.Problem = .badSeries, expected: String,
        found: String
    ) -> DatasetFileError {
        lines.failure(at: (p ?? start) - start, problem, expected: expected, found: found)
    }
}
