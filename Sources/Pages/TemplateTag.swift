/// A tag of a template, with its line.
struct TemplateTag: Equatable, Sendable {
    /// `#` and `^` begin a section, `/` ends one, `>` is another template, `{` and `&` text that is not escaped, `!` a comment, nothing a text.
    let kind: String
    /// What stands in it.
    let name: String
    /// From 1 on.
    let line: Int

    /// The tags of a text.
    static func all(in text: String) -> [TemplateTag] {
        var tags: [TemplateTag] = []
        var (line, passed) = (1, text.startIndex)
        for match in text.matches(of: /\{\{([#^\/>&!{<$=%]?)\s*([^}]*?)\s*\}\}/) {
            line += text[passed..<match.range.lowerBound].count(where: \.isNewline)
            passed = match.range.lowerBound
            tags.append(TemplateTag(kind: String(match.1), name: String(match.2), line: line))
        }
        return tags
    }

    /// The first section that is not ended, where all ends are of the sections before them.
    static func firstOpen(_ tags: [TemplateTag]) -> TemplateTag? {
        var open: [TemplateTag] = []
        for tag in tags {
            if ["#", "^"].contains(tag.kind) { open.append(tag) }
            if tag.kind == "/" {
                guard open.popLast()?.name == tag.name else { return nil }
            }
        }
        return open.first
    }

    private static let transforms: Set = [
        "first", "last", "index", "even", "odd", "count", "empty", "reversed", "sorted", "capitalized",
        "lowercased",
        "uppercased",
    ]

    /// Why the tag cannot be used: what the library takes and then shows nothing of, or what cannot be checked.
    var problem: String? {
        if ["!", ">"].contains(kind) { return nil }
        if ["<", "$", "=", "%"].contains(kind) { return "{{\(kind) is not used in pages" }
        let words = name.split(separator: "(", omittingEmptySubsequences: false)
        if let other = words.dropLast().first(where: { !Self.transforms.contains(String($0)) }) {
            return
                "there is nothing called \(other)(); there are \(Self.transforms.sorted().joined(separator: ", "))"
        }
        return name != "." && name.contains(".")
            ? "\(name) has a dot; open a section with the first name, and ask for the second in it" : nil
    }

    /// Whether the tag shows, or depends on, what has this name.
    func asks(for name: String) -> Bool {
        guard !["!", ">", "/"].contains(kind) else { return false }
        return (self.name.split(separator: "(").last ?? "").replacing(")", with: "") == name
    }
}
