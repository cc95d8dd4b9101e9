import Results
import Analysis
import Specification
import Model

extension PanelFiles {
    /// Numbers over epochs, connections, examples, learning rates, sizes or places of a curve: a line with a band for each density,
    /// and for each of whatever else the panel compares. A dot for each network, and the paper's value where it gives one.
    ///
    /// - Parameter marks: epochs that other panels look at more closely, with their names.
    package init(linesOf results: PanelResults, marks: [(epoch: Int, name: String)] = []) {
        guard let plot = LinePlot(results) else { return }
        let (measure, centre) = (results.kind.measure, results.kind.centre)
        let isMarked = !results.kind.isDistribution
        let values = plot.lines.flatMap { line in
            line.points.compactMap { $0 }.flatMap { moments in
                let band = Self.cut(centre.band(moments), line.measure)
                return [band.lowerBound, band.upperBound] + (isMarked ? moments.numbers : [])
            }
                + line.paper.compactMap { $0 }.flatMap { [$0.band.lowerBound, $0.band.upperBound] }
        }.map { measure.scale * $0 }
        // Epochs are counted from the start of training.
        let edges = values + (measure == .delay ? [0, Double(results.grid.epochs + 1)] : [])
        let scale =
            measure.range == 0...1
            ? RoundScale(edges) : RoundScale(edges, within: -1e12...1e12)
        set("subtitle", Self.subtitle(results, hasPaper: plot.hasPaper))
        set("accuracyLow", scale.low)
        set("accuracyHigh", scale.high)
        set("accuracyStep", scale.step)
        set("accuracyLabel", measure.axisTitle)
        setReference(results)
        set("marked", isMarked && plot.axis.count <= Self.mostMarkers ? 1 : 0)
        set("dotted", isMarked ? 1 : 0)
        setAxis(plot.axis)
        setEpochMarks(marks, plot.axis)
        setLines(plot.lines, centre: centre, scale: scale)
        data = plot.lines.enumerated().map { index, line in
            ("line-\(index + 1)", Self.rows(line, plot.axis, centre))
        }
        if isMarked { setMarks(plot) }
    }

    /// A dot for each network, side by side around its place on the axis, and to the right of them the paper's values.
    private mutating func setMarks(_ plot: LinePlot) {
        let positions = (0..<plot.axis.count).map(plot.axis.position)
        let span = (positions.max() ?? 1) - (positions.min() ?? 0)
        let gap = zip(positions, positions.dropFirst()).map { $1 - $0 }.min() ?? 1
        let width = min(Self.dotsWidth * (span > 0 ? span : 1), 0.4 * gap)
        for (number, line) in plot.lines.enumerated() {
            let scale = line.measure.scale
            let dots = zip(positions, line.points).flatMap { position, moments in
                let numbers = moments?.numbers ?? []
                return numbers.enumerated().map { index, value in
                    let share = (Double(index) + 0.5) / Double(numbers.count) - 0.5
                    return "\((position + share * width).fixed(4))\t\((scale * value).fixed(4))"
                }
            }
            let paper = zip(positions, line.paper).compactMap { position, value in
                value.map { value in
                    let band = Self.cut(value.band, line.measure)
                    let numbers = [value.mean, band.lowerBound, band.upperBound].map { (scale * $0).fixed(4) }
                    return ([(position + width).fixed(4)] + numbers).joined(separator: "\t")
                }
            }
            data += [("dots-\(number + 1)", dots), ("paper-\(number + 1)", paper)]
        }
    }

    /// Room for the dots of all networks at one place, as a share of the axis.
    private static let dotsWidth = 0.024
    /// With more places than this, markers of lines would touch.
    private static let mostMarkers = 24

    /// A line to compare with: what is better than chance, or the epoch up to which networks were trained; out of sight for other
    /// measures.
    private mutating func setReference(_ results: PanelResults) {
        if let chance = results.chance {
            set("reference", 100 * chance.criterion)
            set("referenceName", "chance level, \((100 * chance.criterion).fixed(1)) %")
        } else if results.kind.measure == .delay {
            set("reference", results.grid.epochs + 1)
            set("referenceName", "not within \(results.grid.epochs.counting("epoch"))")
        } else {
            set("reference", -1e15)
            set("referenceName", "")
        }
    }

    /// A band within what the measure can be.
    private static func cut(_ band: ClosedRange<Double>, _ measure: Measure) -> ClosedRange<Double> {
        measure.range.map(band.clamped) ?? band
    }

