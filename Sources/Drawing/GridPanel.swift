import Results
import Analysis
import Specification
import Model

extension PanelFiles {
    /// What a subtitle says where the paper's values are drawn.
    static let paperNote = "; ◇ paper, mean ± sd"

    /// A heat map of mean accuracy, or a table of other numbers: sizes from left to right and densities upwards, or measures and wiring
    /// rules.
    ///
    /// A cell that was not run is a hole, a cell with fewer networks than asked for says how many it has.
    package init(gridOf results: PanelResults) {
        let plot = GridPlot(results)
        let isColoured = [.accuracy, .bestAccuracy].contains(results.kind.measure)
        let run = isColoured ? plot.rows.flatMap(\.cells).compactMap { $0?.moments } : []
        let scale = RoundScale(run.map { 100 * results.kind.centre.value($0) })
        set("subtitle", Self.subtitle(results, hasPaper: plot.hasPaper))
        set("columns", plot.columns.count)
        set("rows", plot.rows.count)
        // gnuplot takes names of ticks as formats of numbers.
        set("columnLabel", plot.columns.map { $0.replacing("%", with: "%%") })
        set("columnTitle", plot.columnTitle)
        set("rowLabel", plot.rows.map(\.name))
        set("rowTitle", plot.rowTitle)
        set("coloured", isColoured ? 1 : 0)
        set("accuracyLow", scale.low)
        set("accuracyHigh", scale.high)
        set("accuracyStep", scale.step)
        set(
            "accuracyLabel",
            results.kind.showsBest ? "mean test accuracy of the best epoch (%)" : "mean test accuracy (%)")
        setCells(plot, results, isColoured ? scale : nil)
    }

    /// Dataset, when it was measured, and what the numbers are.
    private static func subtitle(_ results: PanelResults, hasPaper: Bool) -> String {
        let time = results.kind.timeText(epochs: results.grid.epochs)
        let sizes = results.grid.sizes.map { "\($0.grouped) hidden nodes" }
        let parts =
            [results.datasetText] + (results.kind.comparesMeasures ? sizes : []) + [time].compactMap { $0 }
        return "\(parts.joined(separator: ", ")); \(results.countText)"
            + (hasPaper ? paperNote : "")
    }

    /// `column row percent colour-of-text text small-text …` for each cell that was run, as many small texts as any has; without a scale
    /// of colours, on pale grey.
    private mutating func setCells(_ plot: GridPlot, _ results: PanelResults, _ scale: RoundScale?) {
        var (cells, holes): ([(head: String, texts: CellTexts)], [String]) = ([], [])
        for (row, line) in plot.rows.enumerated() {
            for (column, cell) in line.cells.enumerated() {
                let place = "\(column + 1)\t\(row + 1)"
                guard let cell else {
                    holes.append("\(place)\t\"\(line.hole)\"")
                    continue
                }
                let (value, ink) = Self.colour(results.kind.centre.value(cell.moments), scale)
                cells.append(("\(place)\t\(value.fixed(4))\t\(ink)", CellTexts(cell, results)))
            }
        }
        let most = cells.map(\.texts.small.count).max() ?? 0
        set("cells", cells.count)
        set("holes", holes.count)
        set("smallLines", most)
        // The layout divides by it; single networks have no deviation.
        set("smallLetters", max(1, cells.flatMap(\.texts.small).map(\.count).max() ?? 1))
        let rows = cells.map { cell in
            let small = cell.texts.small
            let all = [cell.texts.large] + small + Array(repeating: "", count: most - small.count)
            return ([cell.head] + all.map { "\"\($0)\"" }).joined(separator: "\t")
        }
        data = [("cells", rows), ("holes", holes)]
    }

    /// The percentage of an accuracy that a colour stands for, and the colour of the text on it.
    private static func colour(_ accuracy: Double, _ scale: RoundScale?) -> (percent: Double, ink: Int) {
        guard let scale else { return (0, 0) }
        let background = ColourMap.colour(at: (100 * accuracy - scale.low) / (scale.high - scale.low))
        let ink = ColourMap.text(on: background).hexadecimal.dropFirst()
        return (100 * accuracy, Int(ink, radix: 16) ?? 0)
    }
}

/// What stands in a cell.
private struct CellTexts {
    /// Mean or median.
    let large: String
    /// Deviation or range, then, where networks are missing, how many there are, and the paper's value where it gives one.
    let small: [String]

    init(_ cell: GridPlot.Cell, _ results: PanelResults) {
        let (moments, centre) = (cell.moments, results.kind.centre)
        func text(_ number: Double) -> String { cell.measure.number(number) }
        large = text(centre.value(moments))
        var small: [String] = []
        switch centre {
        case .mean: small.append(moments.sd.map { "±\(text($0))" } ?? "")
        case .median:
            let band = centre.band(moments)
            small.append(moments.count > 1 ? "\(text(band.lowerBound)) – \(text(band.upperBound))" : "")
        }
        if moments.count < results.grid.seeds.count { small.append("n = \(moments.count)") }
        if let paper = cell.paper {
            small += ["◇ \(text(paper.mean))"] + (paper.sd.map { ["±\(text($0))"] } ?? [])
        }
        self.small = small
    }
}
