import Analysis
@testable import Model
import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// What panels draw besides means: chance, each network, the paper's values, epochs that others look at.
@Suite struct FigureMarkTests {
    /// As many ones as MNIST's test set has, the first of 10,000 images.
    static let testLabels =
        [UInt8](repeating: 1, count: 1135) + (0..<8865).map { [0, 2, 3, 4, 5, 6, 7, 8, 9][$0 % 9] }

    static func panel(
        _ shows: PanelKind = .accuracyByEpoch, sizes: [Int] = [100], densities: [Double] = [0.1, 1],
        seeds: Int = 3, epochs: Int = 2, snapshots: [Int]? = nil, testLimit: Int? = nil,
        upon base: Conditions = .paper
    ) -> ResolvedPanel {
        ResolvedPanel(
            name: "B", shows: shows, title: "Panel",
            dataset: DatasetSelection(name: "mnist", testLimit: testLimit),
            grid: NetworkGrid(
                sizes: sizes, densities: densities, seeds: Array(0..<seeds), epochs: epochs,
                snapshots: snapshots ?? [epochs], upon: base))
    }

    static func variable(_ files: PanelFiles, _ name: String) -> String? {
        files.variables.first { $0.name == name || $0.name.hasPrefix("array \(name)[") }?.value
    }

    static func rows(_ files: PanelFiles, _ name: String) -> [[Double]]? {
        files.data.first { $0.name == name }?.lines.map { row in
            row.split(separator: "\t").compactMap { Double($0) }
        }
    }

    /// The rule of the training delay: 11.35 % of 10,000 images are ones, so 12.94 % are better than chance.
    @Test func chanceIsThatOfTheTrainingDelay() throws {
        func reference(_ panel: ResolvedPanel, _ labels: [UInt8]) throws -> (Double?, String?) {
            let files = PanelFiles(linesOf: try PanelResults(panel, [], testLabels: labels))
            return (
                Self.variable(files, "reference").flatMap { Double($0) },
                Self.variable(files, "referenceName")
            )
        }
        let whole = try reference(Self.panel(), Self.testLabels)
        #expect(abs((whole.0 ?? 0) - 12.936) < 0.001 && whole.1 == "'chance level, 12.9 %'")
        // Of the first 1,135 images all are ones.
        #expect(try reference(Self.panel(testLimit: 1135), Self.testLabels).0 == 100)
        #expect(try reference(Self.panel(), []).1 == "''")
        #expect(try reference(Self.panel(.activeNodesByEpoch), Self.testLabels).1 == "''")
    }

    /// A single network has no deviation to write below its accuracy; the layout divides by the letters of what is there.
    @Test func aGridOfSingleNetworksHasRoomForNoLetters() throws {
        let panel = Self.panel(.accuracyGrid, seeds: 1)
        let files = PanelFiles(gridOf: try PanelResults(panel, Self.records(panel)))
        #expect(Self.variable(files, "cells") == "2" && Self.variable(files, "smallLetters") == "1")
    }

