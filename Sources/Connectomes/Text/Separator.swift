/// What is between the fields of a line.
enum Separator: CaseIterable {
    // In this order where a header has as many of several.
    case tab, comma, semicolon
    /// One or more.
    case spaces

    var byte: UInt8 {
        switch self {
        case .tab: 9
        case .comma: 44
        case .semicolon: 59
        case .spaces: 32
        }
    }

    /// Its name, after "separated by".
    var words: String {
        switch self {
        case .tab: "tabs"
        case .comma: "commas"
        case .semicolon: "semicolons"
        case .spaces: "spaces"
        }
    }

    /// The separator that a first line has most of, whatever the file's name says; spaces only where there is no other, since names
    /// of columns may have some.
    init(of line: Field) {
        let counts = Self.allCases.dropLast().map { separator in
            (separator, Self.countOutsideQuotes(separator.byte, line))
        }
        var best = (separator: Separator.spaces, count: 0)
        for (separator, count) in counts where count > best.count { best = (separator, count) }
        self = best.separator
    }

    /// What the name of a file leads to expect; nil if it says nothing.
    static func expected(of path: String) -> Separator? {
        let name = path.lowercased()
        for (ending, separator) in [(".csv", comma), (".tsv", tab)] {
            if name.hasSuffix(ending) || name.hasSuffix(ending + ".gz") { return separator }
        }
        return nil
    }

    private static func countOutsideQuotes(_ byte: UInt8, _ line: Field) -> Int {
        var (count, isQuoted) = (0, false)
        for other in line {
            if other == 34 { isQuoted.toggle() }
            if other == byte, !isQuoted { count += 1 }
        }
        return count
    }
}
