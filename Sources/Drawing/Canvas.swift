import Results
import Specification

/// A rectangle on the canvas, in fractions of it; (0, 0) is the lower left corner.
package struct Frame: Equatable {
    package let left: Double
    package let right: Double
    package let bottom: Double
    package let top: Double
}

/// Where the panels of a figure go: strips of examples on top, each over the whole width, then the others in rows of one,
/// two (up to four panels) or three; cells of several measures have a row of their own. Below them there are notes on panels that are
/// not there.
package struct Canvas {
    package static let stripHeight = 176.0
    /// Width to height of the images in a strip that fills a canvas of two columns, within the layout's margins.
    package static let stripAspect = 1114.0 / 92
    package static let rowHeight = 544.0
    /// Of a row of cells of several measures: what is above and below the cells, and each line of them.
    package static let (tableMargins, tableLine) = (152.0, 36.0)
    /// From one line of the notes to the next.
    package static let notePitch = 22.0

    /// Width in units (pixels of SVG, points of PDF): two columns are a slide of 16:9 with one strip and one row.
    package let width: Double
    /// Height in units.
    package let height: Double
    /// One frame a panel, in the order of the panels.
    package let frames: [Frame]
    /// The notes in lines that fit.
    package let notes: [String]
    /// Upper edge of the notes, in units from below.
    package let notesTop: Double

    /// - Parameters:
    ///   - kinds: of the panels that are drawn.
    ///   - lines: of the cells of each panel that has cells of several measures.
    ///   - notes: on panels that are not.
    package init(kinds: [PanelKind], lines: [Int: Int] = [:], notes: [String] = []) {
        let others = kinds.indices.filter { kinds[$0] != .datasetExamples }
        let strips = kinds.indices.filter { kinds[$0] == .datasetExamples }
        let narrow = others.filter { !kinds[$0].comparesMeasures }
        let columns = others.count < 2 ? 1 : narrow.count < 5 ? 2 : 3
        width = columns == 3 ? 1860 : columns == 1 && strips.isEmpty && narrow == others ? 800 : 1280
        let rows = Self.rows(kinds, others, columns: columns)
        // A letter is about 7 units wide.
        let letters = Int((width - 36) / 7.2)
        self.notes = notes.flatMap { wrapped($0, columns: letters) }
        notesTop = self.notes.isEmpty ? 0 : Self.notePitch * (Double(self.notes.count) + 0.8)
        let heights = rows.map { row in
            kinds[row[0]].comparesMeasures
                ? Self.tableMargins + Self.tableLine * Double(max(1, lines[row[0]] ?? 1)) : Self.rowHeight
        }
        height = notesTop + Double(strips.count) * Self.stripHeight + heights.reduce(0, +)
        var frames = kinds.map { _ in Frame(left: 0, right: 1, bottom: 0, top: 1) }
        var top = height
        for strip in strips {
            frames[strip] = Frame(
                left: 0, right: 1, bottom: (top - Self.stripHeight) / height, top: top / height)
            top -= Self.stripHeight
        }
        for (row, rowHeight) in zip(rows, heights) {
            var left = 0.0
            for (panel, width) in zip(row, Self.widths(row.map { kinds[$0] }, columns: columns)) {
                frames[panel] = Frame(
                    left: left, right: left + width, bottom: (top - rowHeight) / height,
                    top: top / height)
                left += width
            }
            top -= rowHeight
        }
        self.frames = frames
    }

    /// Panels that stand beside each other.
    private static func rows(_ kinds: [PanelKind], _ panels: [Int], columns: Int) -> [[Int]] {
        panels.reduce(into: []) { rows, panel in
            let isWide = { (panel: Int) in kinds[panel].comparesMeasures }
            if let last = rows.last, last.count < columns, !isWide(panel), !last.contains(where: isWide) {
                rows[rows.count - 1].append(panel)
            } else {
                rows.append([panel])
            }
        }
    }

    /// Shares of a row; a row that is not full leaves its right end empty, so that panels stand below each other.
    private static func widths(_ kinds: [PanelKind], columns: Int) -> [Double] {
        if kinds.allSatisfy(\.comparesMeasures) { return [1] }
        if kinds.count < columns { return kinds.map { _ in 1 / Double(columns) } }
        let total = kinds.map(\.relativeWidth).reduce(0, +)
        return kinds.map { $0.relativeWidth / total }
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
