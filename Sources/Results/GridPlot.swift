import Analysis
import Model
import Specification

/// The cells of a panel by size and density: rows from the sparsest up, and below each other the nonlinearities where the panel
/// compares those.
package struct GridPlot {
    package struct Row {
        package let nonlinearity: Nonlinearity
        package let density: Double
        /// `0.1`, or `tanh, 0.1`.
        package let name: String
        /// One a size; nil where nothing was run.
        package let cells: [Moments?]
        /// What the paper says of the same networks, one a size.
        package let paper: [PaperValue?]
    }

    package let sizes: [Int]
    package let rows: [Row]
    /// True when the paper states a value of some of the networks.
    package var hasPaper: Bool { rows.contains { $0.paper.contains { $0 != nil } } }

    /// The cells of a panel; no rows for panels without networks.
    package init(_ results: PanelResults) {
        let grid = results.grid
        let sizes = grid.sizes.sorted()
        self.sizes = sizes
        let isGradient = results.kind.measure == .gradient
        let cells: [(condition: SharedConditions, moments: Moments)] =
            isGradient
            ? results.gradients.map { ($0.condition, Moments($0)) }
            : results.summaries.map { ($0.condition, Moments($0)) }
        rows = grid.values(\.nonlinearity).flatMap { nonlinearity in
            grid.densities.sorted().map { density in
                let own = cells.filter {
                    $0.condition.nonlinearity == nonlinearity && $0.condition.density == density
                }
                let bySize = sizes.map { size in own.first { $0.condition.hiddenNodes == size } }
                return Row(
                    nonlinearity: nonlinearity, density: density,
                    name: (isGradient ? "\(nonlinearity), " : "") + density.brief,
                    cells: bySize.map { $0?.moments },
                    paper: bySize.map { cell in
                        guard let cell else { return nil }
                        return results.paper.first {
                            $0.isAbout(cell.condition, results.kind.measure, at: nil)
                        }
                    })
            }
        }
    }
}
