import Analysis
import Formats
import Specification

/// What was run for one panel, summarised over seeds as the panel shows it.
struct PanelResults {
    let panel: ResolvedPanel
    let kind: PanelKind
    /// Accuracies: after each epoch from the first on where the panel goes by epochs, of the best epochs where it shows those,
    /// else after its last epoch; in the order of conditions.
    let summaries: [AccuracySummary]
    /// Gradients in the first epoch, of a panel that shows those.
    let gradients: [GradientSummary]
    /// Numbers of other measures, of a panel that shows those: of each epoch, and of each place of a curve.
    let measured: [MeasureSummary]
    /// Numbers of connections that there are, by number of nodes and density: of the first seed.
    let connections: [NetworkGrid.Cell: Int]

    /// - Parameters:
    ///   - records: of any networks; those of other panels are left out.
    ///   - values: what was measured of any networks; the same.
    /// - Throws: `FigureError` for a kind that cannot be drawn, `AnalysisError` for records that cannot be summarised.
    init(_ panel: ResolvedPanel, _ records: [AccuracyRecord], _ values: [MeasuredValue] = []) throws {
        self.panel = panel
        let kind = try PanelKind(panel)
        self.kind = kind
        let own = records.filter(panel.contains)
        let last = panel.grid?.epochs ?? 0
        let quantities = Set(kind.measures.compactMap(\.quantity))
        let isLastOnly = Catalogue.panelKind(panel.shows)?.measure?.time == .last
        measured = try MeasureSummary.summarise(
            values.filter {
                quantities.contains($0.quantity) && panel.contains($0)
                    && (!isLastOnly || $0.condition.epoch == last)
            })
        switch kind {
        case _ where kind.measure.quantity != nil: summaries = []
        case .datasetExamples: summaries = []
        case .accuracyByEpoch: summaries = try AccuracySummary.summarise(own.filter { $0.epoch > 0 })
        case .bestAccuracyByExamples, .bestAccuracyGrid:
            summaries = try AccuracySummary.best(of: own, upTo: last)
        default: summaries = try AccuracySummary.summarise(own.filter { $0.epoch == last })
        }
        gradients =
            kind == .gradientByNonlinearity ? try GradientSummary.summarise(own, epoch: 1) : []
        connections = Dictionary(
            own.sorted { $0.seed < $1.seed }.map {
                (NetworkGrid.Cell(hidden: $0.hiddenNodes, density: $0.density), $0.connections)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The grid; that of a panel without networks is empty.
    var grid: NetworkGrid {
        panel.grid ?? NetworkGrid(sizes: [], densities: [], seeds: [], epochs: 1, snapshots: [])
    }

    /// Networks that were trained to the panel's last epoch, or ended early where the panel allows that.
    var finished: Int {
        let last = measured.filter {
            $0.condition.epoch == grid.epochs && $0.quantity == kind.measure.quantity
        }
        let networks = Dictionary(last.map { ($0.condition, $0.seeds.count) }, uniquingKeysWith: max)
        return summaries.filter { $0.condition.epoch == grid.epochs }.reduce(0) { $0 + $1.count }
            + networks.values.reduce(0, +)
    }

    /// The conditions of everything that it shows.
    var conditions: [AccuracyCondition] {
        summaries.map(\.condition) + Set(measured.map(\.condition)).sorted()
    }

    /// How many networks a point or cell stands for, and what is beside the mean.
    var countText: String {
        let counts = Set(moments.map(\.count)).sorted()
        guard let least = counts.first, let most = counts.last else { return "not run" }
        if most == 1 { return "1 network" }
        return "mean ± sd, \(least == most ? "\(most)" : "\(least) to \(most)") networks"
    }

    /// Everything that the panel shows.
    private var moments: [Moments] {
        kind.measure == .gradient
            ? gradients.map(Moments.init) : summaries.map(Moments.init) + measured.map(Moments.init)
    }

    /// Name of the dataset for people, with the examples per class where the panel has one number of them.
    var datasetText: String {
        let title = datasetTitle(panel.dataset.name)
        guard grid.perClass.count == 1, let count = grid.perClass[0] else { return title }
        return "\(title), \(grouped(count)) per class"
    }
}

/// Mean and standard deviation over networks, in whatever unit.
struct Moments: Equatable {
    let mean: Double
    let sd: Double?
    let count: Int

    /// Of one number a network.
    init(_ numbers: [Double]) {
        (mean, sd, count) = (Analysis.mean(numbers), sampleStandardDeviation(numbers), numbers.count)
    }

    init(_ summary: AccuracySummary) {
        (mean, sd, count) = (summary.meanAccuracy, summary.sdAccuracy, summary.count)
    }

    init(_ summary: GradientSummary) {
        (mean, sd, count) = (summary.mean, summary.sd, summary.count)
    }

    init(_ summary: MeasureSummary) {
        (mean, sd, count) = (summary.mean, summary.sd, summary.numbers.count)
    }
}

/// The dataset's name for people; a name that is not known stays as it is.
func datasetTitle(_ name: String) -> String { Catalogue.dataset(name)?.title ?? name }
