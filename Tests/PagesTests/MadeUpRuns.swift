@testable import Model
import Foundation
import Specification

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// Made-up runs, of sizes and numbers as real profiles have.
enum MadeUpRuns {
    /// A figure of panels A, B and C.
    static func figure(
        sizes: [Int], densities: [Double], seeds: Int, sizeOfCurves: Int, epochs: Int, trainLimit: Int? = nil,
        testLimit: Int? = nil, profile: String = "laptop", curveDensities: [Double] = [0.1, 1]
    ) -> ResolvedFigure {
        let dataset = DatasetSelection(name: "mnist", trainLimit: trainLimit, testLimit: testLimit)
        func grid(_ sizes: [Int], _ densities: [Double], _ epochs: Int) -> NetworkGrid {
            NetworkGrid(
                sizes: sizes, densities: densities, seeds: Array(0..<seeds), epochs: epochs,
                snapshots: [epochs])
        }
        return ResolvedFigure(
            figure: "figure2", title: "Network size and density under limited training",
            caption:
                "(A) Examples of the dataset. (B) Test accuracy over epochs. (C) Test accuracy after one epoch.",
            source: "Figure 2 of Fruengel & Oberlaender (2025)", profile: profile, layout: "panels.gp",
            panels: [
                ResolvedPanel(
                    name: "A", shows: .datasetExamples, title: "MNIST", dataset: dataset, grid: nil),
                ResolvedPanel(
                    name: "B", shows: .accuracyByEpoch, title: "Accuracy over training", dataset: dataset,
                    grid: grid([sizeOfCurves], curveDensities, epochs)),
                ResolvedPanel(
                    name: "C", shows: .accuracyGrid, title: "Accuracy after one epoch", dataset: dataset,
                    grid: grid(sizes, densities, 1)),
            ])
    }

    /// Records of every network and epoch of the figure; accuracies follow a rule with some scatter by seed.
    static func records(
        of figure: ResolvedFigure, accuracy rule: (NetworkSpecification, Int) -> Double = accuracy
    ) -> [AccuracyRecord] {
        var epochs: [NetworkSpecification: Int] = [:]
        for panel in figure.panels {
            for network in panel.networks {
                epochs[network] = max(epochs[network] ?? 0, panel.grid?.epochs ?? 0)
            }
        }
        return epochs.keys.sorted().flatMap { network in
            (0...(epochs[network] ?? 0)).map { epoch in
                record(network, epoch: epoch, accuracy: rule(network, epoch))
            }
        }
    }

    /// Rises with epochs; large dense networks learn less in the first one and scatter more, unless they are feedforward; fewer
    /// examples and other learning rates than 0.001 are worse.
    static func accuracy(_ network: NetworkSpecification, epoch: Int) -> Double {
        if epoch == 0 { return 0.1 }
        let (hidden, density) = (Double(network.hiddenNodes), network.density)
        let reach = 1 - 0.35 / hidden.squareRoot().squareRoot()
        let isRecurrent = network.network == .rnn
        let burden = isRecurrent ? density * hidden / 20_000 * 0.18 : 0
        let small = density * hidden < 40 ? 0.12 : 0.0
        let examples = network.perClass.map { 0.6 / Double($0).squareRoot() * (1 + density) } ?? 0
        let rate = abs(log10(network.learningRate) + (density == 1 ? 3.6 : 2.9)) * 0.12
        let steps = Double(epoch)
        return max(0.1, reach - (burden + small) / (steps * steps) - 0.02 / steps - examples - rate)
    }

    /// A record of one network; seeds scatter around `accuracy` by a fixed pattern.
    static func record(_ network: NetworkSpecification, epoch: Int, accuracy: Double) -> AccuracyRecord {
        let scatter = [0.0, 0.011, -0.009, 0.004, -0.006, 0.007, -0.003, 0.009, -0.008, 0.002][
            network.seed % 10]
        let size = Double(network.hiddenNodes)
        let spread = epoch == 0 ? 0.1 : max(0.5, (1 + 3 * network.density * size / 20_000) / Double(epoch))
        let ofPairs = (network.nonlinearity == .tanh ? 2e-5 : 6e-6) * (1 + scatter) * 10_000 / size
        var conditions = network.conditions
        conditions.connections = Int(size * size * network.density)
        return AccuracyRecord(
            conditions, epoch: epoch, testAccuracy: min(1, accuracy + spread * scatter),
            testLoss: 2.5 * (1 - accuracy),
            meanAbsGradient: epoch == 0 ? nil : ofPairs / network.density)
    }

    /// Ten 28 × 28 images, one a class, drawn by a rule.
    static var examples: DatasetExamples {
        var pixels: [UInt8] = []
        for digit in 0..<10 {
            for row in 0..<28 {
                for column in 0..<28 {
                    let (x, y) = (Double(column) - 13.5, Double(row) - 13.5)
                    let radius = (x * x + y * y).squareRoot()
                    let isRing = abs(radius - Double(digit + 2)) < 1.5
                    pixels.append(isRing ? 255 : UInt8(max(0, 60 - 6 * radius)))
                }
            }
        }
        return DatasetExamples(
            name: "mnist", title: "MNIST", classNames: (0..<10).map(String.init),
            examples: LabelledExamples(pixels: pixels, labels: Array(0..<10), rows: 28, columns: 28),
            testLabels: FigureMarkTests.testLabels)
    }
}
