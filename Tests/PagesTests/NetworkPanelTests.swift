import Analysis
@testable import Model
import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Pages
@testable import Results

/// Pictures of single networks and images, and distributions of weights.
@Suite struct NetworkPanelTests {
    private func panel(_ shows: PanelKind, nodes: Int = 3, density: Double = 0.5, epochs: Int = 0)
        -> ResolvedPanel
    {
        FigureMarkTests.panel(shows, sizes: [nodes], densities: [density], seeds: 1, epochs: epochs)
    }

    private func snapshot(
        of panel: ResolvedPanel, _ connections: ConnectivityMask.Connections, _ weights: [Float],
        epoch: Int = 0
    ) -> WeightSnapshot {
        let nodes = panel.grid?.sizes[0] ?? 0
        let parameters = NetworkParameters(
            inputWeights: [], inputBiases: [], recurrentWeights: weights, recurrentBiases: [],
            readoutWeights: [], readoutBiases: [])
        return WeightSnapshot(
            description: panel.networks[0].conditions, epoch: epoch, step: 0,
            mask: ConnectivityMask(
                hiddenNodes: nodes, connections: connections, density: panel.networks[0].density,
                rule: "made-up",
                seed: nil), parameters: parameters)
    }

    /// Node 0 receives from nodes 1 and 2, node 2 from node 0: rows receive, columns send.
    @Test func connectionsStandAtRowAndColumn() throws {
        let panel = panel(.connectionMatrix)
        let sparse = snapshot(
            of: panel, .rows(rowStarts: [0, 2, 2, 3], columns: [1, 2, 0]), [0.5, -0.5, 0])
        #expect(
            ConnectionMatrix(sparse).signs == [
                [.none, .positive, .negative], [.none, .none, .none], [.zero, .none, .none],
            ])
        let full = snapshot(of: panel, .all, [1, 1, 1, -1, 1, 1, 1, 1, 0])
        #expect(
            ConnectionMatrix(full).signs == [
                [.positive, .positive, .positive], [.negative, .positive, .positive],
                [.positive, .positive, .zero],
            ])
        let files = try PanelFiles(matrixOf: [sparse], for: panel)
        #expect(
            FigureMarkTests.variable(files, "subtitle")
                == "'3 hidden nodes, density 0.5, before training; 3 of 9 connections'")
        #expect(files.data[0].lines.count == 9)
        #expect(files.data[0].lines[1] == "1\t0\t0\t84\t140" && files.data[0].lines[2].hasPrefix("2\t0\t240"))
    }

    /// Weights of another network, or of another epoch, are not those that the panel asks for.
    @Test func weightsThatWereNotGivenAreMissed() {
        let own = panel(.connectionMatrix)
        let other = panel(.connectionMatrix, density: 0.25)
        let rows = ConnectivityMask.Connections.rows(rowStarts: [0, 1, 1, 1], columns: [0])
        for wrong in [
            [], [snapshot(of: other, rows, [1])], [snapshot(of: own, rows, [1], epoch: 1)],
        ] {
            #expect(throws: FigureError.self) { try PanelFiles(matrixOf: wrong, for: own) }
        }
        // Positive is dark, negative light, also in grey.
        let signs = ConnectionMatrix.Sign.allCases.map(\.colour)
        #expect(signs[0].contrast(signs[1]) > 3 && signs[1].contrast(signs[3]) > 1.5)
    }

    /// One pixel is two units wide and high; a row of pixels follows the one before after a gap of one unit.
    @Test func anImageIsCutIntoRows() throws {
        let rows = ImageRows([0, 255, 55, 100], ImageLayout(rows: 2, columns: 2))
        #expect(rows.width == 9 && rows.height == 5 && rows.start == 5 && rows.lines.count == 45)
        func grey(_ x: Int, _ y: Int) -> String {
            String(rows.lines[9 * y + x].split(separator: "\t").last ?? "")
        }
        #expect((0..<5).map { grey(5, $0) } == ["255", "255", "255", "200", "200"])
        #expect((0..<5).map { grey(8, $0) } == ["0", "0", "255", "155", "155"])
        #expect((0..<5).map { grey(2, $0) } == ["0", "0", "155", "155", "255"], "the image")
        #expect((0..<5).allSatisfy { grey(4, $0) == "255" })
        let colour = ImageRows([1, 2, 3, 4, 5, 6], ImageLayout(rows: 1, channels: 3, columns: 2))
        #expect(colour.lines[0] == "0\t0\t1\t3\t5" && colour.lines[2] == "2\t0\t2\t4\t6")
        let files = try PanelFiles(rowsOf: MadeUpRuns.examples, for: panel(.imageRows))
        #expect(FigureMarkTests.variable(files, "subtitle") == "'MNIST, class 0: 28 steps of 28 inputs'")
        #expect(throws: FigureError.self) { try PanelFiles(rowsOf: nil, for: panel(.imageRows)) }
        var series = MadeUpRuns.examples
        series.examples = LabelledExamples(
            .series([1, 2], SeriesLayout(steps: 2, channels: 1)), labels: [0])
        #expect(throws: FigureError.self) { try PanelFiles(rowsOf: series, for: panel(.imageRows)) }
    }

    /// Before and after the last epoch; earlier snapshots belong to other panels.
    @Test func weightsAreThoseBeforeAndAfterTraining() throws {
        let panel = FigureMarkTests.panel(
            .weightDistribution, densities: [1], seeds: 1, epochs: 2, snapshots: [0, 1, 2])
        func values(_ share: Double, epoch: Int) -> [MeasuredValue] {
            func curve(_ name: String, _ share: Double) -> MeasuredNumbers.Curve {
                .init(name, units: "fraction", [.init(-1e-3, -1e-4, share), .init(1e-4, 1e-3, 1 - share)])
            }
            let curves = [curve("share_of_initial_weight", 0.5), curve("share_of_weight", share)]
            return MeasuredValue.of(
                MeasuredNumbers(values: [], curves: curves), network: panel.networks[0].conditions,
                epoch: epoch)
        }
        let results = try PanelResults(panel, [], values(0.75, epoch: 2) + values(0.625, epoch: 1))
        let files = PanelFiles(linesOf: results)
        #expect(FigureMarkTests.variable(files, "lineNote") == "['before', 'after']")
        #expect(FigureMarkTests.rows(files, "line-1")?.map { $0.dropFirst().first } == [50, nil, 50])
        #expect(FigureMarkTests.rows(files, "line-2")?.map { $0.dropFirst().first } == [75, nil, 25])
        #expect(results.finished == 1)
    }

    /// A line at 0 would look like weights of 0.
    @Test(arguments: [(0.0, "['', 'all off the axis']"), (0.25, "['', '']")])
    func aCurveWithoutAnyNumberOnItsAxisIsSaidToBe(share: Double, notes: String) throws {
        let panel = FigureMarkTests.panel(.activationDistribution, densities: [0.1, 1], seeds: 1, epochs: 1)
        let values = zip(panel.networks, [0.5, share]).flatMap { network, share in
            let curve = MeasuredNumbers.Curve(
                "activation_magnitude", units: "fraction", [.init(0.1, 1, share), .init(1, 10, share / 2)])
            return MeasuredValue.of(
                MeasuredNumbers(values: [], curves: [curve]), network: network.conditions, epoch: 1)
        }
        let files = PanelFiles(linesOf: try PanelResults(panel, [], values))
        #expect(FigureMarkTests.variable(files, "lineNote") == notes)
    }

    /// Figure 1 as it is in the pipeline, drawn from made-up weights.
    @Test func figuresOfNetworksAndImagesAreDrawn() throws {
        var figure = try PipelineFiguresTests.figure("figure1", "smoke")
        let networks = figure.panels.map { panel in
            let nodes = panel.networks[0].hiddenNodes
            return snapshot(of: panel, .all, (0..<nodes * nodes).map { Float($0 % 3 - 1) })
        }
        let rows = try PipelineFiguresTests.figure("figureS1", "smoke").panels[0]
        figure.panels.append(rows)
        figure.panels[4].name = "E"
        let drawn = try RenderTests.rendered(
            FigureInput(
                figure: figure, records: [], datasets: [MadeUpRuns.examples], networks: networks, claims: [],
                provenance: []))
        let svg = String(decoding: drawn.svg, as: UTF8.self)
        #expect(svg.components(separatedBy: "<image ").count - 1 == 5)
        #expect(svg.contains("sending node of the first layer") && svg.contains("step 28"))
        let page = String(decoding: drawn.html, as: UTF8.self)
        #expect(page.contains("1 of 1 network") && !page.contains(">0 of"))
    }
}
