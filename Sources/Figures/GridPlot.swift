import Analysis
import Specification

/// The cells of a panel by size and density: rows from the sparsest up, and below each other the nonlinearities where the panel
/// compares those.
struct GridPlot {
    struct Row {
        let nonlinearity: String
        let density: Double
        /// `0.1`, or `tanh, 0.1`.
        let name: String
        /// One a size; nil where nothing was run.
        let cells: [Moments?]
    }

    let sizes: [Int]
    let rows: [Row]

    /// The cells of a panel; no rows for panels without networks.
    init(_ results: PanelResults) {
        let grid = results.grid
        let sizes = grid.sizes.sorted()
        self.sizes = sizes
        let isGradient = results.kind.measure == .gradient
        let cells: [(condition: AccuracyCondition, moments: Moments)] =
            isGradient
            ? results.gradients.map { ($0.condition, Moments($0)) }
            : results.summaries.map { ($0.condition, Moments($0)) }
        rows = grid.nonlinearities.flatMap { nonlinearity in
            grid.densities.sorted().map { density in
                let own = cells.filter {
                    $0.condition.nonlinearity == nonlinearity && $0.condition.density == density
                }
                return Row(
                    nonlinearity: nonlinearity, density: density,
                    name: (isGradient ? "\(nonlinearity), " : "") + canonical(density),
                    cells: sizes.map { size in own.first { $0.condition.hiddenNodes == size }?.moments })
            }
        }
    }
}
