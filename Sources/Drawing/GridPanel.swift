import Results
import Analysis
import Specification
import Model

extension PanelFiles {
    /// What a subtitle says where the paper's values are drawn.
    static let paperNote = "; ◇ paper, mean ± sd"

    /// A heat map of mean accuracy, or a table of gradients: sizes from left to right, densities upwards.
    ///
    /// A cell that was not run is a hole, a cell with fewer networks than asked for says how many it has.
    package init(gridOf results: PanelResults) {
        let plot = GridPlot(results)
        let isGradient = results.kind.measure == .gradient
        let run = plot.rows.flatMap(\.cells).compactMap { $0 }
        let scale = RoundScale(isGradient ? [] : run.map { 100 * results.kind.centre.value($0) })
        set("subtitle", Self.subtitle(results, hasPaper: plot.hasPaper))
        set("columns", plot.sizes.count)
        set("rows", plot.rows.count)
        set("columnLabel", plot.sizes.map(\.grouped))
        set("rowLabel", plot.rows.map(\.name))
        set("rowTitle", isGradient ? "nonlinearity, density" : "density (connection probability)")
        set("coloured", isGradient ? 0 : 1)
        set("accuracyLow", scale.low)
        set("accuracyHigh", scale.high)
        set("accuracyStep", scale.step)
        set(
            "accuracyLabel",
            results.kind.showsBest ? "mean test accuracy of the best epoch (%)" : "mean test accuracy (%)")
        setCells(plot, results, scale)
    }

    /// Dataset, when it was measured, and what the numbers are.
    private static func subtitle(_ results: PanelResults, hasPaper: Bool) -> String {
        let time = results.kind.timeText(epochs: results.grid.epochs)
        return
            "\([results.datasetText, time].compactMap { $0 }.joined(separator: ", ")); \(results.countText)"
            + (hasPaper ? paperNote : "")
    }

    /// `column row percent colour-of-text text small-text …` for each cell that was run, as many small texts as any has; gradients
    /// stand on pale grey.
    private mutating func setCells(_ plot: GridPlot, _ results: PanelResults, _ scale: RoundScale) {
        var (cells, holes): ([(head: String, texts: CellTexts)], [String]) = ([], [])
        let isGradient = results.kind.measure == .gradient
        for (row, line) in plot.rows.enumerated() {
            for (column, moments) in line.cells.enumerated() {
                let place = "\(column + 1)\t\(row + 1)"
                guard let moments else {
                    holes.append(place)
                    continue
                }
                let value = isGradient ? 0 : 100 * results.kind.centre.value(moments)
                let background = ColourMap.colour(at: (value - scale.low) / (scale.high - scale.low))
                let ink = isGradient ? "000000" : ColourMap.text(on: background).hexadecimal.dropFirst()
                let texts = CellTexts(moments, paper: line.paper[column], results)
                cells.append(("\(place)\t\(value.fixed(4))\t\(Int(ink, radix: 16) ?? 0)", texts))
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
}

/// What stands in a cell.
private struct CellTexts {
    /// Mean or median.
    let large: String
    /// Deviation or range, then, where networks are missing, how many there are, and the paper's value where it gives one.
    let small: [String]

    init(_ moments: Moments, paper: PaperValue?, _ results: PanelResults) {
        let (measure, centre) = (results.kind.measure, results.kind.centre)
        func text(_ number: Double) -> String { measure.number(number) }
        large = text(centre.value(moments))
        var small: [String] = []
        switch centre {
        case .mean: small.append(moments.sd.map { "±\(text($0))" } ?? "")
        case .median:
            let band = centre.band(moments)
            small.append(moments.count > 1 ? "\(text(band.lowerBound)) – \(text(band.upperBound))" : "")
        }
        if moments.count < results.grid.seeds.count { small.append("n = \(moments.count)") }
        if let paper { small += ["◇ \(text(paper.mean))"] + (paper.sd.map { ["±\(text($0))"] } ?? []) }
        self.small = small
    }
}
