/// Reads the literal of a Python dictionary, as far as headers of `.npy` files have it: text, True and False, whole numbers, tuples
/// and lists. Nothing is evaluated.
struct LiteralReader {
    indirect enum Value {
        case string(String)
        case bool(Bool)
        case integer(Int)
        case tuple([Value])
        case list([Value])
    }

    private typealias Mistake = NumPyHeader.Mistake

    /// Tuples in lists in tuples are a program's own invention.
    private static let deepest = 4

    private let text: [UInt8]
    private var place = 0

    init(_ text: [UInt8]) { self.text = text }

    /// The whole text: a dictionary with blanks around it.
    mutating func dictionary() throws(NumPyHeader.Mistake) -> [(String, Value)] {
        var entries: [(String, Value)] = []
        try expect("{")
        while !skip("}") {
            guard case .string(let key) = try value(0) else { throw wrong("a key in quotes") }
            try expect(":")
            entries.append((key, try value(0)))
            if !skip(",") {
                try expect("}")
                break
            }
        }
        skipBlanks()
        guard place == text.count else { throw wrong("nothing after the dictionary") }
        return entries
    }

    private mutating func value(_ depth: Int) throws(NumPyHeader.Mistake) -> Value {
        skipBlanks()
        guard place < text.count, depth < Self.deepest else { throw wrong("a value") }
        switch text[place] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "("):
            let (items, hasComma) = try items(until: ")", depth)
            // Python takes (3) for the number.
            return items.count == 1 && !hasComma ? items[0] : .tuple(items)
        case UInt8(ascii: "["): return .list(try items(until: "]", depth).items)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer())
        default: return .bool(try bool())
        }
    }

    private mutating func items(
        until end: Unicode.Scalar, _ depth: Int
    ) throws(NumPyHeader.Mistake) -> (items: [Value], hasComma: Bool) {
        place += 1
        var items: [Value] = []
        var hasComma = false
        while !skip(end) {
            items.append(try value(depth + 1))
            if skip(",") {
                hasComma = true
            } else {
                try expect(end)
                break
            }
        }
        return (items, hasComma)
    }

    /// Text in quotes; types and field names have no escapes.
    private mutating func string() throws(NumPyHeader.Mistake) -> String {
        let quote = text[place]
        guard let end = text[(place + 1)...].firstIndex(of: quote) else { throw wrong("a closing quote") }
        let bytes = text[(place + 1)..<end]
        guard !bytes.contains(UInt8(ascii: "\\")) else { throw wrong("text without escapes") }
        place = end + 1
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func integer() throws(NumPyHeader.Mistake) -> Int {
        var number = 0
        let first = place
        while place < text.count, case let digit = text[place] &- UInt8(ascii: "0"), digit < 10 {
            guard number < 1 << 58 else { throw wrong("a size that fits into memory") }
            number = 10 * number + Int(digit)
            place += 1
        }
        guard place == first + 1 || text[first] != UInt8(ascii: "0") else {
            throw wrong("a number without leading zeros")
        }
        return number
    }

    private mutating func bool() throws(NumPyHeader.Mistake) -> Bool {
        for (word, value) in [("True", true), ("False", false)] where text[place...].starts(with: word.utf8) {
            place += word.utf8.count
            return value
        }
        throw wrong("text in quotes, True, False, a number, a tuple or a list")
    }

    private mutating func skipBlanks() {
        while place < text.count, [0x20, 0x0A, 0x09, 0x0D].contains(text[place]) { place += 1 }
    }

    private mutating func skip(_ sign: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard place < text.count, text[place] == UInt8(ascii: sign) else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ sign: Unicode.Scalar) throws(NumPyHeader.Mistake) {
        if !skip(sign) { throw wrong("“\(sign)”") }
    }

    private func wrong(_ expected: String) -> NumPyHeader.Mistake {
        let rest = text[min(place, text.count)...].prefix(20)
        let found = rest.isEmpty ? "its end" : "“\(String(decoding: rest, as: UTF8.self))”"
        return Mistake(expected: "\(expected) at byte \(place) of the header", found: found)
    }
}