    /// What compares accuracies with chance is given its dataset.
    @Test func onlyAccuraciesHaveAChance() {
        for kind in PanelKind.allCases where kind.form == .lines {
            #expect(
                kind.showsChance == [.accuracy, .bestAccuracy, .dropoutAccuracy].contains(kind.measure),
                "\(kind)")
        }
    }

    /// Records of all networks of a panel, from before training on; by default of epoch e and seed s 10 e + s percent.
    static func records(
        _ panel: ResolvedPanel, from first: Int = 0,
        accuracy: (NetworkSpecification, Int) -> Double = { Double(10 * $1 + $0.seed) / 100 }
    ) -> [AccuracyRecord] {
        panel.networks.flatMap { network in
            (first...(panel.grid?.epochs ?? 0)).map { epoch in
                AccuracyRecord(
                    network.conditions, epoch: epoch, testAccuracy: accuracy(network, epoch), testLoss: 1)
            }
        }
    }

    /// One of three networks has not learnt anything: the median is that of another one, and all three are dots.
    @Test func networksAreDotsAndSkewedOnesAMedian() throws {
        let panel = Self.panel(densities: [1])
        let results = try PanelResults(
            panel, Self.records(panel) { [0.9, 0.2, 0.8][$0.seed] - Double($1) / 100 })
        let files = PanelFiles(linesOf: results)
        #expect(Self.rows(files, "line-1") == [[0, 80, 20, 90], [1, 79, 19, 89], [2, 78, 18, 88]])
        let dots = try #require(Self.rows(files, "dots-1"))
        #expect(dots.map { $0[1] } == [90, 20, 80, 89, 19, 79, 88, 18, 78])
        for (index, dot) in dots.enumerated() { #expect(abs(dot[0] - Double(index / 3)) < 0.05) }
        #expect(dots[1][0] == 0 && dots[0][0] < 0 && dots[2][0] > 0, "side by side")
        #expect(Self.variable(files, "subtitle")?.contains("median and range, 3 networks") == true)
        #expect([0.9, 0.2, 0.8, 0.7].median == 0.75 && [Double]().median == nil)
        let table = String(decoding: cellsTable([results]), as: UTF8.self).split(separator: "\n")
        let median = table[0].split(separator: "\t").firstIndex(of: "median") ?? 0
        let cells = table.dropFirst().map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)[median]
        }
        #expect(cells == ["0.8", "0.79", "0.78"])
    }

    /// Epochs begin with the untrained network where it was measured.
    @Test func epochsBeginWithTheUntrainedNetwork() throws {
        let panel = Self.panel()
        func first(_ records: [AccuracyRecord]) throws -> [Double]? {
            Self.rows(PanelFiles(linesOf: try PanelResults(panel, records)), "line-1")?.first
        }
        #expect(try first(Self.records(panel)) == [0, 1, 0, 2])
        #expect(try first(Self.records(panel, from: 1)) == [1, 11, 10, 12])
    }

    /// The paper's value is drawn where its own networks are, on whole datasets.
    @Test func thePapersValuesAreMarked() throws {
        let values = try Claim.read(path: ClaimTests.file.path).filter { $0.belongs(to: "figure2") }
            .compactMap(\.paperValue)
        let panel = Self.panel(sizes: [100, 20_000])
        let records = Self.records(panel)
        let files = PanelFiles(linesOf: try PanelResults(panel, records, paper: values))
        #expect(Self.variable(files, "paperPoints") == "[0, 0]", "the first size is 100")
        let large = Self.panel(sizes: [20_000])
        let drawn = PanelFiles(linesOf: try PanelResults(large, records, paper: values))
        #expect(Self.rows(drawn, "paper-1").map { $0.map { Array($0.dropFirst()) } } == [[90.3, 88.3, 92.3]])
        #expect(Self.rows(drawn, "paper-2").map { $0.map { Array($0.dropFirst()) } } == [[77.5, 70.2, 84.8]])
        #expect(Self.variable(drawn, "subtitle")?.hasSuffix("; ◇ paper, mean ± sd'") == true)
        #expect(Double(Self.variable(drawn, "accuracyHigh") ?? "") ?? 0 >= 92.3)
        let limited = Self.panel(sizes: [20_000], testLimit: 200)
        let other = try PanelResults(limited, Self.records(limited), paper: values)
        #expect(Self.variable(PanelFiles(linesOf: other), "paperPoints") == "[0, 0]", "200 test images")
    }

    @Test func thePapersValuesStandInCells() throws {
        let values = try Claim.read(path: ClaimTests.file.path).filter { $0.belongs(to: "figure2") }
            .compactMap(\.paperValue)
        let panel = Self.panel(.accuracyGrid, sizes: [100, 20_000], epochs: 1)
        var records = Self.records(panel, from: 1)
        records.removeAll { $0.hiddenNodes == 20_000 && $0.density == 1 && $0.seed == 2 }
        let files = PanelFiles(gridOf: try PanelResults(panel, records, paper: values))
        let cells = files.data[0].lines.map { $0.split(separator: "\t").dropFirst(4).map(String.init) }
        #expect(cells[0] == ["\"11.0\"", "\"±1.0\"", "\"\"", "\"\"", "\"\""])
        #expect(cells[1] == ["\"11.0\"", "\"±1.0\"", "\"◇ 90.3\"", "\"±2.0\"", "\"\""])
        #expect(cells[3] == ["\"10.5\"", "\"±0.7\"", "\"n = 2\"", "\"◇ 77.5\"", "\"±7.3\""])
        #expect(Self.variable(files, "smallLines") == "4" && Self.variable(files, "smallLetters") == "6")
    }

    /// A panel of gradients marks its epoch where the same networks go by epochs, and only there.
    @Test func epochsOfGradientsAreMarked() throws {
        func gradients(_ name: String, _ epochs: Int) -> ResolvedPanel {
            var panel = Self.panel(.gradientDistribution, epochs: epochs)
            panel.name = name
            return panel
        }
        let long = Self.panel(epochs: 40)
        let other = Self.panel(sizes: [50], epochs: 40)
        let figure = ResolvedFigure(
            figure: "figure6", title: "", caption: "", source: "", profile: "smoke", layout: "panels.gp",
            panels: [long, gradients("E1", 0), gradients("E2", 2), gradients("E3", 10), other])
        let marks = figure.epochsOfGradients(in: long)
        #expect(marks.map(\.epoch) == [0, 2, 10] && marks.map(\.name) == ["E1", "E2", "E3"])
        #expect(
            figure.epochsOfGradients(in: other).isEmpty
                && figure.epochsOfGradients(in: figure.panels[1]).isEmpty)
        let files = PanelFiles(linesOf: try PanelResults(long, Self.records(long)), marks: marks)
        #expect(Self.variable(files, "epochMark") == "[0, 2, 10]")
        #expect(Self.variable(files, "epochMarkName") == "['E1, E2', 'E3']", "names do not touch")
    }

    /// Panels that cannot be drawn take a line below the others, one for each reason.
    @Test func panelsWithoutDataTakeALine() {
        let kinds: [PanelKind] = [.datasetExamples, .accuracyByEpoch, .accuracyGrid]
        let whole = Canvas(kinds: kinds)
        let canvas = Canvas(kinds: kinds, notes: ["D, F: CIFAR-10 is not here"])
        #expect(canvas.notes == ["D, F: CIFAR-10 is not here"])
        #expect(canvas.height == whole.height + canvas.notesTop && canvas.notesTop > Canvas.notePitch)
        #expect(canvas.frames.allSatisfy { $0.bottom * canvas.height >= canvas.notesTop - 1e-9 })
        #expect(whole.notesTop == 0 && whole.notes.isEmpty)
        #expect(Canvas(kinds: [], notes: [String(repeating: "word ", count: 60)]).notes.count == 3)
    }
}