    /// Dataset, size, and what the bands are.
    private static func subtitle(_ results: PanelResults, hasPaper: Bool) -> String {
        let grid = results.grid
        let isBySize = !grid.connections.isEmpty || results.kind.varies.contains(.hiddenNodes)
        let size = isBySize ? [] : grid.sizes.map { "\($0.grouped) hidden nodes" }
        let time = results.kind.timeText(epochs: grid.epochs)
        let parts = [results.datasetText] + size + [time].compactMap { $0 }
        return "\(parts.joined(separator: ", ")); \(results.countText)"
            + (hasPaper ? Self.paperNote : "")
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

    /// A thin line at each epoch that other panels look at; names that would touch stand together.
    private mutating func setEpochMarks(_ marks: [(epoch: Int, name: String)], _ axis: LineAxis) {
        guard case .epochs(let epochs) = axis, let first = epochs.first, let last = epochs.last else {
            set("epochMarks", 0)
            set("epochMarkNames", 0)
            return
        }
        let shown = marks.filter { epochs.contains($0.epoch) }.sorted { $0.epoch < $1.epoch }
        var names: [(position: Double, text: String)] = []
        for mark in shown {
            let position = Double(mark.epoch)
            if let before = names.last, position - before.position < 0.1 * Double(last - first) {
                names[names.count - 1].text += ", \(mark.name)"
            } else {
                names.append((position, mark.name))
            }
        }
        set("epochMarks", shown.count)
        set("epochMark", shown.map { Double($0.epoch) })
        set("epochMarkNames", names.count)
        set("epochMarkName", names.map(\.text))
        set("epochMarkNamePlace", names.map(\.position))
    }

    /// One a value; those that find no room are empty.
    private static func labels(_ axis: LineAxis, _ positions: [Double], span: Double) -> [String] {
        var labels = (0..<axis.count).map(axis.label)
        if case .epochs(let epochs) = axis, let first = epochs.first, let last = epochs.last,
            epochs.count > 12, epochs.count == last - first + 1
        {
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
    private mutating func setLines(_ lines: [LinePlot.Line], centre: Centre, scale: RoundScale) {
        let ends = lines.map { line in
            line.points.compactMap { $0 }.last.map { line.measure.scale * centre.value($0) } ?? scale.low
        }
        let hasNotes = lines.contains { !$0.note.isEmpty }
        set("lines", lines.count)
        set("linePoints", lines.map { Double($0.points.count { $0 != nil }) })
        set("paperPoints", lines.map { Double($0.paper.count { $0 != nil }) })
        set(
            "lineLabel",
            lines.map { line in
                line.points.allSatisfy { $0 == nil } ? "\(line.density.brief) not run" : line.name
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

    /// `position centre low high`, as they are said; an empty line, which breaks the line drawn, where a value was not run.
    private static func rows(_ line: LinePlot.Line, _ axis: LineAxis, _ centre: Centre) -> [String] {
        var rows: [String] = []
        for (index, moments) in line.points.enumerated() {
            let position = axis.position(index)
            // Magnitudes of either sign are two lines.
            if index > 0, axis.position(index - 1) < 0, position > 0, axis.isTwoSided { rows.append("") }
            guard let moments else {
                rows.append("")
                continue
            }
            let band = cut(centre.band(moments), line.measure)
            let numbers = [centre.value(moments), band.lowerBound, band.upperBound].map {
                (line.measure.scale * $0).fixed(4)
            }
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
        switch self {
        case .growthOfNegative, .growthOfPositive: nil
        case .correlation, .degreeCorrelation: -1...1
        case .accuracy, .bestAccuracy, .activeNodes, .mostActiveNodes, .activationShare, .informationShare,
            .dropoutAccuracy, .dropoutLoss, .correlationShare, .gradientShare, .weightShareBefore,
            .weightShare, .positiveToNegative, .negativeToPositive, .lowered, .raised, .inDegreeShare,
            .outDegreeShare, .connectedFraction:
            0...1
        case .gradient, .connectionGradient, .meanActivation, .mutualInformation, .snapshotGradient, .delay,
            .spectralRadius, .inDegreeDeviation, .outDegreeDeviation, .reciprocity, .clustering, .pathLength,
            .largestComponent, .maskSpectralRadius, .triads003, .triads012, .triads102, .triads021D,
            .triads021U, .triads021C, .triads111D, .triads111U, .triads030T, .triads030C, .triads201,
            .triads120D, .triads120U, .triads120C, .triads210, .triads300, .trainingLoss:
            0...Double.greatestFiniteMagnitude
        }
    }
}
