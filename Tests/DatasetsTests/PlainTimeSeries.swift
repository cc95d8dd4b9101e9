import Foundation

/// A `.ts` file read in the plainest way, by splitting: what the fast reader is compared with.
///
/// Written from the rules of `TimeSeriesReader`'s documentation, without its code; nil for files that break them.
struct PlainTimeSeries: Equatable {
    typealias Text = ArraySlice<UInt8>

    struct Case: Equatable {
        /// [channel][time], the bits of float32; NaN is missing.
        let channels: [[UInt32]]
        let label: [UInt8]
    }

    private(set) var cases: [Case] = []
    private var keys: [String: [String]] = [:]

    static func == (left: PlainTimeSeries, right: PlainTimeSeries) -> Bool { left.cases == right.cases }

    init?(_ bytes: [UInt8]) {
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        lines = lines.map { $0.last == 13 ? $0.dropLast() : $0 }
        if let first = lines.first, first.starts(with: [0xEF, 0xBB, 0xBF]) { lines[0] = first.dropFirst(3) }
        guard let data = lines.firstIndex(where: { Self.words($0).first?.lowercased() == "@data" }),
            Self.words(lines[data]).count == 1, readHeader(lines[..<data])
        else { return nil }
        for line in lines[(data + 1)...] where !Self.trimmed(line).isEmpty {
            guard let one = readCase(line), suits(one) else { return nil }
            cases.append(one)
        }
    }

    private func isTrue(_ key: String) -> Bool { keys[key]?.first?.lowercased() == "true" }
    private func isFalse(_ key: String) -> Bool { keys[key]?.first?.lowercased() == "false" }
    private func count(_ key: String) -> Int? { keys[key]?.first.flatMap { Int($0) } }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

    private static func words(_ line: Text) -> [String] {
        line.split(whereSeparator: isBlank).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func trimmed(_ text: Text) -> Text {
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text = text.dropLast() }
        return text
    }

    private static func split(_ text: Text, _ separator: Unicode.Scalar) -> [Text] {
        text.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
    }

    // MARK: - Header

    private static let flags = [
        "@timestamps", "@missing", "@univariate", "@equallength", "@classlabel", "@targetlabel",
    ]
    private static let counts = ["@dimension", "@dimensions", "@serieslength"]

    private mutating func readHeader(_ lines: ArraySlice<Text>) -> Bool {
        for line in lines {
            let words = Self.words(line)
            guard let first = words.first, ![35, 37].contains(first.utf8.first) else { continue }
            let (key, values) = (first.lowercased(), Array(words.dropFirst()))
            let isName = key == "@problemname"
            guard let value = values.first, isName || (Self.counts + Self.flags).contains(key),
                !Self.flags.contains(key) || ["true", "false"].contains(value.lowercased()),
                !Self.counts.contains(key) || (Int(value) ?? 0) > 0,
                values.count == 1 || isName || key == "@classlabel",
                isName || keys[key] == nil || keys[key] == values
            else { return false }
            keys[key] = values
        }
        return hasOneKindOfTarget && sizesAgree
    }

    private var hasOneKindOfTarget: Bool {
        let labels = keys["@classlabel"]?.dropFirst() ?? []
        if isTrue("@classlabel") && (labels.isEmpty || Set(labels).count < labels.count) { return false }
        if isFalse("@classlabel") && !labels.isEmpty { return false }
        if isTrue("@classlabel") && isTrue("@targetlabel") { return false }
        return keys["@classlabel"] != nil || keys["@targetlabel"] != nil
    }

    private var sizesAgree: Bool {
        if keys["@serieslength"] != nil && isFalse("@equallength") { return false }
        let dimensions = Set(["@dimension", "@dimensions"].compactMap(count))
        return dimensions.count < 2 && !(isTrue("@univariate") && dimensions.contains { $0 > 1 })
    }

    // MARK: - Cases

