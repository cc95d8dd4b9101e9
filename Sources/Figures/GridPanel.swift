import Analysis
import Specification

extension PanelFiles {
    /// A heat map of mean accuracy after the panel's last epoch: sizes from left to right, densities upwards.
    ///
    /// A cell that was not run is a hole, a cell with fewer networks than asked for says how many it has.
    init(gridOf panel: ResolvedPanel, _ summaries: [AccuracySummary]) {
        let sizes = (panel.grid?.sizes ?? []).sorted()
        let densities = (panel.grid?.densities ?? []).sorted()
        let epoch = panel.grid?.epochs ?? 1
        let expected = panel.grid?.seeds.count ?? 0
        var cells: [(column: Int, row: Int, summary: AccuracySummary)] = []
        var holes: [String] = []
        for (column, size) in sizes.enumerated() {
            for (row, density) in densities.enumerated() {
                if let summary = panel.summary(in: summaries, hidden: size, density: density, epoch: epoch) {
                    cells.append((column + 1, row + 1, summary))
                } else {
                    holes.append("\(column + 1)\t\(row + 1)")
                }
            }
        }
        let scale = RoundScale(cells.map { 100 * $0.summary.meanAccuracy })
        set("columns", sizes.count)
        set("rows", densities.count)
        set("columnLabel", sizes.map(grouped))
        set("rowLabel", densities.map(canonical))
        set("cells", cells.count)
        set("holes", holes.count)
        set("accuracyLow", scale.low)
        set("accuracyHigh", scale.high)
        set("accuracyStep", scale.step)
        set("bandText", Self.bandText(cells.map(\.summary)))
        set("epochText", afterEpochs(epoch))
        set("shortages", cells.count { $0.summary.count < expected })
        data = [
            (
                "cells",
                cells.map { Self.line($0.column, $0.row, $0.summary, scale: scale, expected: expected) }
            ),
            ("holes", holes),
        ]
    }

    /// `column row percent colour-of-text mean sd n`, the last three in quotes; n only where networks are missing.
    private static func line(
        _ column: Int, _ row: Int, _ summary: AccuracySummary, scale: RoundScale, expected: Int
    ) -> String {
        let value = 100 * summary.meanAccuracy
        let background = ColourMap.colour(at: (value - scale.low) / (scale.high - scale.low))
        let ink = ColourMap.text(on: background).hexadecimal.dropFirst()
        let deviation = summary.sdAccuracy.map { "±\(percent($0))" } ?? ""
        let shortage = summary.count < expected ? "n = \(summary.count)" : ""
        let texts = [fixed(value, 1), deviation, shortage].map { "\"\($0)\"" }
        let numbers = ["\(column)", "\(row)", fixed(value, 4), "\(Int(ink, radix: 16) ?? 0)"]
        return (numbers + texts).joined(separator: "\t")
    }
}
