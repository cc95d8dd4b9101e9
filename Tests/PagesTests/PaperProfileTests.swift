import Analysis
@testable import Model
import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// Whether what runs in profile paper is enough for a verdict on every claim of the figures of measures.
@Suite struct PaperProfileTests {
    /// What each command of `analyze` measures, as far as claims need it, with made-up numbers.
    private static let quantities: [String: [(name: String, number: Double)]] = [
        "sparsity": [
            ("active_fraction", 0.1), ("active_fraction_maximum_over_images", 0.3), ("mean_activation", 0.5),
        ],
        "correlation": [("correlation", 0.4)],
        "gradients": [("mean_abs_gradient", 1e-5)],
        "delay": [("delay", 1)],
        "weight-change": [
            ("positive_to_negative", 0.5), ("negative_to_positive", 0.3), ("growth_of_negative", 0.2),
            ("growth_of_positive", 0.1), ("lowered", 0.6), ("raised", 0.4),
        ],
    ]

    private func epochs(_ measure: PanelMeasure, _ grid: NetworkGrid) -> [Int] {
        switch measure.time {
        case .last, .course: [grid.epochs]
        case .snapshots, .sinceStart: grid.snapshots
        }
    }

    private func record(_ network: NetworkSpecification, epoch: Int) -> AccuracyRecord {
        AccuracyRecord(
            network.conditions, epoch: epoch, testAccuracy: 0.5, testLoss: 1)
    }

    /// What a panel measures of one network.
    private func measured(_ network: NetworkSpecification, by measure: PanelMeasure, epoch: Int)
        -> (values: [MeasuredValue], pairs: [PairInformation])
    {
        let condition = SharedConditions(record(network, epoch: epoch))
        func value(_ name: String, _ number: Double, at place: MeasurePlace? = nil) -> MeasuredValue {
            MeasuredValue(
                condition: condition, seed: network.seed, quantity: name, place: place, number: number)
        }
        switch measure.kind.name {
        case "dropout":
            return ([0, 0.5, 0.9].map { value("accuracy_with_dropout", 0.8, at: .init($0, $0)) }, [])
        case "mutual-information":
            let pairs = PairInformation(condition: condition, seed: network.seed, numbers: [0.01, 0.02])
            return ([value("mutual_information", 0.01)], [pairs])
        default:
            return ((Self.quantities[measure.kind.name] ?? []).map { value($0.name, $0.number) }, [])
        }
    }

    @Test(arguments: ["figure5", "figure6", "figureS5"])
    func everyClaimGetsAVerdict(name: String) throws {
        let figure = try PipelineFiguresTests.figure(name, "paper")
        var (records, values, pairs) = ([AccuracyRecord](), [MeasuredValue](), [PairInformation]())
        for panel in figure.panels {
            guard let grid = panel.grid else { continue }
            for network in panel.networks {
                records += (0...grid.epochs).map { record(network, epoch: $0) }
                guard let measure = panel.shows.measurement else { continue }
                for epoch in epochs(measure, grid) {
                    let found = measured(network, by: measure, epoch: epoch)
                    values += found.values
                    pairs += found.pairs
                }
            }
        }
        let unique = Dictionary(grouping: records) { "\(SharedConditions($0))\($0.seed)" }.compactMap(
            \.value.first)
        values = values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        let results = try RunResults(
            figure: figure, records: unique, values: values, pairs: pairs,
            panels: figure.panels.map { try PanelResults($0, unique, values) })
        let claims = try Claim.read(path: ClaimTests.file.path).judged.filter { $0.belongs(to: name) }
        let verdicts = try Judge(results).verdicts(on: claims)
        #expect(verdicts.count == claims.count && !claims.isEmpty)
        for verdict in verdicts { #expect(verdict.outcome != .notTested, "\(verdict)") }
        // The other variant of Dale's principle is judged beside the claim's own.
        for claim in claims where claim.also != nil {
            let verdict = try #require(verdicts.first { $0.claim == claim.id })
            #expect(verdict.reason.contains(". With networks "), "\(verdict)")
        }
    }
}
