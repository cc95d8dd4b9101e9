import Drawing
import Judging
import Results
import Model
import Specification

extension PaperPage {
    /// What the paper says, what its notebook does, and what each of them gives.
    package var differenceSection: String {
        let words = """
            <p>What the paper’s text says, what the notebook that was published with it does, and the numbers of both where both were
            run.</p>
            """
        let parts = input.differences.map { difference in
            """
            <h3 id="difference-\(anchor(difference.id))">\(escaped(difference.title))</h3>
            <dl>
            <div><dt>Text</dt><dd>\(escaped(difference.text))</dd></div>
            <div><dt>Notebook</dt><dd>\(escaped(difference.notebook))</dd></div>
            \(difference.note.isEmpty ? "" : "<div><dt>Note</dt><dd>\(escaped(difference.note))</dd></div>\n")</dl>
            \(evidence(difference))
            """
        }
        return section(
            "Where text and published code differ", ([words] + parts).joined(separator: "\n"),
            id: "differences")
    }

    private func evidence(_ difference: Difference) -> String {
        switch difference.evidence {
        case .unmeasured(let reason): return "<p><strong>Not measured:</strong> \(escaped(reason))</p>"
        case .measured(let text, let notebook, let apart):
            do {
                return pairs(try measured(text, notebook, apart), text, notebook)
            } catch let missing as NotMeasured {
                return hole(missing.reason)
            } catch {
                return hole("\(error)")
            }
        }
    }

    private func measured(_ text: Difference.Place, _ notebook: Difference.Place, _ apart: [String]) throws
        -> MeasuredDifference
    {
        let (said, done) = (try rows(text), try rows(notebook))
        let conditions = said.figure.cells.conditions.filter(done.figure.cells.conditions.contains)
        return try MeasuredDifference(
            text: said.rows, notebook: done.rows, conditions: conditions, apart: apart)
    }

    /// The rows of a place, or why there are none.
    private func rows(_ place: Difference.Place) throws -> (figure: FinishedFigure, rows: [CellRows.Row]) {
        guard let planned = paper.figures.first(where: { $0.figure == place.figure }) else {
            throw NotMeasured(reason: "\(place.figure) is no figure of the pipeline")
        }
        guard let made = input.figures.first(where: { $0.name == place.figure }) else {
            throw NotMeasured(reason: planned.uncovered ?? "\(place.figure) was not made")
        }
        for name in place.panels {
            guard let panel = made.figure.panels.first(where: { $0.name == name }) else {
                throw NotMeasured(reason: "\(place.figure) has no panel \(name)")
            }
            if let reason = panel.unavailable { throw NotMeasured(reason: reason) }
        }
        let rows = made.cells.rows(ofPanels: place.panels)
        if rows.isEmpty {
            let names = place.panels.joined(separator: ", ")
            throw NotMeasured(
                reason: "\(place.figure).cells.tsv has no numbers of panel \(names)")
        }
        return (made, rows)
    }

    private func pairs(
        _ measured: MeasuredDifference, _ text: Difference.Place, _ notebook: Difference.Place
    ) -> String {
        let names = [text, notebook].map { place in
            let noun = place.panels.count == 1 ? "panel" : "panels"
            return "<a href=\"#\(anchor(place.figure))\">\(escaped(displayName(place.figure)))</a>, \(noun) "
                + escaped(place.panels.joined(separator: " and "))
        }
        let shown = measured.pairs.prefix(MeasuredDifference.mostPairs)
        let rest =
            measured.all == shown.count
            ? ""
            : " Shown are \(shown.count) of \(measured.all) conditions, the first and last epochs of each."
        let heads =
            measured.varied.map { $0.replacing("_", with: " ") } + ["as in the text", "as in the notebook"]
        let rows = shown.map { pair in
            measured.varied.map { escaped(condition(pair.text, $0)) } + [
                numbers(pair.text.text), numbers(pair.notebook.text),
            ]
        }
        let measures = Set(shown.map { condition($0.text, "measure") }).sorted().joined(separator: "; ")
        return "<p>Text: \(names[0]). Notebook: \(names[1]). Measured: \(escaped(measures)).\(rest)</p>\n"
            + table(heads, Array(rows), numbersFrom: measured.varied.count, labels: true)
    }

    private func condition(_ row: CellRows.Row, _ column: String) -> String {
        switch column {
        case "dataset": datasetTitle(row[column])
        case "hidden_nodes": Int(row[column]).map(\.grouped) ?? row[column]
        case "measure": row.measure?.rawValue ?? row[column]
        default: row[column]
        }
    }
}
