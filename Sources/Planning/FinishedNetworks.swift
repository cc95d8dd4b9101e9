import Model
import Specification

/// Which of these jobs have their outputs, by the path of the first of them.
package typealias DoneJobs = ([Job]) throws -> Set<String>

extension FigureJobs {
    /// The same figure of only those networks that are trained as far as their panel shows them, so that nothing is left to train.
    ///
    /// If none of a panel's networks is, it shows the last epoch that some have reached, unless it is about its own last epoch alone; if
    /// there is none, the panel says so.
    func finished(_ done: DoneJobs) rethrows -> FigureJobs {
        let trained = try done(jobs().filter { [Stage.fetchData, .buildMask, .train].contains($0.stage) })
        var figure = figure
        var (there, asked) = (0, 0)
        var shortened: [String] = []
        for index in figure.panels.indices {
            let panel = figure.panels[index]
            guard panel.unavailable == nil, let grid = panel.grid else { continue }
            asked += panel.networks.count
            guard let kept = farthest(panel, grid, trained) else {
                figure.panels[index].unavailable =
                    panel.networks.count == 1
                    ? "its network is not finished yet"
                    : "none of its \(panel.networks.count) networks is finished yet"
                continue
            }
            figure.panels[index].grid = kept
            there += figure.panels[index].networks.count
            if kept.epochs < grid.epochs {
                shortened.append("\(panel.name) up to epoch \(kept.epochs) of \(grid.epochs)")
            }
        }
        let words =
            there == 0
            ? "No network of its panels is finished."
            : "Only finished networks are shown, \(there.grouped) of \(asked.grouped)"
                + (shortened.isEmpty ? "." : "; \(shortened.joined(separator: ", ")).")
        figure.caption = [figure.caption, words].filter { !$0.isEmpty }.joined(separator: " ")
        return FigureJobs(figure: figure, segments: segments, pipelineFolder: pipelineFolder)
    }

    /// The networks that are trained to the last epoch that any is trained to.
    private func farthest(_ panel: ResolvedPanel, _ grid: NetworkGrid, _ trained: Set<String>) -> NetworkGrid?
    {
        let untrained = grid.snapshots.contains(0) ? [0] : []
        func epochs(_ network: NetworkSpecification) -> [Int] {
            untrained + segments.of(network, upTo: grid.epochs).map(\.to)
        }
        // The best of all epochs, where training ends early, is not known before.
        let mayBeShorter = grid.patience == nil && panel.shows.measurement?.time != .last
        for end in Set(panel.networks.flatMap(epochs)).sorted(by: >)
        where end == grid.epochs || end > 0 && mayBeShorter {
            let finished = panel.networks.filter { network in
                epochs(network).allSatisfy {
                    $0 > end || trained.contains(network.weightsPath(epoch: $0))
                }
            }
            let known = Set(finished.map(\.conditions))
            guard var kept = grid.filtered({ known.contains(complete($0, of: panel, grid)) }) else {
                continue
            }
            kept.epochs = end
            kept.snapshots = kept.snapshots.filter { $0 < end } + [end]
            return kept
        }
        return nil
    }

    /// What a specification of a network adds to the conditions of a grid: the numbers of examples.
    private func complete(_ conditions: Conditions, of panel: ResolvedPanel, _ grid: NetworkGrid)
        -> Conditions
    {
        NetworkSpecification(dataset: panel.dataset, conditions, patience: grid.patience).conditions
    }
}
