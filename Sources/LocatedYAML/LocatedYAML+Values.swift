import Model

/// A mapping whose keys have been checked against the known ones.
package struct YAMLMapping: Sendable {
    /// The file as it was named to the reader.
    package let file: String
    /// Line where the mapping starts, from 1.
    package let line: Int
    /// Keys and values in the order of the file.
    package let entries: [YAMLValue.Entry]

    /// The value of `key`; nil when the key is missing or has nothing behind it.
    package subscript(key: String) -> YAMLValue? {
        guard let value = entries.first(where: { $0.key == key })?.value, !value.isNull else { return nil }
        return value
    }

    /// The value of `key`; `advice` is an example line that would be right.
    ///
    /// - Throws: `YAMLError` when the key is missing or has nothing behind it.
    package func required(_ key: String, advice: String) throws(YAMLError) -> YAMLValue {
        if let value = self[key] { return value }
        let place = entries.first { $0.key == key }?.line ?? line
        throw YAMLError(file: file, line: place, message: "\"\(key)\" is missing; add for instance \(advice)")
    }
}

extension YAMLValue {
    /// The keys and values of a mapping with free keys, in the order of the file.
    ///
    /// - Throws: `YAMLError` when the value is not a mapping.
    package func entries(_ name: String) throws(YAMLError) -> [Entry] {
        guard case .mapping(let entries) = content else {
            throw error("\(name) is \(described), but must be a mapping of keys and values")
        }
        return entries
    }

    /// The mapping, all of whose keys must be among `known`; `name` says what it describes.
    ///
    /// - Throws: `YAMLError` at the unknown key, with the known ones and a near match.
    package func mapping(_ name: String, known: [String]) throws(YAMLError) -> YAMLMapping {
        let entries = try entries(name)
        for entry in entries where !known.contains(entry.key) {
            let near = nearMatch(to: entry.key, among: known).map { " did you mean \"\($0)\"?" } ?? ""
            throw YAMLError(
                file: file, line: entry.line,
                message: "unknown key \"\(entry.key)\" in \(name);\(near) known keys: "
                    + known.joined(separator: ", "))
        }
        return YAMLMapping(file: file, line: line, entries: entries)
    }

    /// The values of a list of at least one value.
    ///
    /// - Throws: `YAMLError` when the value is not a list, or an empty one.
    package func list(_ name: String, advice: String) throws(YAMLError) -> [YAMLValue] {
        guard case .list(let values) = content else {
            throw error("\(name) is \(described), but must be a list such as \(advice)")
        }
        guard !values.isEmpty else {
            throw error("\(name) is empty; give at least one value, such as \(advice)")
        }
        return values
    }

    /// True when the value is a list.
    package var isList: Bool {
        if case .list = content { true } else { false }
    }

    /// True when the value is a mapping.
    package var isMapping: Bool {
        if case .mapping = content { true } else { false }
    }

    /// The text as written.
    ///
    /// - Throws: `YAMLError` when the value is a list, a mapping or nothing.
    package func string(_ name: String) throws(YAMLError) -> String {
        guard case .scalar(let text, _) = content, !isNull else {
            throw error("\(name) is \(described), but must be text")
        }
        return text
    }

    /// The text, which must be one of `choices`.
    ///
    /// - Throws: `YAMLError` with all choices and a near match.
    package func choice(_ name: String, of choices: [String]) throws(YAMLError) -> String {
        let text = try string(name)
        guard !choices.contains(text) else { return text }
        let near = nearMatch(to: text, among: choices).map { " did you mean \"\($0)\"?" } ?? ""
        throw error("\(name) \"\(text)\" is not known;\(near) known: \(choices.joined(separator: ", "))")
    }

    /// `true` or `false`.
    ///
    /// - Throws: `YAMLError` for anything else.
    package func bool(_ name: String) throws(YAMLError) -> Bool {
        try choice(name, of: ["true", "false"]) == "true"
    }

    /// A whole number in `range`; `advice` continues "…; give".
    ///
    /// - Throws: `YAMLError` when the value is not a whole number, or outside the range.
    package func int(_ name: String, in range: ClosedRange<Int>, advice: String) throws(YAMLError) -> Int {
        guard let number = Int(try plainNumber(name, advice: advice)) else {
            throw error("\(name) is \(described), but must be a whole number; give \(advice)")
        }
        guard range.contains(number) else {
            throw error(
                "\(name) \(number) is outside [\(range.lowerBound), \(range.upperBound)]; give \(advice)")
        }
        return number
    }

    /// A finite number in `range`, without its lower bound if `open`; `advice` continues "…; give".
    ///
    /// - Throws: `YAMLError` when the value is not a finite number, or outside the range.
    package func double(
        _ name: String, in range: ClosedRange<Double>, open: Bool = false, advice: String
    ) throws(YAMLError) -> Double {
        let text = try plainNumber(name, advice: advice)
        guard let number = Double(text), number.isFinite else {
            throw error("\(name) is \(described), but must be a number; give \(advice)")
        }
        guard range.contains(number), !(open && number == range.lowerBound) else {
            let bounds = "\(open ? "(" : "[")\(range.lowerBound.canonical), \(range.upperBound.canonical)]"
            throw error("\(name) \(text) is outside \(bounds); give \(advice)")
        }
        return number
    }

    private func plainNumber(_ name: String, advice: String) throws(YAMLError) -> String {
        guard case .scalar(let text, let isPlain) = content, !isNull else {
            throw error("\(name) is \(described), but must be a number; give \(advice)")
        }
        guard isPlain else {
            throw error("\(name) \(described) is text in quotes; write the number without them")
        }
        return text
    }
}

/// The candidate that differs from `word` by the fewest edits, if those are few enough for a slip of the pen.
package func nearMatch(to word: String, among candidates: [String]) -> String? {
    let scored = candidates.map { (word: $0, edits: edits(from: word.lowercased(), to: $0.lowercased())) }
    guard let best = scored.min(by: { $0.edits < $1.edits }) else { return nil }
    return best.edits <= max(1, word.count / 3) ? best.word : nil
}

/// Edits between two words: letters put in, left out, replaced, or swapped with their neighbour.
private func edits(from source: String, to goal: String) -> Int {
    let source = Array(source)
    let goal = Array(goal)
    var table = Array(repeating: Array(0...goal.count), count: source.count + 1)
    for i in source.indices {
        table[i + 1][0] = i + 1
        for j in goal.indices {
            let replaced = table[i][j] + (source[i] == goal[j] ? 0 : 1)
            table[i + 1][j + 1] = min(replaced, table[i][j + 1] + 1, table[i + 1][j] + 1)
            let isSwapped = i > 0 && j > 0 && source[i] == goal[j - 1] && source[i - 1] == goal[j]
            if isSwapped { table[i + 1][j + 1] = min(table[i + 1][j + 1], table[i - 1][j - 1] + 1) }
        }
    }
    return table[source.count][goal.count]
}

/// Refuses a name that stands twice, at its second place.
package func checkUnique(_ names: [(name: String, line: Int)], what: String, file: String) throws(YAMLError) {
    var lines: [String: Int] = [:]
    for (name, line) in names {
        if let first = lines.updateValue(line, forKey: name) {
            throw YAMLError(
                file: file, line: line,
                message:
                    "the \(what) \"\(name)\" is given twice (first on line \(first)); rename or remove one")
        }
    }
}
