import Results

/// A difference between text and code in numbers: the same networks both ways.
package struct MeasuredDifference {
    /// One condition, as the text says and as the notebook does.
    package struct Pair: Equatable {
        package let text: CellRows.Row
        package let notebook: CellRows.Row
    }

    /// More than this would hide the rest of the page.
    package static let mostPairs = 40

    /// At first and last of the epochs that both sides have, of all conditions.
    package let pairs: [Pair]
    /// How many pairs there are at all epochs.
    package let all: Int
    /// Columns that tell the pairs apart.
    package let varied: [String]

    /// The rows of both sides that agree in all columns but panel and `apart`.
    ///
    /// - Throws: `NotMeasured` when nothing agrees.
    package init(text: [CellRows.Row], notebook: [CellRows.Row], conditions: [String], apart: [String]) throws
    {
        let columns = conditions.filter { $0 != "panel" && !apart.contains($0) }
        func condition(_ row: CellRows.Row) -> [String] { columns.map { row[$0] } }
        let others = Dictionary(notebook.map { (condition($0), $0) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<[String]> = []
        let pairs = text.compactMap { row -> Pair? in
            let key = condition(row)
            guard let other = others[key], seen.insert(key).inserted else { return nil }
            return Pair(text: row, notebook: other)
        }
        if pairs.isEmpty { throw NotMeasured(reason: "the panels have no networks in common") }
        let timeless = columns.filter { $0 != "epochs" }
        self.pairs = Self.firstAndLast(pairs) { pair in timeless.map { pair.text[$0] } }
        all = pairs.count
        let usual = ["hidden_nodes", "density", "epochs"]
        let shown = self.pairs
        varied =
            columns.filter { column in
                !usual.contains(column) && Set(shown.map { $0.text[column] }).count > 1
            } + usual
    }

    /// Of pairs that differ in their epoch only, the first and the last.
    private static func firstAndLast(_ pairs: [Pair], of series: (Pair) -> [String]) -> [Pair] {
        var order: [[String]] = []
        var groups: [[String]: [Pair]] = [:]
        for pair in pairs {
            let key = series(pair)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(pair)
        }
        return order.flatMap { key -> [Pair] in
            let sorted = (groups[key] ?? []).sorted { Self.epoch($0) < Self.epoch($1) }
            return sorted.count < 2 ? sorted : [sorted[0], sorted[sorted.count - 1]]
        }
    }

    private static func epoch(_ pair: Pair) -> Int { Int(pair.text["epochs"]) ?? 0 }
}

extension CellRows.Row {
    /// What was measured; nil for a measure that is not known.
    package var measure: Measure? { Measure.allCases.first { $0.column == self["measure"] } }

    /// `90.3 ± 2.0 % (n = 10)`.
    package var text: String {
        if let measure { return measure.text(moments) }
        return "\(moments.mean)\(moments.sd.map { " ± \($0)" } ?? "") (n = \(moments.count))"
    }
}
