import Results
import Analysis
import Specification
import Model

extension PanelFiles {
    /// Numbers over epochs, connections, examples, learning rates, sizes or places of a curve: a mean line and a band of one
    /// standard deviation for each density, and for each of whatever else the panel compares.
    package init(linesOf results: PanelResults) {
        guard let plot = LinePlot(results) else { return }
        let measure = results.kind.measure
        let values = plot.lines.flatMap { line in
            line.points.compactMap { $0 }.flatMap { moments in
                let (low, high) = Self.band(moments, measure)
                return [measure.scale * low, measure.scale * high]
            }
        }
        // Epochs are counted from the start of training.
        let edges = values + (measure == .delay ? [0, Double(results.grid.epochs + 1)] : [])
        let scale =
            measure.range == 0...1
            ? RoundScale(edges) : RoundScale(edges, within: -1e12...1e12)
        set("subtitle", Self.subtitle(results))
        set("accuracyLow", scale.low)
        set("accuracyHigh", scale.high)
        set("accuracyStep", scale.step)
        set("accuracyLabel", measure.axisTitle)
        setReference(results)
        set("marked", results.kind.isDistribution ? 0 : 1)
        setAxis(plot.axis)
        setLines(plot.lines, scale: scale)
        data = plot.lines.enumerated().map { index, line in
            ("line-\(index + 1)", Self.rows(line, plot.axis))
        }
    }

    /// A line to compare with: chance, or the epoch up to which networks were trained; out of sight for other measures.
    private mutating func setReference(_ results: PanelResults) {
        let classes = Catalogue.dataset(results.panel.dataset.name)?.classes
        if results.kind.measure.isAccuracy, let classes {
            set("reference", 100 / Double(classes))
            set("referenceName", "chance")
        } else if results.kind.measure == .delay {
            set("reference", results.grid.epochs + 1)
            set("referenceName", "not within \(results.grid.epochs.counting("epoch"))")
        } else {
            set("reference", -1e15)
            set("referenceName", "")
        }
    }

    /// One standard deviation to either side, within what the measure can be.
    private static func band(_ moments: Moments, _ measure: Measure) -> (low: Double, high: Double) {
        let (mean, sd) = (moments.mean, moments.sd ?? 0)
        guard let range = measure.range else { return (mean - sd, mean + sd) }
        return (max(range.lowerBound, mean - sd), min(range.upperBound, mean + sd))
    }

    /// Dataset, size, and what the bands are.
    private static func subtitle(_ results: PanelResults) -> String {
        let grid = results.grid
        let isBySize = !grid.connections.isEmpty || results.kind == .delayBySize
        let size = isBySize ? [] : grid.sizes.map { "\($0.grouped) hidden nodes" }
        let time = results.kind.timeText(epochs: grid.epochs)
        let parts = [results.datasetText] + size + [time].compactMap { $0 }
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
        if case .places(let places, let kind) = axis {
            let ticks = kind.ticks(places)
            set("ticks", ticks.count)
            set("tick", ticks.map(\.position))
            set("tickLabel", ticks.map(\.label))
            return
        }
        let labels = Self.labels(axis, positions, span: last - first)
        let shown = labels.indices.filter { !labels[$0].isEmpty }
        set("ticks", shown.count)
        set("tick", shown.map { positions[$0] })
        set("tickLabel", shown.map { labels[$0] })
    }

    /// One a value; those that find no room are empty.
    private static func labels(_ axis: LineAxis, _ positions: [Double], span: Double) -> [String] {
        var labels = (0..<axis.count).map(axis.label)
        if case .epochs(let epochs) = axis, epochs.count > 12, epochs.count == epochs.last {
            let step = epochs.count > 60 ? 10 : epochs.count > 24 ? 5 : 2
            return zip(labels, epochs).map { $1.isMultiple(of: step) ? $0 : "" }
        }
        var next: (position: Double, halfWidth: Double)?
        for index in labels.indices.reversed() {
            // Widths of letters in shares of the shortest axis that there is, 400 units.
            let half = (4.5 * Double(labels[index].count) + 3) / 400 * max(span, 1e-9)
            if let next, next.position - positions[index] < next.halfWidth + half {
                labels[index] = ""
            } else {
                next = (positions[index], half)
            }
        }
        return labels
    }

    /// Labels beside the last points, in the order of those points and apart enough to be read.
    private mutating func setLines(_ lines: [LinePlot.Line], scale: RoundScale) {
        let ends = lines.map { line in
            line.points.compactMap { $0 }.last.map { line.measure.scale * $0.mean } ?? scale.low
        }
        let hasNotes = lines.contains { !$0.note.isEmpty }
        set("lines", lines.count)
        set("linePoints", lines.map { Double($0.points.count { $0 != nil }) })
        set(
            "lineLabel",
            lines.map { line in
                line.points.allSatisfy { $0 == nil } ? "\(line.density.canonical) not run" : line.name
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

    /// `position mean low high`, as they are said; an empty line, which breaks the line drawn, where a value was not run.
    private static func rows(_ line: LinePlot.Line, _ axis: LineAxis) -> [String] {
        var rows: [String] = []
        for (index, moments) in line.points.enumerated() {
            let position = axis.position(index)
            // Magnitudes of either sign are two lines.
            if index > 0, axis.position(index - 1) < 0, position > 0, axis.isTwoSided { rows.append("") }
            guard let moments else {
                rows.append("")
                continue
            }
            let (low, high) = band(moments, line.measure)
            let numbers = [moments.mean, low, high].map { (line.measure.scale * $0).fixed(4) }
            rows.append(([position.fixed(4)] + numbers).joined(separator: "\t"))
        }
        return rows
    }
}

extension LineAxis {
    /// True for magnitudes to either side of the middle.
    fileprivate var isTwoSided: Bool {
        if case .places(_, .symmetricLogarithmic) = self { return true }
        return false
    }
}

extension Measure {
    /// What it can be; nil: anything.
    fileprivate var range: ClosedRange<Double>? {
        switch unit {
        case .percent: [.growthOfNegative, .growthOfPositive].contains(self) ? nil : 0...1
        default: self == .correlation ? -1...1 : 0...Double.greatestFiniteMagnitude
        }
    }

    /// True for fractions of correct answers, which have a chance.
    fileprivate var isAccuracy: Bool { [.accuracy, .bestAccuracy, .dropoutAccuracy].contains(self) }
}

/// Heights as close to `wanted` as can be, in the same order, with at least `apart` between any two.
package func spread(_ wanted: [Double], apart: Double, in scale: RoundScale) -> [Double] {
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
