import Analysis
@testable import Model
import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// Panels of measures: what they draw of made-up numbers.
@Suite struct MeasureFigureTests {
    private func network(density: Double, seed: Int) -> Conditions {
        Conditions(
            dataset: "mnist", hiddenNodes: 100, density: density,
            connections: 10_000, seed: seed, learningRate: 0.001, batch: 100, trainingImages: 60_000,
            testImages: 10_000)
    }

    private func panel(_ shows: PanelKind, sizes: [Int] = [100], epochs: Int = 1, snapshots: [Int] = [1])
        -> ResolvedPanel
    {
        ResolvedPanel(
            name: "A", shows: shows, title: "Panel", dataset: DatasetSelection(name: "mnist"),
            grid: NetworkGrid(
                sizes: sizes, densities: [0.1, 1], seeds: [0, 1], epochs: epochs, snapshots: snapshots))
    }

    private func values(_ numbers: (Double, Int) -> MeasuredNumbers, epoch: Int = 1) -> [MeasuredValue] {
        [0.1, 1].flatMap { density in
            [0, 1].flatMap { seed in
                MeasuredValue.of(
                    numbers(density, seed), network: network(density: density, seed: seed), epoch: epoch)
            }
        }
    }

    private func rows(_ files: PanelFiles, _ line: Int) -> [[Double]] {
        (files.data.first { $0.name == "line-\(line)" }?.lines ?? []).map { row in
            row.split(separator: "\t").compactMap { Double($0) }
        }
    }

    private func variable(_ files: PanelFiles, _ name: String) -> String? {
        files.variables.first { $0.name == name || $0.name.hasPrefix("array \(name)[") }?.value
    }

    @Test func activeNodesAreDrawnInPercentByEpoch() throws {
        let all =
            values(
                { density, seed in
                    MeasuredNumbers(values: [
                        .init("active_fraction", units: "fraction", density / 2 + Double(seed) / 100)
                    ])
                }, epoch: 0)
            + values({ _, _ in MeasuredNumbers(values: [.init("active_fraction", units: "fraction", 0.25)]) })
        let results = try PanelResults(panel(.activeNodesByEpoch, snapshots: [0, 1]), [], all)
        #expect(results.finished == 4)
        let files = PanelFiles(linesOf: results)
        #expect(rows(files, 1).map { $0[0] } == [0, 1], "epochs 0 and 1")
        #expect(abs(rows(files, 1)[0][1] - 5.5) < 1e-9 && rows(files, 1)[1][1] == 25)
        #expect(abs(rows(files, 2)[0][1] - 50.5) < 1e-9)
        #expect(variable(files, "accuracyLabel") == "'nodes not zero, per image (%)'")
    }

    /// Numbers of other epochs do not get into a panel about its last epoch, other quantities into none.
    @Test func distributionsAreOfTheLastEpoch() throws {
        func curve(_ height: Double) -> MeasuredNumbers {
            MeasuredNumbers(
                values: [.init("correlation", units: "1", 0.3)],
                curves: [
                    .init(
                        "share_of_correlation", units: "fraction",
                        [.init(-1, 0, height), .init(0, 1, 1 - height)])
                ])
        }
        let all = values({ _, _ in curve(0.25) }) + values({ _, _ in curve(0.9) }, epoch: 0)
        let results = try PanelResults(panel(.correlationDistribution), [], all)
        let files = PanelFiles(linesOf: results)
        #expect(rows(files, 1).map { Array($0.prefix(2)) } == [[-0.5, 25], [0.5, 75]])
        #expect(variable(files, "marked") == "0")
        let table = String(decoding: cellsTable([results]), as: UTF8.self)
        #expect(
            table.contains("\tshare_of_correlation_fraction\t") && table.split(separator: "\n").count == 5)
    }

    /// Magnitudes of both signs stand to either side of the middle, the smallest next to it, and are not joined.
    @Test func gradientsStandToEitherSideOfTheMiddle() throws {
        let points: [MeasuredNumbers.Curve.Point] = [
            .init(-1e-3, -1e-4, 0.1), .init(-1e-4, -1e-5, 0.2), .init(1e-5, 1e-4, 0.3),
            .init(1e-4, 1e-3, 0.4),
        ]
        let all = values { _, _ in
            MeasuredNumbers(values: [], curves: [.init("share_of_gradient", units: "fraction", points)])
        }
        let files = PanelFiles(linesOf: try PanelResults(panel(.gradientDistribution), [], all))
        let drawn = rows(files, 1)
        #expect(drawn.map(\.count) == [4, 4, 0, 4, 4])
        let positions = drawn.compactMap(\.first)
        #expect(positions == [-2.5, -1.5, 1.5, 2.5] && drawn[1][1] == 20)
        #expect(variable(files, "tickLabel") == "['−10⁻³', '−10⁻⁴', '−10⁻⁵', '0', '10⁻⁵', '10⁻⁴', '10⁻³']")
    }

    @Test func aDelayThatNeverEndsIsSaid() throws {
        let all = values(
            { density, _ in MeasuredNumbers(values: [.init("delay", units: "epoch", density == 1 ? 5 : 1)]) },
            epoch: 4)
        let files = PanelFiles(
            linesOf: try PanelResults(panel(.delayBySize, epochs: 4, snapshots: [4]), [], all))
        #expect(
            variable(files, "reference") == "5" && variable(files, "referenceName") == "'not within 4 epochs'"
        )
        #expect(rows(files, 2)[0][1] == 5 && variable(files, "accuracyLow") == "0")
    }

    @Test func aPanelWithoutNumbersSaysSo() throws {
        let files = PanelFiles(linesOf: try PanelResults(panel(.mutualInformation), [], []))
        #expect(variable(files, "lineLabel") == "['0.1 not run', '1 not run']")
    }
}
