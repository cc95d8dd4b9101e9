import Drawing
import Judging
import Results
import Specification
import Model

/// In what a panel differs from what the profile `paper` runs for it.
package struct Deviation: Equatable {
    package let figure: String
    package let panel: String
    /// Largest number of hidden nodes, densities, seeds, epochs: this run's, and in brackets the paper's where it is another.
    package var hidden = ""
    package var densities = ""
    package var seeds = ""
    package var epochs = ""
    /// Other data, examples or reasons not to run, in words.
    package var data: [String] = []

    /// The panels of a figure that differ, in its order.
    package static func of(_ made: FinishedFigure, from planned: ResolvedPaper.Figure) -> [Deviation] {
        made.figure.panels.compactMap { panel in
            let reference = planned.paperPanels?.first { $0.name == panel.name }
            return Deviation(panel, of: made.name, from: reference)
        }
    }

    /// Nil when nothing differs.
    private init?(_ panel: ResolvedPanel, of figure: String, from reference: ResolvedPanel?) {
        self.figure = figure
        self.panel = panel.name
        data = Self.data(panel, reference)
        guard let grid = panel.grid else {
            if data.isEmpty { return nil }
            return
        }
        let own = Self.numbers(grid)
        let paper = reference?.grid.map(Self.numbers)
        let texts = own.indices.map { Self.text(own[$0], paper?[$0]) }
        (hidden, densities, seeds, epochs) = (texts[0], texts[1], texts[2], texts[3])
        if reference == nil { data.append("profile paper does not run it") }
        if data.isEmpty && own == paper { return nil }
    }

    private static func numbers(_ grid: NetworkGrid) -> [Int] {
        [
            grid.sizes.max() ?? 0, grid.densities.count, grid.seeds.count, grid.epochs,
        ]
    }

    private static func text(_ own: Int, _ paper: Int?) -> String {
        guard let paper, paper != own else { return own.grouped }
        return "\(own.grouped) (\(paper.grouped))"
    }

    private static func data(_ panel: ResolvedPanel, _ reference: ResolvedPanel?) -> [String] {
        var words = panel.unavailable.map { ["not run: \($0)"] } ?? []
        if let name = reference?.dataset.name, name != panel.dataset.name {
            words.append("\(datasetTitle(panel.dataset.name)) in place of \(datasetTitle(name))")
        }
        // A panel without networks draws examples, whatever networks may learn from.
        if panel.grid == nil { return words }
        if let limit = panel.dataset.trainLimit, limit != reference?.dataset.trainLimit {
            words.append("the first \(limit.grouped) examples to learn from")
        }
        if let limit = panel.dataset.testLimit, limit != reference?.dataset.testLimit {
            words.append("the first \(limit.grouped) to test on")
        }
        if let own = panel.grid?.values(\.perClass), let paper = reference?.grid?.values(\.perClass),
            own != paper
        {
            words.append("\(perClass(own)) examples per class in place of \(perClass(paper))")
        }
        return words
    }

    private static func perClass(_ counts: [Int?]) -> String {
        counts.map { $0.map(\.grouped) ?? "all" }.joined(separator: ", ")
    }
}
