import Analysis
import Foundation
import Model
import Specification
import Testing

@testable import Drawing
@testable import Results

/// Panels of numbers that tell wirings apart: a row for each rule, a column for each measure.
@Suite struct WiringPanelTests {
    static let rules = ["in-degree", "distance"]

    /// Two networks wired by each rule; the first three of its measures have numbers, the second one only with the second rule.
    static func results(_ shows: PanelKind) throws -> PanelResults {
        let conditions = rules.map { rule in
            var one = Conditions.paper
            (one.hiddenNodes, one.density, one.wiring) = (100, 0.1, Wiring(rule: rule))
            return one
        }
        let panel = ResolvedPanel(
            name: "A", shows: shows, title: "Panel", dataset: DatasetSelection(name: "mnist"),
            grid: NetworkGrid(conditions, seeds: [0, 1], epochs: 0, snapshots: [0]))
        var values: [MeasuredValue] = []
        for network in panel.networks {
            let row = rules.firstIndex(of: network.conditions.wiring?.rule ?? "") ?? 0
            for (column, measure) in shows.measures.prefix(3).enumerated() where (row, column) != (0, 1) {
                values.append(
                    MeasuredValue(
                        condition: SharedConditions(network.conditions, epoch: 0), seed: network.seed,
                        quantity: measure.quantity ?? "",
                        number: Double(10 * row + column) / 100 + 0.02 * Double(network.seed)))
            }
        }
        return try PanelResults(panel, [], values)
    }

    @Test func rulesAreRowsFromTheTopAndMeasuresColumns() throws {
        let results = try Self.results(.wiringNumbers)
        let plot = GridPlot(results)
        #expect(plot.rows.map(\.name) == ["distance", "in-degree"], "from below")
        #expect(plot.columns.prefix(3) == ["density (%)", "sd of inputs", "sd of outputs"])
        #expect(plot.columns.count == Measure.ofWiring.count)
        let first = plot.rows[1].cells
        #expect(first[0]?.moments.mean == 0.01 && first[1] == nil && first[2]?.measure == .outDegreeDeviation)
        #expect(plot.rows[1].hole == "not defined" && plot.rows[0].cells[1]?.moments.mean == 0.12)
    }

    /// Numbers are said as their own measure says them; what is not defined says so, and gnuplot gets no percent sign as a format.
    @Test func cellsSpeakTheirMeasuresLanguage() throws {
        let files = PanelFiles(gridOf: try Self.results(.wiringNumbers))
        let cells = try #require(files.data.first { $0.name == "cells" }?.lines)
        #expect(cells.contains { $0.hasPrefix("1\t2\t") && $0.contains("\"1.0\"\t\"±1.4\"") })
        #expect(cells.contains { $0.hasPrefix("2\t1\t") && $0.contains("\"0.12\"\t\"±0.01\"") })
        let holes = try #require(files.data.first { $0.name == "holes" }?.lines)
        #expect(holes.contains("2\t2\t\"not defined\""))
        #expect(FigureMarkTests.variable(files, "columnLabel")?.hasPrefix("['density (%%)', ") == true)
        #expect(FigureMarkTests.variable(files, "coloured") == "0")
        #expect(FigureMarkTests.variable(files, "subtitle")?.contains("100 hidden nodes") == true)
    }

    @Test func allTriadsAreThere() throws {
        let plot = GridPlot(try Self.results(.triadCensus))
        #expect(plot.columns == MeasureKind.triads)
        #expect(Measure.triads.map(\.quantity) == MeasureKind.triads.map { "triads_\($0)" })
    }

    /// Cells of several measures are as wide as the canvas; what comes before and after stands in rows of its own.
    @Test func manyMeasuresHaveARowOfTheirOwn() {
        let lines = PanelKind.degreeDistribution
        let canvas = Canvas(kinds: [lines, lines, .wiringNumbers, lines], lines: [2: 5])
        #expect(canvas.width == 1280 && canvas.height == 2 * Canvas.rowHeight + 152 + 5 * 36)
        let frames = canvas.frames
        #expect(frames[2].left == 0 && frames[2].right == 1 && frames[2].top == frames[0].bottom)
        #expect(frames[3].left == 0 && frames[3].right == 0.5 && frames[3].top == frames[2].bottom)
        #expect(Canvas(kinds: [.wiringNumbers]).width == 1280)
    }

    /// What is beside the lines of a panel that compares wirings, of whose networks some are run.
    private func notes(
        _ wirings: [Wiring?], sizes: [Int] = [100], isRun: (Conditions) -> Bool = { _ in true }
    ) throws -> [String] {
        let conditions = wirings.flatMap { wiring in
            sizes.map { size in
                var one = Conditions.paper
                (one.hiddenNodes, one.density, one.wiring) = (size, 0.1, wiring)
                return one
            }
        }
        let kept = NetworkGrid(conditions, seeds: [0, 1], epochs: 1, snapshots: [1]).filtered(isRun)
        let panel = ResolvedPanel(
            name: "A", shows: .accuracyBySize, title: "Panel", dataset: DatasetSelection(name: "mnist"),
            grid: kept)
        // As the report reads what planning has written.
        let read = try JSONDecoder().decode(ResolvedPanel.self, from: JSONEncoder().encode(panel))
        return try #require(LinePlot(try PanelResults(read, []))).lines.map(\.note)
    }

    private static let correlated = [0.8, 0].map {
        Wiring(
            rule: "degree-correlated",
            values: ["correlation": .real($0), "spread": .real(0.5), "inhibitory": .real(0.115)])
    }

    /// Wirings of one rule are told apart by what they differ in; with another rule beside them, by all that is not usual.
    @Test func wiringsOfOneRuleSayWhatTheyDifferIn() throws {
        let wirings = Self.correlated
        #expect(try notes(wirings) == ["correlation 0.8", "correlation 0"])
        #expect(try notes(wirings + [Wiring(rule: "in-degree")]).last == "in-degree")
        #expect(try notes(wirings + [Wiring(rule: "in-degree")])[0].hasPrefix("degree-correlated"))
    }

    /// Where the null is not finished yet, a reader still sees which wiring there is.
    @Test func aWiringKeepsItsNameWithoutTheOthers() throws {
        let wirings = [Wiring(rule: "small-world"), Wiring(rule: "in-degree")]
        #expect(try notes(wirings) { $0.wiring == wirings[0] } == ["small-world"])
        #expect(try notes(wirings) { $0.seed == 1 && $0.wiring == wirings[1] } == ["in-degree"])
        #expect(try notes(Self.correlated) { $0.wiring == Self.correlated[1] } == ["correlation 0"])
    }

    /// What the specification does not compare goes without saying, whatever is run.
    @Test func theOnlyWiringHasNoName() throws {
        let wiring = Wiring(rule: "small-world")
        #expect(try notes([wiring], sizes: [100, 200]) { $0.hiddenNodes == 100 } == [""])
        #expect(try notes([wiring], sizes: [100, 200]) { $0.seed == 0 } == [""])
    }
}
