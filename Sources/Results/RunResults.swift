import Analysis
import Model
import Specification

/// What was measured of the networks of one condition, whatever the measure.
package struct Sample {
    package let condition: SharedConditions
    package let measure: Measure
    package let moments: Moments
    /// Seeds of the networks, ascending.
    package let seeds: [Int]
    /// The number of each network, in the order of `seeds`.
    package let numbers: [Double]
    /// Fraction of nodes dropped, where that was measured.
    package var dropped: Double?

    package init(_ summary: AccuracySummary, _ measure: Measure) {
        condition = summary.condition
        self.measure = measure
        moments = Moments(summary)
        (seeds, numbers) = (summary.seeds, summary.accuracies)
    }

    package init(_ summary: GradientSummary) {
        condition = summary.condition
        measure = .gradient
        moments = Moments(summary)
        (seeds, numbers) = (summary.seeds, summary.gradients)
    }

    package init(_ summary: MeasureSummary, _ measure: Measure) {
        condition = summary.condition
        self.measure = measure
        moments = Moments(summary)
        (seeds, numbers) = (summary.seeds, summary.numbers)
        dropped = summary.place?.lower
    }

    /// Numbers that were made of another sample, one a network.
    package init(_ other: Sample, _ measure: Measure, numbers: [Double]) {
        (condition, dropped, seeds) = (other.condition, other.dropped, other.seeds)
        (self.measure, self.numbers) = (measure, numbers)
        moments = Moments(numbers)
    }

    /// One number a network, ascending by seed, of any measure.
    package init(_ condition: SharedConditions, _ measure: Measure, seeds: [Int], numbers: [Double]) {
        (self.condition, self.measure, self.seeds, self.numbers) = (condition, measure, seeds, numbers)
        moments = Moments(numbers)
    }

    /// `90.3 ± 2.0 % (n = 10)`, `2.0×10⁻⁵ ± 1.1×10⁻⁶ (n = 3)`.
    package var text: String { measure.text(moments) }
}

/// What was run for a figure, to be asked for evidence.
package struct RunResults {
    package let figure: ResolvedFigure
    package let panels: [PanelResults]
    /// Records of the figure's networks.
    package let records: [AccuracyRecord]
    /// Mutual information of each pair of nodes, of each network.
    package let pairs: [PairInformation]
    /// Examples to learn from of each class, by dataset, where labels are known.
    package let classCounts: [String: [Int]]
    /// Everything measured, in the order of conditions; of best accuracies those of panels that show them.
    private let samples: [Measure: [Sample]]

    /// - Parameters:
    ///   - records: of the figure's networks.
    ///   - values: what else was measured of them.
    /// - Throws: `AnalysisError` for records that cannot be summarised.
    package init(
        figure: ResolvedFigure, records: [AccuracyRecord], values: [MeasuredValue] = [],
        pairs: [PairInformation] = [], classCounts: [String: [Int]] = [:], panels: [PanelResults]
    ) throws {
        self.figure = figure
        self.panels = panels
        self.records = records
        self.pairs = pairs
        self.classCounts = classCounts
        var samples: [Measure: [Sample]] = [
            .accuracy: try AccuracySummary.summarise(records).map { Sample($0, .accuracy) },
            .bestAccuracy: panels.filter(\.kind.showsBest).flatMap { panel in
                panel.summaries.map { Sample($0, .bestAccuracy) }
            },
            .gradient: try GradientSummary.summarise(records, epoch: 1).map { Sample($0) },
        ]
        let summaries = try MeasureSummary.summarise(values)
        for measure in Measure.allCases where !measure.isShare {
            guard let quantity = measure.quantity else { continue }
            samples[measure] = summaries.filter { $0.quantity == quantity }.map { Sample($0, measure) }
        }
        samples[.dropoutLoss] = Self.losses(samples[.dropoutAccuracy] ?? [])
        self.samples = samples
    }

    /// What networks lose when nodes are dropped: their accuracies with all nodes minus those with fewer.
    private static func losses(_ accuracies: [Sample]) -> [Sample] {
        accuracies.compactMap { sample in
            guard
                let whole = accuracies.first(where: { $0.condition == sample.condition && $0.dropped == 0 }),
                whole.seeds == sample.seeds
            else { return nil }
            return Sample(sample, .dropoutLoss, numbers: zip(whole.numbers, sample.numbers).map(-))
        }
    }

    /// All samples of a measure.
    package func samples(of measure: Measure) -> [Sample] { samples[measure] ?? [] }
}

/// Mutual information of each of the pairs of nodes of one network, in nats.
package struct PairInformation: Equatable, Sendable {
    /// Which network, whatever its seed, and after how many epochs.
    package let condition: SharedConditions
    /// Its seed.
    package let seed: Int
    /// One number a pair.
    package let numbers: [Double]

    /// Numbers of a network; see the properties.
    package init(condition: SharedConditions, seed: Int, numbers: [Double]) {
        self.condition = condition
        self.seed = seed
        self.numbers = numbers
    }
}
