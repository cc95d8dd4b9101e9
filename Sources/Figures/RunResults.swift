import Analysis
import Formats
import Specification

/// What was measured of the networks of one condition, whatever the measure.
struct Sample {
    let condition: AccuracyCondition
    let measure: Measure
    let moments: Moments
    /// Accuracy of each network, fraction; empty for gradients.
    let accuracies: [Double]

    init(_ summary: AccuracySummary, _ measure: Measure) {
        condition = summary.condition
        self.measure = measure
        moments = Moments(summary)
        accuracies = summary.accuracies
    }

    init(_ summary: GradientSummary) {
        condition = summary.condition
        measure = .gradient
        moments = Moments(summary)
        accuracies = []
    }

    /// `90.3 ± 2.0 % (n = 10)`, `2.0×10⁻⁵ ± 1.1×10⁻⁶ (n = 3)`.
    var text: String {
        guard measure == .gradient else {
            return accuracyText(mean: moments.mean, sd: moments.sd, count: moments.count)
        }
        let sd = moments.sd.map { " ± \(scientific($0))" } ?? ""
        return "\(scientific(moments.mean))\(sd) (n = \(moments.count))"
    }
}

/// What was run for a figure, to be asked for evidence.
struct RunResults {
    let figure: ResolvedFigure
    let panels: [PanelResults]
    /// Everything measured, in the order of conditions; of best accuracies those of panels that show them.
    private let samples: [Measure: [Sample]]

    /// - Parameter records: of the figure's networks.
    /// - Throws: `AnalysisError` for records that cannot be summarised.
    init(figure: ResolvedFigure, records: [AccuracyRecord], panels: [PanelResults]) throws {
        self.figure = figure
        self.panels = panels
        samples = [
            .accuracy: try AccuracySummary.summarise(records).map { Sample($0, .accuracy) },
            .bestAccuracy: panels.filter(\.kind.showsBest).flatMap { panel in
                panel.summaries.map { Sample($0, .bestAccuracy) }
            },
            .gradient: try GradientSummary.summarise(records, epoch: 1).map { Sample($0) },
        ]
    }

    /// All samples of a measure.
    func samples(of measure: Measure) -> [Sample] { samples[measure] ?? [] }
}
