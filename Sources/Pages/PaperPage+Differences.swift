import Judging
import Results
import Model
import Specification

extension PaperPage {
    /// What the paper says, what its notebook does, and what each of them gives.
    func difference(_ difference: Difference) -> PageValue {
        PageValue.parts([
            "anchor": .text(anchor(difference.id)), "title": .text(difference.title),
            "text": .text(difference.text), "notebook": .text(difference.notebook),
            "note": .text(difference.note), "unmeasured": "", "hole": "", "measured": .none,
        ]).with(evidence(difference))
    }

    private func evidence(_ difference: Difference) -> [String: PageValue] {
        switch difference.evidence {
        case .unmeasured(let reason): return ["unmeasured": .text(reason)]
        case .measured(let text, let notebook, let apart):
            do {
                return ["measured": pairs(try measured(text, notebook, apart), text, notebook)]
            } catch let missing as NotMeasured {
                return ["hole": .text(missing.reason)]
            } catch {
                return ["hole": .text("\(error)")]
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
            throw NotMeasured(reason: "\(place.figure) is not a figure of the pipeline")
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
    ) -> PageValue {
        let shown = measured.pairs.prefix(MeasuredDifference.mostPairs)
        let heads =
            measured.varied.map { $0.replacing("_", with: " ") } + ["as in the text", "as in the notebook"]
        let rows = shown.map { pair in
            measured.varied.map { condition(pair.text, $0) } + [pair.text.text, pair.notebook.text]
        }
        let measures = Set(shown.map { condition($0.text, "measure") }).sorted().joined(separator: "; ")
        return [
            "said": place(text), "done": place(notebook), "measures": .text(measures),
            "shown": .number(shown.count), "all": .number(measured.all),
            "isPart": .flag(measured.all != shown.count),
            "table": PageParts.table(heads, Array(rows), numbersFrom: measured.varied.count, cards: true),
        ]
    }

    private func place(_ place: Difference.Place) -> PageValue {
        let noun = place.panels.count == 1 ? "panel" : "panels"
        return Self.link(place.figure).with([
            "panels": .text("\(noun) \(place.panels.joined(separator: " and "))")
        ])
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
