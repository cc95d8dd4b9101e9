/// A JSON value that can be written in only one way (FORMAT.md, "Canonical JSON").
package indirect enum CanonicalJSON: Equatable, Sendable {
    /// An absent value.
    case null
    /// true or false.
    case bool(Bool)
    /// A whole number.
    case integer(Int)
    /// A finite number.
    case number(Double)
    /// A text.
    case string(String)
    /// Values in order.
    case array([CanonicalJSON])
    /// Values by name.
    case object([String: CanonicalJSON])

    /// The canonical text.
    package var text: String {
        var out = ""
        write(into: &out)
        return out
    }

    private func write(into out: inout String) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .integer(let value): out += String(value)
        case .number(let value):
            precondition(value.isFinite, "JSON has no \(value)")
            out += value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
        case .string(let value): Self.write(value, into: &out)
        case .array(let values):
            out += "["
            for (index, value) in values.enumerated() {
                if index > 0 { out += "," }
                value.write(into: &out)
            }
            out += "]"
        case .object(let members):
            out += "{"
            // The order of UTF-8 is that of code points.
            let names = members.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            for (index, name) in names.enumerated() {
                if index > 0 { out += "," }
                Self.write(name, into: &out)
                out += ":"
                members[name, default: .null].write(into: &out)
            }
            out += "}"
        }
    }

    private static func write(_ text: String, into out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }

    /// Parses JSON text; whole numbers become `.integer`.
    /// - Throws: `JSONProblem` if `data` is not JSON.
    package init(parsing data: some Sequence<UInt8>) throws(JSONProblem) {
        var parser = JSONParser(Array(data))
        self = try parser.parse()
    }

    /// The member `name` of an object, else nil.
    package subscript(name: String) -> CanonicalJSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The text of a string, else nil.
    package var string: String? { if case .string(let value) = self { value } else { nil } }

    /// A whole number, else nil.
    package var integer: Int? { if case .integer(let value) = self { value } else { nil } }

    /// Any number, else nil.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The members of an object, else none.
    package var members: [String: CanonicalJSON] {
        if case .object(let members) = self { members } else { [:] }
    }

    /// The values of an array, else none.
    package var values: [CanonicalJSON] { if case .array(let values) = self { values } else { [] } }
}

extension CanonicalJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
    /// A string.
    package init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    package init(integerLiteral value: Int) { self = .integer(value) }
    /// An object; if a name occurs twice, its last value counts.
    package init(dictionaryLiteral elements: (String, CanonicalJSON)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
    /// An array.
    package init(arrayLiteral elements: CanonicalJSON...) { self = .array(elements) }
}
