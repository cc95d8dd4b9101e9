import Results
import Analysis
import Specification
import Model

extension PanelFiles {
    /// A heat map of mean accuracy, or a table of gradients: sizes from left to right, densities upwards.
    ///
    /// A cell that was not run is a hole, a cell with fewer networks than asked for says how many it has.
    package init(gridOf results: PanelResults) {
        let plot = GridPlot(results)
        let cells = plot.rows.enumerated().flatMap { row, line in
            line.cells.enumerated().map { column, moments in
                (column: column + 1, row: row + 1, moments: moments)
            }
        }
        let isGradient = results.kind.measure == .gradient
        let run = cells.compactMap(\.moments)
        let scale = RoundScale(isGradient ? [] : run.map { 100 * $0.mean })
        let expected = results.grid.seeds.count
        set("subtitle", Self.subtitle(results))
        set("columns", plot.sizes.count)
        set("rows", plot.rows.count)
        set("columnLabel", plot.sizes.map(\.grouped))
        set("rowLabel", plot.rows.map(\.name))
        set("rowTitle", isGradient ? "nonlinearity, density" : "density (connection probability)")
        set("coloured", isGradient ? 0 : 1)
        set("cells", run.count)
        set("holes", cells.count - run.count)
        set("accuracyLow", scale.low)
        set("accuracyHigh", scale.high)
        set("accuracyStep", scale.step)
        set(
            "accuracyLabel",
            results.kind.showsBest ? "mean test accuracy of the best epoch (%)" : "mean test accuracy (%)")
        set("shortages", run.count { $0.count < expected })
        data = [
            (
                "cells",
                cells.compactMap { cell in
                    cell.moments.map {
                        let place = "\(cell.column)\t\(cell.row)\t"
                        return place
                            + (isGradient
                                ? Self.gradient($0, expected: expected)
                                : Self.accuracy($0, scale: scale, expected: expected))
                    }
                }
            ),
            ("holes", cells.filter { $0.moments == nil }.map { "\($0.column)\t\($0.row)" }),
        ]
    }

    /// Dataset, when it was measured, and what the numbers are.
    private static func subtitle(_ results: PanelResults) -> String {
        let time = results.kind.timeText(epochs: results.grid.epochs)
        return
            "\([results.datasetText, time].compactMap { $0 }.joined(separator: ", ")); \(results.countText)"
    }

    /// `percent colour-of-text mean sd n`, the last three in quotes; n only where networks are missing.
    private static func accuracy(_ moments: Moments, scale: RoundScale, expected: Int) -> String {
        let value = 100 * moments.mean
        let background = ColourMap.colour(at: (value - scale.low) / (scale.high - scale.low))
        let ink = ColourMap.text(on: background).hexadecimal.dropFirst()
        let deviation = moments.sd.map { "±\($0.percent)" } ?? ""
        return texts(
            value.fixed(4), ink: Int(ink, radix: 16) ?? 0, value.fixed(1), deviation, moments.count,
            expected
        )
    }

    /// The same for a gradient, on pale grey.
    private static func gradient(_ moments: Moments, expected: Int) -> String {
        texts(
            "0", ink: 0, moments.mean.scientific(), moments.sd.map { "±\($0.scientific())" } ?? "",
            moments.count, expected)
    }

    private static func texts(
        _ value: String, ink: Int, _ mean: String, _ deviation: String, _ count: Int, _ expected: Int
    ) -> String {
        let shortage = count < expected ? "n = \(count)" : ""
        let quoted = [mean, deviation, shortage].map { "\"\($0)\"" }
        return ([value, "\(ink)"] + quoted).joined(separator: "\t")
    }
}
