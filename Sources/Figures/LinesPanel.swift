import Analysis
import Specification

extension PanelFiles {
    /// Accuracy over epochs, connections, examples or learning rates: a mean line and a band of one standard deviation for
    /// each density, and for each network or nonlinearity where the panel compares those.
    init(linesOf results: PanelResults) {
        guard let plot = LinePlot(results) else { return }
        let points = plot.lines.flatMap { $0.points.compactMap { $0 } }
        let edges = points.flatMap { summary -> [Double] in
            let (mean, sd) = (100 * summary.meanAccuracy, 100 * (summary.sdAccuracy ?? 0))
            return [max(0, mean - sd), min(100, mean + sd)]
        }
        let scale = RoundScale(edges)
        set("subtitle", Self.subtitle(results))
        set("accuracyLow", scale.low)
        set("accuracyHigh", scale.high)
        set("accuracyStep", scale.step)
        set(
            "accuracyLabel",
            results.kind.showsBest ? "test accuracy of the best epoch (%)" : "test accuracy (%)")
        let classes = Catalogue.dataset(results.panel.dataset.name)?.classes
        set("chance", classes.map { 100 / Double($0) } ?? -1)
        setAxis(plot.axis)
        setLines(plot.lines, scale: scale)
        data = plot.lines.enumerated().map { index, line in
            ("line-\(index + 1)", Self.rows(line, plot.axis))
        }
    }

    /// Dataset, size, and what the bands are.
    private static func subtitle(_ results: PanelResults) -> String {
        let grid = results.grid
        let size = grid.connections.isEmpty ? grid.sizes.map { "\(grouped($0)) hidden nodes" } : []
        let epochs: String? =
            switch results.kind {
            case .accuracyByEpoch: nil
            case .bestAccuracyByExamples: "up to \(count(grid.epochs, "epoch"))"
            default: afterEpochs(grid.epochs)
            }
        let parts = [results.datasetText] + size + [epochs].compactMap { $0 }
        return "\(parts.joined(separator: ", ")); \(results.countText)"
    }

    /// Range and ticks. Labels that would touch the next one are left out; the last one always stands.
    private mutating func setAxis(_ axis: LineAxis) {
        let positions = (0..<axis.count).map(axis.position)
        let (first, last) = (positions.first ?? 0, positions.last ?? 1)
        let margin = last > first ? 0.04 * (last - first) : 0.5
        set("axisTitle", axis.title)
        set("axisLow", first - margin)
        set("axisHigh", last + margin)
        var labels = (0..<axis.count).map(axis.label)
        if case .epochs(let epochs) = axis {
            let step = epochs > 60 ? 10 : epochs > 24 ? 5 : epochs > 12 ? 2 : 1
            labels = labels.enumerated().map { ($0 + 1).isMultiple(of: step) ? $1 : "" }
        } else {
            var next: (position: Double, halfWidth: Double)?
            for index in labels.indices.reversed() {
                // Widths of letters in shares of the shortest axis that there is, 400 units.
                let half = (4.5 * Double(labels[index].count) + 3) / 400 * max(last - first, 1e-9)
                if let next, next.position - positions[index] < next.halfWidth + half {
                    labels[index] = ""
                } else {
                    next = (positions[index], half)
                }
            }
        }
        let shown = labels.indices.filter { !labels[$0].isEmpty }
        set("ticks", shown.count)
        set("tick", shown.map { positions[$0] })
        set("tickLabel", shown.map { labels[$0] })
    }

    /// Labels beside the last points, in the order of those points and apart enough to be read.
    private mutating func setLines(_ lines: [LinePlot.Line], scale: RoundScale) {
        let ends = lines.map { $0.points.compactMap { $0 }.last.map { 100 * $0.meanAccuracy } ?? scale.low }
        let hasNotes = lines.contains { !$0.note.isEmpty }
        set("lines", lines.count)
        set("linePoints", lines.map { Double($0.points.count { $0 != nil }) })
        set(
            "lineLabel",
            lines.map { line in
                line.points.allSatisfy { $0 == nil } ? "\(canonical(line.density)) not run" : line.name
            })
        set("lineNote", lines.map(\.note))
        let apart = (hasNotes ? 0.115 : 0.075) * (scale.high - scale.low)
        set("lineLabelHeight", spread(ends, apart: apart, in: scale))
        // Style 1 is for dense networks in every figure; the others follow by density.
        let sparser = Set(lines.map(\.density).filter { $0 != 1 }).sorted()
        set(
            "lineStyle",
            lines.map { $0.density == 1 ? 1 : Double((sparser.firstIndex(of: $0.density) ?? 0) + 2) })
        set("lineVariant", lines.map { Double($0.variant) })
        set("variants", Set(lines.map(\.variant)).count)
    }

    /// `position mean low high`, in percent; an empty line, which breaks the line drawn, where a value was not run.
    private static func rows(_ line: LinePlot.Line, _ axis: LineAxis) -> [String] {
        line.points.enumerated().map { index, summary in
            guard let summary else { return "" }
            let (mean, sd) = (summary.meanAccuracy, summary.sdAccuracy ?? 0)
            let numbers = [mean, max(0, mean - sd), min(1, mean + sd)].map { fixed(100 * $0, 4) }
            return ([fixed(axis.position(index), 4)] + numbers).joined(separator: "\t")
        }
    }
}

/// Heights as close to `wanted` as can be, in the same order, with at least `apart` between any two.
func spread(_ wanted: [Double], apart: Double, in scale: RoundScale) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var heights = wanted
    // Neighbours that are too close become one block around their mean; repeat until no blocks touch.
    var blocks: [(members: [Int], centre: Double)] = []
    for index in order {
        blocks.append(([index], wanted[index]))
        while blocks.count > 1 {
            let (upper, lower) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
            let reach = Double(upper.members.count + lower.members.count) * apart / 2
            if upper.centre - lower.centre >= reach { break }
            let members = lower.members + upper.members
            let centre = members.map { wanted[$0] }.reduce(0, +) / Double(members.count)
            blocks.removeLast(2)
            blocks.append((members, centre))
        }
    }
    for block in blocks {
        let half = Double(block.members.count - 1) * apart / 2
        let centre = min(max(block.centre, scale.low + half), max(scale.low + half, scale.high - half))
        for (position, index) in block.members.enumerated() {
            heights[index] = centre - half + Double(position) * apart
        }
    }
    return heights
}
