import Analysis
import Model
import Specification

/// The cells of a panel. Of one measure by size and density: rows from the sparsest up, and below each other the nonlinearities where
/// the panel compares those. Of several measures: a column for each, and a row for each wiring rule, the first one on top.
package struct GridPlot {
    /// What was measured of the networks of one condition.
    package struct Cell {
        package let moments: Moments
        package let measure: Measure
        /// What the paper says of the same networks.
        package let paper: PaperValue?
    }

    package struct Row {
        /// `0.1`, or `tanh, 0.1`, or `small-world`.
        package let name: String
        /// One a column; nil where there is no number.
        package let cells: [Cell?]
        /// Why there is none: nothing was run, or the measure is not defined for its networks.
        package var hole: String {
            let isRun = cells.contains { $0 != nil }
            return isRun && Set(cells.compactMap { $0?.measure }).count > 1 ? "not defined" : "not run"
        }
    }

    /// Sizes, or measures.
    package let columns: [String]
    /// What the columns are; empty where their names say it.
    package let columnTitle: String
    /// What the rows are.
    package let rowTitle: String
    /// From below.
    package let rows: [Row]
    /// True when the paper states a value of some of the networks.
    package var hasPaper: Bool { rows.contains { $0.cells.contains { $0?.paper != nil } } }

    /// The cells of a panel; no rows for panels without networks.
    package init(_ results: PanelResults) {
        self = results.kind.comparesMeasures ? Self(measuresOf: results) : Self(sizesOf: results)
    }

    private init(_ columns: [String], title: String, rowTitle: String, _ rows: [Row]) {
        (self.columns, columnTitle, self.rowTitle, self.rows) = (columns, title, rowTitle, rows)
    }

    private init(sizesOf results: PanelResults) {
        let (grid, measure) = (results.grid, results.kind.measure)
        let sizes = grid.sizes.sorted()
        let isGradient = measure == .gradient
        let cells: [(condition: SharedConditions, moments: Moments)] =
            isGradient
            ? results.gradients.map { ($0.condition, Moments($0)) }
            : results.summaries.map { ($0.condition, Moments($0)) }
        let rows = grid.values(\.nonlinearity).flatMap { nonlinearity in
            grid.densities.sorted().map { density in
                let own = cells.filter {
                    $0.condition.nonlinearity == nonlinearity && $0.condition.density == density
                }
                return Row(
                    name: (isGradient ? "\(nonlinearity), " : "") + density.brief,
                    cells: sizes.map { size in
                        own.first { $0.condition.hiddenNodes == size }.map { cell in
                            Cell(
                                moments: cell.moments, measure: measure,
                                paper: results.paper.first { $0.isAbout(cell.condition, measure, at: nil) })
                        }
                    })
            }
        }
        self.init(
            sizes.map { "\($0.grouped)" }, title: "hidden nodes",
            rowTitle: isGradient ? "nonlinearity, density" : "density (connection probability)", rows)
    }

    private init(measuresOf results: PanelResults) {
        let measures = results.kind.measures
        let variants = LineVariant.all(of: results)
        let rows = stride(from: 0, to: variants.count, by: measures.count).flatMap { start in
            let own = Array(variants[start..<start + measures.count])
            let densities = own[0].densities(in: results.grid)
            return densities.map { density in
                Row(
                    name: ([own[0].condition] + (densities.count > 1 ? ["density \(density.brief)"] : []))
                        .filter { !$0.isEmpty }.joined(separator: ", "),
                    cells: own.map { variant in
                        variant.numbers(in: results).first { $0.condition.density == density }.map {
                            Cell(moments: $0.moments, measure: variant.measure, paper: nil)
                        }
                    })
            }
        }
        self.init(
            measures.map(\.cellTitle), title: "", rowTitle: "wiring", rows.reversed())
    }
}

extension Measure {
    /// Its name above a column of cells, with the unit.
    fileprivate var cellTitle: String {
        switch self {
        case .connectedFraction: "density (%)"
        case .degreeCorrelation: "degree correlation"
        case .largestComponent: "largest component"
        case .maskSpectralRadius: "spectral radius"
        case .triads003, .triads012, .triads102, .triads021D, .triads021U, .triads021C, .triads111D,
            .triads111U, .triads030T, .triads030C, .triads201, .triads120D, .triads120U, .triads120C,
            .triads210, .triads300:
            String(rawValue.dropFirst("triads ".count))
        case .accuracy, .bestAccuracy, .gradient, .connectionGradient, .activeNodes, .mostActiveNodes,
            .meanActivation, .activationShare, .mutualInformation, .informationShare, .dropoutAccuracy,
            .dropoutLoss, .correlation, .correlationShare, .snapshotGradient, .gradientShare,
            .weightShareBefore, .weightShare, .delay, .positiveToNegative, .negativeToPositive,
            .growthOfNegative, .growthOfPositive, .lowered, .raised, .spectralRadius, .inDegreeShare,
            .outDegreeShare, .inDegreeDeviation, .outDegreeDeviation, .reciprocity, .clustering, .pathLength,
            .trainingLoss:
            rawValue
        }
    }
}
