import Mustache

/// What templates show: a plain tree of texts, answers, lists and named parts. Words around them, and the form, are the templates'.
package enum PageValue: Equatable, Sendable {
    /// Shown as text, whatever it holds; an empty one counts as no.
    case text(String)
    /// Whether something is so.
    case flag(Bool)
    /// One after another; an empty one counts as no.
    case list([PageValue])
    /// By name.
    case parts([String: PageValue])

    /// What is not there.
    package static let none = PageValue.flag(false)

    /// Digits, in groups of three.
    package static func number(_ number: Int) -> PageValue { .text(number.grouped) }

    /// A list of texts.
    package static func texts(_ texts: [String]) -> PageValue { .list(texts.map(PageValue.text)) }

    /// The same with more parts, or others of the same names.
    package func with(_ others: [String: PageValue]) -> PageValue {
        guard case .parts(let own) = self else { return .parts(others) }
        return .parts(own.merging(others) { $1 })
    }

    /// All names in the tree.
    var names: Set<String> {
        switch self {
        case .text, .flag: []
        case .list(let values): values.reduce(into: []) { $0.formUnion($1.names) }
        case .parts(let parts): parts.values.reduce(into: Set(parts.keys)) { $0.formUnion($1.names) }
        }
    }

    /// As the library takes it.
    var forMustache: Any {
        switch self {
        case .text(let text): text.isEmpty ? NoText() : Self.escapable(text)
        case .flag(let flag): flag
        case .list(let values): values.map(\.forMustache)
        case .parts(let parts): parts.mapValues(\.forMustache)
        }
    }

    /// The library escapes characters as people see them: a `<` with an accent on it would stay a `<`. A word joiner, which is not
    /// seen, keeps the two apart.
    private static func escapable(_ text: String) -> String {
        let special: Set<Unicode.Scalar> = ["<", ">", "&", "\"", "'"]
        func isAccented(_ character: Character) -> Bool {
            character.unicodeScalars.count > 1 && special.contains(character.unicodeScalars.first!)
        }
        guard text.contains(where: isAccented) else { return text }
        return text.reduce(into: "") { apart, character in
            guard isAccented(character) else { return apart.append(character) }
            let scalars = character.unicodeScalars
            apart.unicodeScalars.append(scalars.first!)
            apart.unicodeScalars.append("\u{2060}")
            apart.unicodeScalars.append(contentsOf: scalars.dropFirst())
        }
    }
}

/// An empty text is no, as in no other Mustache but as people expect of `{{#caption}}`.
private struct NoText: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}

extension PageValue: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }
    package init(arrayLiteral elements: PageValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, PageValue)...) {
        self = .parts(Dictionary(uniqueKeysWithValues: elements))
    }
}
