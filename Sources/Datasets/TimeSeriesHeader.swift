// The `.ts` format of the UEA archive (timeseriesclassification.com; sktime and aeon read it): lines `@key value…`
// in any order, comments, then `@data` and one case a line.

/// What a `.ts` file says about its cases.
struct TimeSeriesHeader: Equatable {
    /// What comes after the last colon of a case.
    enum Target: Equatable {
        /// Nothing: there is no such field.
        case none
        /// One of these labels, in the order of the file.
        case labels([String])
        /// A number.
        case number
    }

    /// How values are written.
    struct Values: Equatable {
        /// `@timeStamps`: each is `(stamp,value)`.
        var hasTimeStamps = false
        /// `@missing`.
        var canBeMissing = false
    }

    /// `@problemName`; the last one, if there are several.
    var problemName: String?
    /// `@timeStamps` and `@missing`.
    var values = Values()
    /// `@dimensions`, or 1 if `@univariate` says so or nothing is said; nil: as many as the first case has.
    var channels: Int?
    /// `@equalLength`: all cases have as many values as the first.
    var isEqualLength = true
    /// `@seriesLength`: the number of values in each case, if it is announced.
    var length: Int?
    /// `@classLabel` or `@targetLabel`.
    var target = Target.none

    /// Reads up to and including `@data`.
    ///
    /// - Throws: `DatasetFileError.badSeries` with the line.
    init(_ lines: LineReader) throws {
        var given: [String: [String]] = [:]
        while let line = try lines.next() {
            guard let words = try Self.words(line, lines) else { continue }
            let key = words[0].lowercased()
            if key == "@data" {
                guard words.count == 1 else {
                    throw lines.failure(expected: "nothing after @data", found: shortened(words[1]))
                }
                try interpret(given, lines)
                return
            }
            try Self.check(key, words, given[key], lines)
            given[key] = Array(words.dropFirst())
        }
        throw lines.failure(expected: "a line @data", found: "the end of the file")
    }

    private static let keys = [
        "@problemname", "@timestamps", "@missing", "@univariate", "@dimension", "@dimensions", "@equallength",
        "@serieslength", "@classlabel", "@targetlabel",
    ]

    /// The words of a header line, or nil for a comment or an empty line.
    private static func words(
        _ line: UnsafeBufferPointer<UInt8>, _ lines: LineReader
    ) throws -> [String]? {
        var bytes = line[...]
        if lines.number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        bytes = bytes.drop { isBlank($0) }
        guard let first = bytes.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "%") else {
            return nil
        }
        guard first == UInt8(ascii: "@") else {
            throw lines.failure(
                expected: "a header (@…) or a comment (# or %) before @data", found: shortened(bytes))
        }
        return bytes.split { isBlank($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func check(
        _ key: String, _ words: [String], _ before: [String]?, _ lines: LineReader
    ) throws {
        guard keys.contains(key) else {
            throw lines.failure(
                expected: "one of \(keys.joined(separator: ", ")), @data", found: shortened(words[0]))
        }
        guard words.count > 1 else { throw lines.failure(expected: "a value after \(key)", found: "none") }
        let isOne = !["@problemname", "@classlabel"].contains(key)
        guard words.count == 2 || !isOne else {
            throw lines.failure(expected: "one value after \(key)", found: "\(words.count - 1)")
        }
        // Files of the archive sometimes name a problem twice, but nothing else.
        guard before == nil || before == Array(words.dropFirst()) || key == "@problemname" else {
            throw lines.failure(expected: "\(key) once", found: "another value for it")
        }
    }

    private mutating func interpret(_ given: [String: [String]], _ lines: LineReader) throws {
        func flag(_ key: String) throws -> Bool? {
            guard let word = given[key]?.first else { return nil }
            switch word.lowercased() {
            case "true": return true
            case "false": return false
            default: throw lines.failure(expected: "\(key) true or false", found: shortened(word))
            }
        }
        func count(_ key: String) throws -> Int? {
            guard let word = given[key]?.first else { return nil }
            guard let value = Int(word), value > 0 else {
                throw lines.failure(expected: "\(key) and a number above zero", found: shortened(word))
            }
            return value
        }
        problemName = given["@problemname"]?.joined(separator: " ")
        values.hasTimeStamps = try flag("@timestamps") ?? false
        values.canBeMissing = try flag("@missing") ?? false
        isEqualLength = try flag("@equallength") ?? true
        length = try count("@serieslength")
        guard length == nil || isEqualLength else {
            throw lines.failure(expected: "no @serieslength where @equallength is false", found: "one")
        }
        let dimensions = try [count("@dimensions"), count("@dimension")]
        channels = try Self.channels(flag("@univariate"), dimensions.compactMap { $0 }, lines)
        target = try Self.target(flag("@targetlabel"), flag("@classlabel"), given["@classlabel"] ?? [], lines)
    }

    private static func channels(
        _ isUnivariate: Bool?, _ dimensions: [Int], _ lines: LineReader
    ) throws -> Int? {
        guard Set(dimensions).count < 2 else {
            throw lines.failure(expected: "one number of dimensions", found: "two")
        }
        guard let count = dimensions.first else { return isUnivariate == false ? nil : 1 }
        guard isUnivariate != true || count == 1 else {
            throw lines.failure(
                expected: "one dimension where @univariate is true", found: "@dimensions \(count)")
        }
        return count
    }

    private static func target(
        _ isNumber: Bool?, _ hasLabels: Bool?, _ labelWords: [String], _ lines: LineReader
    ) throws -> Target {
        let labels = Array(labelWords.dropFirst())
        switch (hasLabels, isNumber) {
        case (true, true):
            throw lines.failure(expected: "either @classlabel or @targetlabel", found: "both")
        case (true, _):
            guard !labels.isEmpty, Set(labels).count == labels.count else {
                throw lines.failure(
                    expected: "different labels after @classlabel true",
                    found: labels.isEmpty ? "none" : "some that are equal")
            }
            return .labels(labels)
        case (false, _) where !labels.isEmpty:
            throw lines.failure(expected: "no labels after @classlabel false", found: "\(labels.count)")
        case (_, true): return .number
        case (nil, nil):
            throw lines.failure(expected: "@classlabel or @targetlabel before @data", found: "neither")
        default: return .none
        }
    }
}

extension LineReader {
    /// An error in the current line; `column` counts its bytes from 0.
    func failure(
        at column: Int = 0, _ problem: DatasetFileError.Problem = .badSeries, expected: String, found: String
    ) -> DatasetFileError {
        source.failure(
            problem, at: "line \(number), byte \(offset + column)", expected: expected, found: found,
            remedy: DatasetFileError.correctOrFetchAgain)
    }
}

/// A space or a tab.
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

/// The start of a text from a file, safe to print.
func shortened(_ bytes: some Sequence<UInt8>) -> String {
    let start = Array(bytes.prefix(41))
    let text = start.prefix(40).map { byte in
        (0x20...0x7e).contains(byte)
            ? String(UnicodeScalar(byte)) : "\\x" + [byte].hexadecimal
    }
    return start.isEmpty ? "nothing" : "“\(text.joined())\(start.count > 40 ? "…" : "")”"
}

/// See the form for bytes.
func shortened(_ text: String) -> String { shortened(text.utf8) }
