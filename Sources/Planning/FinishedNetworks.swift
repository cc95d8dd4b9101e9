import Model
import Specification

/// Which of these jobs have their outputs, by the path of the first of them.
package typealias DoneJobs = ([Job]) throws -> Set<String>

extension FigureJobs {
    /// The same figure of only those networks that are trained as far as their panel shows them, so that nothing is left to train.
    ///
    /// Panels of which no network is finished say so.
    func finished(_ done: DoneJobs) rethrows -> FigureJobs {
        let trained = try done(jobs().filter { ["fetch-data", "build-mask", "train"].contains($0.stage) })
        var figure = figure
        var (there, asked) = (0, 0)
        for index in figure.panels.indices {
            let panel = figure.panels[index]
            guard panel.unavailable == nil, let grid = panel.grid else { continue }
            let finished = Set(
                panel.networks.filter { network in
                    segments.of(network, upTo: grid.epochs).allSatisfy {
                        trained.contains(network.weightsPath(epoch: $0.to))
                    }
                }.map(\.conditions))
            asked += panel.networks.count
            there += finished.count
            guard let kept = grid.filtered({ finished.contains(complete($0, of: panel, grid)) }) else {
                figure.panels[index].unavailable =
                    "none of its \(panel.networks.count) networks is finished yet"
                continue
            }
            figure.panels[index].grid = kept
        }
        let words =
            "Of \(asked.counting("network")) of its panels, those are shown that are finished: \(there)."
        figure.caption = [figure.caption, words].filter { !$0.isEmpty }.joined(separator: " ")
        return FigureJobs(figure: figure, segments: segments, pipelineFolder: pipelineFolder)
    }

    /// What a specification of a network adds to the conditions of a grid: the numbers of examples.
    private func complete(_ conditions: Conditions, of panel: ResolvedPanel, _ grid: NetworkGrid)
        -> Conditions
    {
        NetworkSpecification(dataset: panel.dataset, conditions, patience: grid.patience).conditions
    }
}
