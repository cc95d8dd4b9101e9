import Foundation
import Yams

/// A mistake in a YAML file: where it is, what is wrong, and what would be right.
package struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named to the reader.
    package let file: String
    /// Line of the mistake, from 1.
    package let line: Int
    /// One sentence: what is wrong; what would be right.
    package let message: String

    /// A mistake at a line of a file.
    package init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    /// `file:line: message`, which editors and terminals turn into a link.
    package var description: String { "\(file):\(line): \(message)" }
}

/// A value of a YAML file that knows its file and line, so that every complaint about it can say where.
///
/// Scalars keep their text as written: `2C`, `no` and `1e-3` are what the reader asks for, not what YAML 1.1
/// would guess.
package struct YAMLValue: Sendable {
    /// One `key: value` of a mapping, in the order of the file.
    package struct Entry: Sendable {
        /// The key's text.
        package let key: String
        /// Line of the key, from 1.
        package let line: Int
        /// The value behind the key.
        package let value: YAMLValue
    }

    /// What was written: text (plain or in quotes), a list, or a mapping.
    enum Content: Sendable {
        case scalar(String, isPlain: Bool)
        case list([YAMLValue])
        case mapping([Entry])
    }

    /// The file as it was named to the reader.
    package let file: String
    /// Line where the value starts, from 1.
    package let line: Int
    let content: Content

    /// The document in the file at `path`.
    ///
    /// - Throws: `YAMLError` when the file cannot be read, is empty or is not YAML.
    package static func read(path: String) throws(YAMLError) -> YAMLValue {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw YAMLError(
                file: path, line: 1, message: "the file cannot be read; check its name and rights")
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw YAMLError(file: path, line: 1, message: "the file is not UTF-8 text; save it as UTF-8")
        }
        return try parse(text, file: path)
    }

    /// The document in `text`; `file` is the name used in errors.
    ///
    /// - Throws: `YAMLError` when the text is empty, is not YAML, or gives a key twice.
    package static func parse(_ text: String, file: String) throws(YAMLError) -> YAMLValue {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw YAMLError(error, text: text, file: file)
        } catch {
            throw YAMLError(file: file, line: 1, message: "\(error)")
        }
        guard let root else {
            throw YAMLError(
                file: file, line: 1, message: "the file is empty; a mapping or list was expected")
        }
        return try YAMLValue(root, file: file, parentLine: 1)
    }

    /// True for a key with nothing behind it, and for `null` or `~`.
    package var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// Every text in it: keys, and scalars as they are written.
    package var texts: Set<String> {
        switch content {
        case .scalar(let text, _): [text]
        case .list(let values): values.reduce(into: []) { $0.formUnion($1.texts) }
        case .mapping(let entries): entries.reduce(into: []) { $0.formUnion($1.value.texts.union([$1.key])) }
        }
    }

    /// An error at this value.
    package func error(_ message: String) -> YAMLError {
        YAMLError(file: file, line: line, message: message)
    }

    /// What was written, for messages: the text, or `a list`, `a mapping`, `nothing`.
    var described: String {
        switch content {
        case .scalar(let text, _): isNull ? "nothing" : "\"\(text)\""
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }

    private init(_ node: Node, file: String, parentLine: Int) throws(YAMLError) {
        let line = node.mark?.line ?? parentLine
        self.file = file
        self.line = line
        switch node {
        case .scalar(let scalar):
            content = .scalar(scalar.string, isPlain: scalar.style == .plain || scalar.style == .any)
        case .sequence(let nodes):
            content = .list(
                try nodes.map { (node) throws(YAMLError) in
                    try YAMLValue(node, file: file, parentLine: line)
                })
        case .mapping(let pairs):
            let entries = try pairs.map { (pair) throws(YAMLError) in
                try Entry(pair.key, pair.value, file: file, parentLine: line)
            }
            // The parser tells `1` from `"1"`; here both are the same text.
            try checkUnique(entries.map { ($0.key, $0.line) }, what: "key", file: file)
            content = .mapping(entries)
        case .alias:
            throw YAMLError(file: file, line: line, message: "an alias is not resolved; write the value out")
        }
    }
}

extension YAMLValue.Entry {
    fileprivate init(_ key: Node, _ value: Node, file: String, parentLine: Int) throws(YAMLError) {
        let line = key.mark?.line ?? parentLine
        guard case .scalar(let name) = key else {
            throw YAMLError(
                file: file, line: line, message: "a key must be a plain word, not a list or mapping")
        }
        self.key = name.string
        self.line = line
        self.value = try YAMLValue(value, file: file, parentLine: line)
    }
}

extension YAMLError {
    /// The parser's complaint as one line.
    fileprivate init(_ error: YamlError, text: String, file: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let while_ = context.map { " \($0.text)" } ?? ""
            self.init(
                file: file, line: mark.line,
                message:
                    "this is not YAML\(while_): \(problem); check indentation, colons, brackets and quotes")
        case .reader(let problem, let offset, _, _):
            let before = text.utf8.prefix(offset ?? 0)
            let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
            self.init(file: file, line: line, message: "this is not YAML text: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.first ?? ""
            let again = Self.lineOfRepeat(of: key, after: context.mark, in: text)
            self.init(
                file: file, line: again,
                message: "the key \"\(key)\" is given twice in one mapping (first on line "
                    + "\(context.mark.line)); keep one of them")
        default:
            self.init(file: file, line: 1, message: "this is not YAML: \(error)")
        }
    }

    /// The parser names the first of two equal keys; the second stands in the same column of a later line,
    /// or, within braces, on the same line.
    private static func lineOfRepeat(of key: String, after mark: Mark, in text: String) -> Int {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated().dropFirst(mark.line) {
            let start = line.dropFirst(mark.column - 1)
            let isIndentedAlike = line.prefix(mark.column - 1).allSatisfy { $0 == " " || $0 == "-" }
            if isIndentedAlike, start.hasPrefix(key), start.dropFirst(key.count).first == ":" {
                return index + 1
            }
        }
        return mark.line
    }
}
