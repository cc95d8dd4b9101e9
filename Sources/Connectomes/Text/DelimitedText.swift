import Foundation

/// A table as CSV, TSV or with other separators, plain or packed by gzip: a header, then a row a line.
///
/// Every row has as many fields as the header. Fields may be padded with spaces, and quoted; none goes beyond its line. Lines that are
/// empty, and those before the header that begin with #, are passed over.
final class DelimitedText {
    /// The most columns that are read.
    private static let mostColumns = 10_000

    private let lines: TextLines
    let separator: Separator
    /// Names of the columns; their numbers from 1 if there is no header.
    private(set) var columns: [String] = []
    /// Fields of the row that `next` found, trimmed; valid until the next call.
    private(set) var fields: UnsafeMutableBufferPointer<Field>
    private var isFirstRowPending = false
    /// Whether there is one column only, and a line is its field, spaces in it included.
    private var isOneColumn = false
    /// Where quoted fields with quotes in them are put together.
    private var unquoted = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: TextLines.longestLine * 2)

    /// - Parameters:
    ///   - hasHeader: whether the first line names the columns.
    ///   - mayBeOneColumn: whether a header without any separator means that there is one column, whose fields may have spaces.
    /// - Throws: `ConnectomeFileError` if there is no first line, or it cannot be read.
    init(_ path: String, hasHeader: Bool, mayBeOneColumn: Bool = false) throws {
        lines = try TextLines(path)
        guard let header = try Self.firstLine(lines) else {
            throw ConnectomeFileError(
                path, "", "is empty, but a table was expected: a header, then a row a line")
        }
        separator = Separator(of: header)
        fields = .allocate(capacity: Self.mostColumns + 1)
        fields.initialize(repeating: Field(start: nil, count: 0))
        let count = try split(header)
        guard count <= Self.mostColumns else {
            throw lines.failure(
                "has more than \(Self.mostColumns) columns; give a table with a row for each connection")
        }
        columns = hasHeader ? fields[..<count].map(\.text) : (1...count).map(String.init)
        isFirstRowPending = !hasHeader
        isOneColumn = mayBeOneColumn && count == 1 && separator == .spaces
    }

    deinit {
        fields.deallocate()
        unquoted.deallocate()
    }

    /// Path of the file.
    var path: String { lines.path }
    /// Number of the line of the row.
    var line: Int { lines.number }

    /// A sentence if the separator is not what the file's name says.
    var remark: String? {
        guard let expected = Separator.expected(of: path), expected != separator, columns.count > 1 else {
            return nil
        }
        return "its name leads to expect \(expected.words), but fields are separated by \(separator.words)"
    }

    /// Goes to the next row; false after the last.
    ///
    /// - Throws: `ConnectomeFileError` that names the line, if the text cannot be read, or the row has another number of fields.
    @inline(__always)
    func next() throws -> Bool {
        if isFirstRowPending {
            isFirstRowPending = false
            return true
        }
        while let line = try lines.next() {
            if line.isEmpty { continue }
            let count = try split(line)
            if count == columns.count { return true }
            if line.trimmed.isEmpty { continue }
            throw failure(
                "has \(count) field\(count == 1 ? "" : "s") separated by \(separator.words), but \(columns.count) were expected, as "
                    + "the first line has")
        }
        return false
    }

    /// What is wrong with the row's line.
    func failure(_ problem: String) -> ConnectomeFileError { lines.failure(problem) }

    /// The place of a column.
    ///
    /// - Throws: `ConnectomeFileError` that lists the columns, if there is none of this name, or several.
    func column(_ name: String, option: String) throws -> Int {
        let places = columns.indices.filter { columns[$0] == name }
        guard places.count == 1 else {
            let listed = columns.prefix(30).joined(separator: ", ")
            throw ConnectomeFileError(
                path, "",
                "\(places.isEmpty ? "has no column “\(name)”" : "has \(places.count) columns “\(name)”") for \(option); the columns "
                    + "are: \(listed)\(columns.count > 30 ? ", …" : "")")
        }
        return places[0]
    }

    // MARK: - Fields

    private static func firstLine(_ lines: TextLines) throws -> Field? {
        while let line = try lines.next() {
            if !line.trimmed.isEmpty, line.first != UInt8(ascii: "#") { return line }
        }
        return nil
    }

    /// Puts the fields of a line into `fields`; returns their number, where one too many stands for any more.
    @inline(__always)
    private func split(_ line: Field) throws -> Int {
        if let base = line.baseAddress, memchr(base, 34, line.count) != nil { return try splitQuoted(line) }
        let byte = separator.byte
        if separator == .spaces { return isOneColumn ? takeWhole(line) : splitSpaces(line) }
        let most = columns.isEmpty ? Self.mostColumns + 1 : columns.count + 1
        var (count, start) = (0, 0)
        for place in 0...line.count where place == line.count || line[place] == byte {
            if count == most { return count }
            fields[count] = Field(rebasing: line[start..<place]).trimmed
            count += 1
            start = place + 1
        }
        return count
    }

    private func takeWhole(_ line: Field) -> Int {
        fields[0] = line.trimmed
        return fields[0].isEmpty ? 0 : 1
    }

    private func splitSpaces(_ line: Field) -> Int {
        var (count, place) = (0, 0)
        while true {
            while place < line.count, line[place] == 32 || line[place] == 9 { place += 1 }
            guard place < line.count, count < fields.count else { return count }
            let start = place
            while place < line.count, line[place] != 32, line[place] != 9 { place += 1 }
            fields[count] = Field(rebasing: line[start..<place])
            count += 1
        }
    }

    private func splitQuoted(_ line: Field) throws -> Int {
        var (count, place, used) = (0, 0, 0)
        while count < fields.count {
            while place < line.count, line[place] == 32 || (line[place] == 9 && separator != .tab) {
                place += 1
            }
            if place == line.count, separator == .spaces { return count }
            if place < line.count, line[place] == 34 {
                (fields[count], place) = try unquote(line, from: place + 1, &used)
            } else {
                let end =
                    isOneColumn ? line.count : line[place...].firstIndex(of: separator.byte) ?? line.count
                fields[count] = Field(rebasing: line[place..<end]).trimmed
                place = end
            }
            count += 1
            while place < line.count, separator != .spaces || isOneColumn, line[place] == 32 { place += 1 }
            if place == line.count { return count }
            guard line[place] == separator.byte else {
                throw failure(
                    "has text after a closing quote; put a separator between them, or double the quote")
            }
            place += 1
        }
        return count
    }

    /// The field that begins at `start`, after its quote, and the place after its end.
    private func unquote(_ line: Field, from start: Int, _ used: inout Int) throws -> (Field, Int) {
        var place = start
        let first = used
        while place < line.count {
            if line[place] == 34 {
                guard place + 1 < line.count, line[place + 1] == 34 else {
                    return (Field(rebasing: UnsafeBufferPointer(unquoted)[first..<used]).trimmed, place + 1)
                }
                place += 1
            }
            unquoted[used] = line[place]
            used += 1
            place += 1
        }
        throw failure(
            "a quoted field does not end on its line; close the quote, or write it without line breaks")
    }
}
