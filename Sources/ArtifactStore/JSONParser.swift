/// Why a text is not JSON that the store accepts.
package struct JSONProblem: Error, CustomStringConvertible {
    /// The byte at which this was found, from 0.
    let offset: Int
    let reason: String

    /// Reason and place.
    package var description: String { "\(reason) at byte \(offset)" }
}

/// Reads JSON (RFC 8259) strictly: one value, no member twice, at most 64 levels, valid UTF-8, finite numbers.
///
/// Our own parser, since recipes are read by the hundred thousand and come from other people: it takes linear time,
/// and no input can exhaust the stack.
struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    private static let deepest = 64

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value of the whole text.
    /// - Throws: `JSONProblem`.
    mutating func parse() throws(JSONProblem) -> CanonicalJSON {
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw problem("there is more text after the end") }
        return value
    }

    private func problem(_ reason: String) -> JSONProblem { JSONProblem(offset: position, reason: reason) }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(JSONProblem) -> CanonicalJSON {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return try nested()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw problem("the text ends")
        default: return try number()
        }
    }

    private mutating func nested() throws(JSONProblem) -> CanonicalJSON {
        depth += 1
        guard depth <= Self.deepest else { throw problem("more than \(Self.deepest) levels") }
        let value = take(UInt8(ascii: "{")) ? try object() : try array()
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONProblem) -> CanonicalJSON {
        var members: [String: CanonicalJSON] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw problem("no colon after “\(name)”") }
            guard members.updateValue(try value(), forKey: name) == nil else {
                throw problem("“\(name)” occurs twice")
            }
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw problem("neither comma nor brace") }
        return .object(members)
    }

    private mutating func array() throws(JSONProblem) -> CanonicalJSON {
        var values: [CanonicalJSON] = []
        position += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(values) }
        repeat {
            values.append(try value())
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw problem("neither comma nor bracket") }
        return .array(values)
    }

    private mutating func word(_ text: StaticString, _ value: CanonicalJSON) throws(JSONProblem)
        -> CanonicalJSON
    {
        for index in 0..<text.utf8CodeUnitCount {
            guard take(text.utf8Start[index]) else { throw problem("no JSON value") }
        }
        return value
    }

    private mutating func number() throws(JSONProblem) -> CanonicalJSON {
        let start = position
        var isWhole = true
        _ = take(UInt8(ascii: "-"))
        let first = position
        try digits()
        if position - first > 1 && bytes[first] == UInt8(ascii: "0") {
            throw problem("a zero before a number")
        }
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            position += 1
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw problem("a number out of range") }
        return .number(number)
    }

    private mutating func digits() throws(JSONProblem) {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        guard position > start else { throw problem("no JSON value") }
    }
}

// MARK: Strings

extension JSONParser {
    private mutating func string() throws(JSONProblem) -> String {
        guard take(UInt8(ascii: "\"")) else { throw problem("no text in quotes") }
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            position += 1
        }
        // Nearly all strings have no escape.
        if next == UInt8(ascii: "\"") {
            position += 1
            return try text(Array(bytes[start..<position - 1]))
        }
        var plain = Array(bytes[start..<position])
        while true {
            guard let byte = next, byte >= 0x20 else { throw problem("an unterminated text") }
            position += 1
            if byte == UInt8(ascii: "\"") { return try text(plain) }
            if byte == UInt8(ascii: "\\") {
                plain += String(Character(try escaped())).utf8
            } else {
                plain.append(byte)
            }
        }
    }

    private func text(_ utf8: [UInt8]) throws(JSONProblem) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw problem("no UTF-8") }
        return text
    }

    private mutating func escaped() throws(JSONProblem) -> Unicode.Scalar {
        guard let byte = next else { throw problem("an unterminated text") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar()
        default: throw problem("an unknown escape")
        }
    }

    private mutating func scalar() throws(JSONProblem) -> Unicode.Scalar {
        let high = try codeUnit()
        if (0xD800..<0xDC00).contains(high) {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                throw problem("half a character")
            }
            let low = try codeUnit()
            guard (0xDC00..<0xE000).contains(low) else { throw problem("half a character") }
            let value = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
            if let scalar = Unicode.Scalar(value) { return scalar }
        }
        guard let scalar = Unicode.Scalar(high) else { throw problem("half a character") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONProblem) -> UInt32 {
        guard position + 4 <= bytes.count,
            bytes[position..<position + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw problem("no four hexadecimal digits") }
        position += 4
        return value
    }
}
