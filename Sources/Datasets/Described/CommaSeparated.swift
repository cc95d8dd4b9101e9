import Foundation

/// `.csv` files, an example a line: one column has its label, the others its numbers.
struct CommaSeparatedFiles: DescribedReader {
    let hasHeader: Bool

    func labels(
        _ half: DatasetDescription.Half, in files: [String: URL], _ classes: ClassTable
    ) throws -> [UInt8] {
        let table = try CommaSeparatedTable(rawFile(half.labels.file, in: files), hasHeader: hasHeader)
        let column = try table.place(of: half.labels.names[0])
        var labels: [UInt8] = []
        while let fields = try table.next() {
            guard let index = classes.index(of: fields[column]) else {
                throw table.failure(
                    .badLabel, column: column, expected: "labels \(classes.texts)", found: fields[column]
                ).with(remedy: ClassTable.remedyForText)
            }
            labels.append(index)
        }
        return labels
    }

    func withExamples(
        _ half: DatasetDescription.Half, in files: [String: URL], _ body: (any NumberArray) throws -> Void
    ) throws {
        let file = try rawFile(half.examples.file, in: files)
        let rows = try CommaSeparatedTable(file, hasHeader: hasHeader).countRows()
        let table = try CommaSeparatedTable(file, hasHeader: hasHeader)
        let label = try table.place(of: half.labels.names[0])
        let columns =
            half.examples.names.isEmpty
            ? table.columns.indices.filter { $0 != label }
            : try half.examples.names.map { try table.place(of: $0) }
        try body(TableNumbers(file, table, columns, rows: rows))
    }
}

/// A table as text: fields between commas, which may be in double quotes.
final class CommaSeparatedTable {
    /// The names of the columns; without a header their numbers, from 1.
    let columns: [String]
    private let lines: LineReader
    private var first: [String]?

    /// - Throws: `DatasetFileError`; so do all functions.
    init(_ file: URL, hasHeader: Bool) throws {
        lines = LineReader(try RawForm.open(file))
        guard let fields = try Self.fields(lines) else {
            throw lines.failure(.badArray, expected: "a table", found: "an empty file")
        }
        columns = hasHeader ? fields : (1...fields.count).map(String.init)
        first = hasHeader ? nil : fields
    }

    /// The fields of the next line that is not empty; as many as there are columns.
    func next() throws -> [String]? {
        if let fields = first {
            first = nil
            return fields
        }
        guard let fields = try Self.fields(lines) else { return nil }
        guard fields.count == columns.count else {
            throw lines.failure(
                .badArray, expected: "\(columns.count) fields between commas, as in the first line",
                found: "\(fields.count)")
        }
        return fields
    }

    /// How many lines are left that are not empty.
    func countRows() throws -> Int {
        var count = first == nil ? 0 : 1
        first = nil
        while let line = try lines.next() { count += line.allSatisfy(isBlank) ? 0 : 1 }
        return count
    }

    /// Where the only column of this name is.
    func place(of column: String) throws -> Int {
        let places = columns.indices.filter { columns[$0] == column }
        guard places.count == 1 else {
            let all = columns.prefix(10).joined(separator: ", ") + (columns.count > 10 ? ", …" : "")
            throw lines.source.failure(
                .badArray, expected: "one column named \(column)", found: "\(places.count) among \(all)",
                remedy: isSeparatedOtherwise
                    ? "separate columns with commas" : DatasetFileError.correctFileOrDescription)
        }
        return places[0]
    }

    /// Whether the first line has semicolons or tabs, and no comma.
    private var isSeparatedOtherwise: Bool {
        let fields = first ?? columns
        return fields.count == 1 && fields[0].contains { $0 == ";" || $0 == "\t" }
    }

    /// An error in the line that `next` returned last.
    func failure(
        _ problem: DatasetFileError.Problem, column: Int, expected: String, found: String
    ) -> DatasetFileError {
        lines.failure(
            problem, expected: "\(expected) in column \(columns[column])",
            found: found.isEmpty ? "nothing" : found)
    }

    private static func fields(_ lines: LineReader) throws -> [String]? {
        while let line = try lines.next() {
            var bytes = line[...]
            if lines.number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
            if bytes.allSatisfy(isBlank) { continue }
            return try split(bytes, lines)
        }
        return nil
    }

    private static func split(_ line: Slice<UnsafeBufferPointer<UInt8>>, _ lines: LineReader) throws
        -> [String]
    {
        let (comma, quote) = (UInt8(ascii: ","), UInt8(ascii: "\""))
        var fields: [String] = []
        var rest = line
        while true {
            rest = rest.drop(while: isBlank)
            if rest.first == quote {
                rest = rest.dropFirst()
                guard let end = rest.firstIndex(of: quote) else {
                    throw lines.failure(.badArray, expected: "a closing quote", found: "the end of the line")
                }
                fields.append(String(decoding: rest[..<end], as: UTF8.self))
                rest = rest[(end + 1)...].drop(while: isBlank)
                guard rest.isEmpty || rest.first == comma else {
                    throw lines.failure(
                        .badArray, expected: "a comma after a quoted field", found: shortened(rest))
                }
            } else {
                let end = rest.firstIndex(of: comma) ?? rest.endIndex
                var field = rest[..<end]
                while let last = field.last, isBlank(last) { field = field.dropLast() }
                fields.append(String(decoding: field, as: UTF8.self))
                rest = rest[end...]
            }
            if rest.isEmpty { return fields }
            rest = rest.dropFirst()
        }
    }
}

/// The numbers of some columns of a table, line after line.
private final class TableNumbers: NumberArray {
    let origin: ArrayOrigin
    let shape: [Int]
    let isFortranOrder = false
    let typeName = "text"
    private let table: CommaSeparatedTable
    private let columns: [Int]
    private var fields: [String]?
    /// How many of the columns were read in this line.
    private var done = 0

    init(_ file: URL, _ table: CommaSeparatedTable, _ columns: [Int], rows: Int) {
        origin = ArrayOrigin(file, array: nil)
        shape = [rows, columns.count]
        (self.table, self.columns) = (table, columns)
    }

    func read(floats: UnsafeMutableBufferPointer<Float>) throws -> Int {
        try next(floats, "a decimal number within the range of float32") { text in
            var value: Float = 0
            var text = text
            let isWhole = text.withUTF8 { bytes -> Bool in
                guard let start = bytes.baseAddress else { return false }
                let end = start + bytes.count
                return DecimalNumber.read(start, end, into: &value) == end
            }
            return isWhole ? value : nil
        }
    }

    func read(integers: UnsafeMutableBufferPointer<Int64>) throws -> Int {
        try next(integers, ExampleFiller.imageNumbers, remedy: ExampleFiller.imageRemedy) { Int64($0) }
    }

    private func next<Number>(
        _ numbers: UnsafeMutableBufferPointer<Number>, _ expected: String,
        remedy: String = DatasetFileError.correctFileOrDescription, _ read: (String) -> Number?
    ) throws -> Int {
        if fields == nil || done == columns.count { (fields, done) = (try table.next(), 0) }
        guard let fields else { return 0 }
        let count = min(numbers.count, columns.count - done)
        for index in 0..<count {
            let column = columns[done + index]
            guard let number = read(fields[column]) else {
                throw table.failure(.badArray, column: column, expected: expected, found: fields[column])
                    .with(remedy: remedy)
            }
            numbers[index] = number
        }
        done += count
        return count
    }
}
