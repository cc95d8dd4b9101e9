import Analysis
@testable import Model
import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// Made-up measures of networks of the paper's size, judged by the project's own claims.
struct MadeUpMeasures {
    var records: [AccuracyRecord] = []
    var values: [MeasuredValue] = []
    var pairs: [PairInformation] = []
    var panels: [ResolvedPanel] = []

    /// A kind of networks at a time.
    struct Networks {
        var dataset = "mnist"
        var size = 10_000
        var density: Double
        var epoch = 1
        var dale: DaleRule?
        var startDensity: Double?
        var trainingImages = 60_000

        func record(seed: Int = 0, accuracy: Double = 0.5, connections: Int = 1) -> AccuracyRecord {
            AccuracyRecord(
                Conditions(
                    dataset: dataset, hiddenNodes: size, density: density, connections: connections,
                    seed: seed, dale: dale, startDensity: startDensity, trainingImages: trainingImages,
                    testImages: 10_000), epoch: epoch, testAccuracy: accuracy, testLoss: 1)
        }
    }

    /// One number a network, of a measure.
    mutating func add(
        _ measure: Measure, _ networks: Networks, _ numbers: [Double], dropped: Double? = nil
    ) {
        values += numbers.enumerated().map { seed, number in
            MeasuredValue(
                condition: SharedConditions(networks.record()), seed: seed, quantity: measure.quantity ?? "",
                place: dropped.map { MeasurePlace($0, $0) }, number: number)
        }
    }

    /// One accuracy a network and epoch, from the first on: a network is at chance before its delay, and better from then on;
    /// nil: never better.
    mutating func train(_ networks: Networks, delays: [Int?], then accuracy: Double = 0.9) {
        for epoch in 1...networks.epoch {
            var there = networks
            there.epoch = epoch
            records += delays.enumerated().map { seed, delay in
                // 12.9 % are no more than chance and its scatter, 13 % are.
                there.record(seed: seed, accuracy: epoch >= delay ?? .max ? accuracy : 0.129)
            }
        }
    }

    /// The verdict on one of the project's claims.
    func verdict(_ id: String, on figure: String) throws -> Verdict {
        let claims = try Claim.read(path: ClaimTests.file.path)
        return try #require(try judge(figure).verdicts(on: claims).first { $0.claim == id })
    }

    /// What one of the project's checks finds.
    func check(_ id: String, on figure: String) throws -> Verdict {
        let claims = try Claim.read(path: ClaimTests.file.path)
        return try #require(try judge(figure).checks(among: claims).first { $0.claim == id })
    }

    private func judge(_ figure: String) throws -> Judge {
        let resolved = ResolvedFigure(
            figure: figure, title: "", caption: "", source: "", profile: "paper", layout: "", panels: panels)
        let results = try RunResults(
            figure: resolved, records: records, values: values, pairs: pairs,
            panels: panels.map { try PanelResults($0, records) })
        return Judge(results)
    }

    /// The paper's rule of figure 6.
    static let dale = DaleRule()

    /// Numbers of three networks.
    static func around(_ mean: Double, _ spread: Double = 0.001) -> [Double] {
        [mean - spread, mean, mean + spread]
    }
}