    private func readCase(_ line: Text) -> Case? {
        var fields = isTrue("@timestamps") ? Self.fieldsOutsideBrackets(line) : Self.split(line, ":")
        var label: [UInt8] = []
        if isTrue("@classlabel") || isTrue("@targetlabel") {
            guard fields.count > 1 else { return nil }
            label = Array(Self.trimmed(fields.removeLast()))
            let declared = (keys["@classlabel"] ?? []).dropFirst().map { Array($0.utf8) }
            if isTrue("@classlabel"), !declared.contains(label) { return nil }
            if isTrue("@targetlabel"), Self.number(label[...]) == nil { return nil }
        }
        var channels: [[UInt32]] = []
        for field in fields {
            guard let values = isTrue("@timestamps") ? Self.withoutStamps(field) : Self.split(field, ",")
            else { return nil }
            let numbers = values.compactMap(value)
            guard numbers.count == values.count else { return nil }
            channels.append(numbers)
        }
        return Case(channels: channels, label: label)
    }

    private func value(_ text: Text) -> UInt32? {
        let text = Self.trimmed(text)
        let isMissing = text == [63] || text.map { $0 | 32 } == Array("nan".utf8)
        if isMissing { return isTrue("@missing") ? Float.nan.bitPattern : nil }
        return Self.number(text)
    }

    private static func number(_ text: Text) -> UInt32? {
        guard isNumber(text) else { return nil }
        let value = strtof(String(decoding: text, as: UTF8.self), nil)
        return value.isFinite ? value.bitPattern : nil
    }

    private static func isNumber(_ text: Text) -> Bool {
        func areDigits(_ text: Text) -> Bool { text.allSatisfy { (48...57).contains($0) } }
        func unsigned(_ text: Text) -> Text { [43, 45].contains(text.first) ? text.dropFirst() : text }
        let parts = unsigned(text).split(omittingEmptySubsequences: false) { $0 | 32 == 101 }
        let mantissa = split(parts[0], ".")
        guard parts.count < 3, mantissa.count < 3, mantissa.allSatisfy(areDigits),
            parts[0].count >= mantissa.count
        else { return false }
        guard parts.count == 2 else { return true }
        let exponent = unsigned(parts[1])
        return !exponent.isEmpty && areDigits(exponent)
    }

    // MARK: - Time stamps

    private static func fieldsOutsideBrackets(_ line: Text) -> [Text] {
        var (fields, depth, start) = ([Text](), 0, line.startIndex)
        for (index, byte) in zip(line.indices, line) {
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            if byte == UInt8(ascii: ":") && depth == 0 {
                fields.append(line[start..<index])
                start = index + 1
            }
        }
        return fields + [line[start...]]
    }

    /// The values of `(stamp,value),(stamp,value)`; nil where that is not what is there.
    private static func withoutStamps(_ field: Text) -> [Text]? {
        // Every second comma separates pairs, the others stand within one.
        let pieces = split(field, ",")
        guard pieces.count.isMultiple(of: 2) else { return nil }
        var values: [Text] = []
        for index in stride(from: 0, to: pieces.count, by: 2) {
            let (open, close) = (trimmed(pieces[index]), trimmed(pieces[index + 1]))
            guard open.first == UInt8(ascii: "("), close.last == UInt8(ascii: ")") else { return nil }
            // No blanks between the stamp and its comma.
            guard open.endIndex == pieces[index].endIndex, isStamp(open.dropFirst().drop(while: isBlank))
            else {
                return nil
            }
            values.append(close.dropLast())
        }
        return values
    }

    private static func isStamp(_ text: Text) -> Bool {
        if isNumber(text) { return true }
        let form = String(
            decoding: text.map { (48...57).contains($0) ? 48 : $0 == 84 ? 32 : $0 }, as: UTF8.self)
        let day = "0000-00-00"
        if [day, day + " 00:00", day + " 00:00:00"].contains(form) { return true }
        let fraction = form.dropFirst(20)
        return form.hasPrefix(day + " 00:00:00.") && !fraction.isEmpty && fraction.allSatisfy { $0 == "0" }
    }

    // MARK: - Sizes

    private func suits(_ one: Case) -> Bool {
        let length = one.channels[0].count
        guard one.channels.allSatisfy({ $0.count == length }) else { return false }
        let dimensions = count("@dimensions") ?? count("@dimension") ?? (isFalse("@univariate") ? nil : 1)
        guard one.channels.count == dimensions ?? one.channels.count else { return false }
        if let first = cases.first, first.channels.count != one.channels.count { return false }
        if isFalse("@equallength") { return true }
        return length == count("@serieslength") ?? length
            && length == cases.first?.channels[0].count ?? length
    }
}
