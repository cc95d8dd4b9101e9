import Analysis
import Model
import Specification

/// What was run for one panel, summarised over seeds as the panel shows it.
package struct PanelResults {
    package let panel: ResolvedPanel
    package let kind: PanelKind
    /// Accuracies: before training, where that was measured, and after each epoch where the panel goes by epochs; of the best epochs
    /// where it shows those, else after its last epoch; in the order of conditions.
    package let summaries: [AccuracySummary]
    /// Gradients in the first epoch, of a panel that shows those.
    package let gradients: [GradientSummary]
    /// Numbers of other measures, of a panel that shows those: of each epoch, and of each place of a curve.
    package let measured: [MeasureSummary]
    /// Its networks.
    package let networks: PanelNetworks
    /// What an accuracy must exceed to be better than chance; nil where the panel does not compare with it, or labels are not known.
    package let chance: TrainingDelay?
    /// What the paper says of networks of its figure.
    package let paper: [PaperValue]

    /// - Parameters:
    ///   - records: of any networks; those of other panels are left out.
    ///   - values: what was measured of any networks; the same.
    ///   - testLabels: the class of each test example of the panel's dataset; empty where they are not known.
    ///   - paper: values that the paper states for its figure; those of networks that were not run are not drawn.
    /// - Throws: `FigureError` for a kind that cannot be drawn, `AnalysisError` for records that cannot be summarised.
    package init(
        _ panel: ResolvedPanel, _ records: [AccuracyRecord], _ values: [MeasuredValue] = [],
        testLabels: [UInt8] = [], paper: [PaperValue] = []
    ) throws {
        self.panel = panel
        self.paper = paper
        let kind = panel.shows
        self.kind = kind
        let used = testLabels.prefix(panel.dataset.testLimit ?? .max)
        chance = kind.showsChance && !used.isEmpty ? try TrainingDelay(testLabels: Array(used)) : nil
        let networks = PanelNetworks(panel)
        self.networks = networks
        let own = records.filter(networks.contains)
        let last = panel.grid?.epochs ?? 0
        let quantities = Set(kind.measures.compactMap(\.quantity))
        let isLastOnly = panel.shows.measurement?.time == .last || kind.isDistribution
        measured = try MeasureSummary.summarise(
            values.filter {
                quantities.contains($0.quantity) && networks.contains($0)
                    && (!isLastOnly || $0.condition.epoch == last)
            })
        switch kind.time {
        case _ where kind.measure.quantity != nil || kind.analysis == nil: summaries = []
        case .alongEpochs: summaries = try AccuracySummary.summarise(own)
        case .best: summaries = try AccuracySummary.best(of: own, upTo: last)
        case .afterLast, .course, .firstEpoch:
            summaries = try AccuracySummary.summarise(own.filter { $0.epoch == last })
        }
        gradients =
            kind == .gradientByNonlinearity ? try GradientSummary.summarise(own, epoch: 1) : []
    }

    /// The grid; that of a panel without networks is empty.
    package var grid: NetworkGrid {
        panel.grid ?? NetworkGrid()
    }

    /// Networks that were trained to the panel's last epoch, or ended early where the panel allows that.
    package var finished: Int {
        // What draws a network is not drawn without it.
        if kind.drawsWeights { return panel.networks.count }
        let last = measured.filter {
            $0.condition.epoch == grid.epochs && $0.quantity == kind.measure.quantity
        }
        let networks = Dictionary(last.map { ($0.condition, $0.seeds.count) }, uniquingKeysWith: max)
        return summaries.filter { $0.condition.epoch == grid.epochs }.reduce(0) { $0 + $1.count }
            + networks.values.reduce(0, +)
    }

    /// The conditions of everything that it shows.
    package var conditions: [SharedConditions] {
        summaries.map(\.condition) + Set(measured.map(\.condition)).sorted()
    }

    /// How many networks a point or cell stands for, and what is beside the mean.
    package var countText: String {
        let counts = Set(moments.map(\.count)).sorted()
        guard let least = counts.first, let most = counts.last else { return "not run" }
        if most == 1 { return "1 network" }
        return "\(kind.centre.words), \(least == most ? "\(most)" : "\(least) to \(most)") networks"
    }

    /// Everything that the panel shows.
    private var moments: [Moments] {
        kind.measure == .gradient
            ? gradients.map(Moments.init) : summaries.map(Moments.init) + measured.map(Moments.init)
    }

    /// Name of the dataset for people, with the examples per class where the panel has one number of them.
    package var datasetText: String {
        let title = datasetTitle(panel.dataset.name)
        let counts = grid.values(\.perClass)
        guard counts.count == 1, let count = counts[0] else { return title }
        return "\(title), \(count.grouped) per class"
    }
}

/// Mean and standard deviation over networks, in whatever unit.
package struct Moments: Equatable {
    package let mean: Double
    package let sd: Double?
    package let count: Int
    /// The number of each network; empty where only the moments are known.
    package let numbers: [Double]
    /// Of the networks that diverged, the steps in which they did, ascending.
    package private(set) var diverged: [Int] = []

    init(mean: Double, sd: Double?, count: Int) {
        (self.mean, self.sd, self.count, numbers) = (mean, sd, count, [])
    }

    /// Of one number a network.
    package init(_ numbers: [Double]) {
        (mean, sd, count) = (numbers.mean, numbers.sampleStandardDeviation, numbers.count)
        self.numbers = numbers
    }

    package init(_ summary: AccuracySummary) {
        self.init(summary.accuracies)
        diverged = summary.divergedSteps.compactMap { $0 }.sorted()
    }

    /// How many networks, and how many of them diverged: `3, 1 diverged at step 2`.
    package var countText: String {
        guard let first = diverged.first, let last = diverged.last else { return "\(count)" }
        let steps = first == last ? "step \(first)" : "steps \(first) to \(last)"
        return "\(count), \(diverged.count) diverged at \(steps)"
    }

    package init(_ summary: GradientSummary) { self.init(summary.gradients) }

    package init(_ summary: MeasureSummary) { self.init(summary.numbers) }
}

/// The dataset's name for people; a name that is not known stays as it is.
package func datasetTitle(_ name: String) -> String { Catalogue.dataset(name)?.title ?? name }

extension AccuracySummary {
    /// Mean, standard deviation and number in percent: `90.3 ± 2.0 % (n = 10)`.
    package var text: String { accuracyText(mean: meanAccuracy, sd: sdAccuracy, count: count) }
}
