import Drawing
import Judging
import Results

/// What pages are made of.
package protocol PageElements {}

extension PageElements {
    package func section(_ title: String, _ content: String) -> String {
        "<section>\n<h2>\(escaped(title))</h2>\n\(content)\n</section>"
    }

    /// The outcome as a word with a sign and a colour; `short`: where all are of one profile, which is said elsewhere.
    package func badge(_ outcome: Outcome, short: Bool = false) -> String {
        let style =
            switch outcome {
            case .confirmed: "confirmed"
            case .refuted: "refuted"
            case .undecided: "undecided"
            case .notTested: "untested"
            }
        return
            "<span class=\"verdict \(style)\">\(outcome.mark) \(short ? outcome.shortName : outcome.rawValue)</span>"
    }

    /// A table of HTML cells. With `labels`, rows become cards with the heads as labels on narrow screens; cells
    /// from column `numbersFrom` on are right-aligned.
    package func table(_ heads: [String], _ rows: [[String]], numbersFrom: Int = .max, labels: Bool = false)
        -> String
    {
        let head = heads.enumerated().map { column, text in
            "<th scope=\"col\"\(column >= numbersFrom ? " class=\"number\"" : "")>\(escaped(text))</th>"
        }
        let body = rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let label = labels && column < heads.count ? " data-label=\"\(escaped(heads[column]))\"" : ""
                return "<td\(column >= numbersFrom ? " class=\"number\"" : "")\(label)>\(cell)</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        return """
            <div class="scroll"><table\(labels ? " class=\"cards\"" : "")>
            <thead><tr>\(head.joined())</tr></thead>
            <tbody>
            \(body.joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }
}
