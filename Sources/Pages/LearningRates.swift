import Drawing
import Judging
import Results
import Analysis
import Model
import Specification

/// The accuracies of one density over learning rates, in a panel by learning rate.
package struct RateCourse {
    package let density: Double
    /// One for each rate that was run, by rising rate.
    package let summaries: [AccuracySummary]
    /// The rate with the highest mean; of equals, the lowest. Never empty: courses without networks are left out.
    package let best: AccuracySummary
    /// At the paper's learning rate, if it was run.
    package var usual: AccuracySummary? {
        summaries.first { $0.condition.learningRate == Conditions.paper.learningRate }
    }
    /// True when a lower or a higher rate, not run, might be better.
    package var bestIsAtTheEdge: Bool {
        summaries.first?.condition == best.condition || summaries.last?.condition == best.condition
    }

    /// One course a density, by rising density; none for panels without learning rates.
    package static func of(_ result: PanelResults) -> [RateCourse] {
        guard result.kind == .accuracyByLearningRate else { return [] }
        return result.grid.densities.sorted().compactMap { density in
            let own = result.summaries.filter { $0.condition.density == density }
                .sorted { $0.condition.learningRate < $1.condition.learningRate }
            guard let first = own.first else { return nil }
            let best = own.dropFirst().reduce(first) { $1.meanAccuracy > $0.meanAccuracy ? $1 : $0 }
            return RateCourse(density: density, summaries: own, best: best)
        }
    }
}

extension FigurePage {
    /// The best learning rate of each density, and what is left of the difference between densities at those.
    var rates: PageValue {
        let panels = results.map { ($0, RateCourse.of($0)) }.filter { !$0.1.isEmpty }
        if panels.isEmpty { return .none }
        let rows = panels.flatMap { result, courses in courses.map { row(result, $0) } }
        let heads = [
            "panel", "hidden nodes", "density", "best learning rate", "accuracy at it",
            "accuracy at \(Conditions.paper.learningRate.canonical)",
        ]
        return [
            "findings": .texts(panels.flatMap { result, courses in findings(result, courses) }),
            "table": PageParts.table(heads, rows, numbersFrom: 1),
        ]
    }

    private func row(_ result: PanelResults, _ course: RateCourse) -> [String] {
        let edge = course.bestIsAtTheEdge ? " (end of the range)" : ""
        return [
            result.panel.name, course.best.condition.hiddenNodes.grouped, course.density.brief,
            "\(course.best.condition.learningRate.canonical)\(edge)", course.best.text,
            course.usual?.text ?? "not run",
        ]
    }

    /// One sentence for each density below 1.
    private func findings(_ result: PanelResults, _ courses: [RateCourse]) -> [String] {
        guard let dense = courses.first(where: { $0.density == 1 }) else { return [] }
        return courses.filter { $0.density < 1 }.map { sparse in
            let size = "\(dense.best.condition.hiddenNodes.grouped) hidden nodes"
            let rates = [sparse, dense].map { $0.best.condition.learningRate.canonical }
            var text =
                "\(size): mean accuracy of density \(sparse.density.brief) minus that of density 1 is "
            if let one = sparse.usual, let other = dense.usual {
                let rate = Conditions.paper.learningRate.canonical
                text += "\(gap(one, other)) at learning rate \(rate), and "
            }
            text +=
                "\(gap(sparse.best, dense.best)) with each at its best learning rate (\(rates[0]) and \(rates[1]))."
            let edges = [sparse, dense].filter(\.bestIsAtTheEdge).map { "density \($0.density.brief)" }
            if !edges.isEmpty {
                text +=
                    " For \(edges.joined(separator: " and ")) the best lies at the end of the range that was run."
            }
            return text
        }
    }

    /// `+1.2 points (2.3 standard errors)`.
    private func gap(_ one: AccuracySummary, _ other: AccuracySummary) -> String {
        let test = MeanDifference(Moments(one), Moments(other))
        let points = (100 * test.difference).fixed(1)
        let sign = test.difference > 0 ? "+" : ""
        let errors =
            test.standardError > 0
            ? " (\((abs(test.difference) / test.standardError).fixed(1)) standard errors)" : ""
        return "\(sign)\(points) points\(errors)"
    }
}
