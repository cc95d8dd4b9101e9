import Results
import Specification

extension PanelFiles {
    /// A frame with the reason why the panel's dataset cannot be had, in lines that fit into `width` units.
    package init(holeOf panel: ResolvedPanel, reason: String, width: Double) {
        // A letter is about 8.5 units wide; 150 are the panel's margins and the frame's own.
        let lines = wrapped(reason, columns: max(20, Int((width - 150) / 8.5)))
        let dataset = datasetTitle(panel.dataset.name)
        set("subtitle", panel.title == dataset ? "" : dataset)
        set("reasonLines", lines.count)
        set("reason", lines)
    }
}

/// The text in lines of at most `columns` letters, broken between words; a longer word is broken within.
package func wrapped(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
        var rest = word[...]
        if let last = lines.last, last.count + 1 + rest.count <= columns {
            lines[lines.count - 1] += " " + rest
            continue
        }
        while rest.count > columns {
            lines.append(String(rest.prefix(columns)))
            rest = rest.dropFirst(columns)
        }
        lines.append(String(rest))
    }
    return lines
}
