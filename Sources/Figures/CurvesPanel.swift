import Analysis
import Specification

extension PanelFiles {
    /// Accuracy over epochs: a mean line and a band of one standard deviation for each density.
    ///
    /// `classes` gives the level of chance; it is drawn where the axis reaches it.
    init(curvesOf panel: ResolvedPanel, _ summaries: [AccuracySummary], classes: Int?) {
        let hidden = panel.grid?.sizes.first ?? 0
        let epochs = panel.grid?.epochs ?? 1
        let densities = (panel.grid?.densities ?? []).sorted()
        let points = densities.map { density in
            (1...max(1, epochs)).compactMap {
                panel.summary(in: summaries, hidden: hidden, density: density, epoch: $0)
            }
        }
        let edges = points.joined().flatMap { summary -> [Double] in
            let (mean, sd) = (100 * summary.meanAccuracy, 100 * (summary.sdAccuracy ?? 0))
            return [max(0, mean - sd), min(100, mean + sd)]
        }
        let scale = RoundScale(edges)
        set("hiddenNodes", grouped(hidden))
        set("epochs", epochs)
        set("accuracyLow", scale.low)
        set("accuracyHigh", scale.high)
        set("accuracyStep", scale.step)
        set("chance", classes.map { 100 / Double($0) } ?? -1)
        set("bandText", Self.bandText(points.flatMap { $0 }))
        setCurves(densities, points, scale: scale)
        data = points.enumerated().map { ("curve-\($0 + 1)", $1.map(Self.line)) }
    }

    /// Labels beside the last points, in the order of those points and apart enough to be read.
    private mutating func setCurves(_ densities: [Double], _ points: [[AccuracySummary]], scale: RoundScale) {
        let ends = points.map { $0.last.map { 100 * $0.meanAccuracy } ?? scale.low }
        set("curves", densities.count)
        set("curvePoints", points.map { Double($0.count) })
        set(
            "curveLabel",
            zip(densities, points).map {
                $1.isEmpty ? "\(canonical($0)) not run" : "density \(canonical($0))"
            })
        set("curveLabelHeight", spread(ends, apart: 0.075 * (scale.high - scale.low), in: scale))
        // Style 1 is for dense networks in every figure; the others follow by density.
        let sparser = densities.filter { $0 != 1 }
        set("curveStyle", densities.map { $0 == 1 ? 1 : Double((sparser.firstIndex(of: $0) ?? 0) + 2) })
    }

    /// `epoch mean low high`, in percent.
    private static func line(_ summary: AccuracySummary) -> String {
        let (mean, sd) = (summary.meanAccuracy, summary.sdAccuracy ?? 0)
        let numbers = [mean, max(0, mean - sd), min(1, mean + sd)].map { fixed(100 * $0, 4) }
        return (["\(summary.condition.epoch)"] + numbers).joined(separator: "\t")
    }

    /// How many networks a point stands for, and what the band is.
    static func bandText(_ points: [AccuracySummary]) -> String {
        let counts = Set(points.map(\.count)).sorted()
        guard let least = counts.first, let most = counts.last else { return "not run" }
        if most == 1 { return "1 network" }
        return "mean ± sd, \(least == most ? "\(most)" : "\(least) to \(most)") networks"
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
