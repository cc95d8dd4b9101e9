import Drawing
import Judging
import Results
import Model

extension FigurePage {
    /// Every claim of the figure with the paper's numbers, ours, and the judgement.
    package var verdictSection: String {
        if verdicts.isEmpty {
            return section("Verdicts", "<p>No claim of the paper belongs to this figure.</p>")
        }
        let counts = Outcome.allCases.map { outcome in
            "\(badge(outcome)) \(verdicts.count { $0.outcome == outcome })"
        }
        let rows = verdicts.map { verdict in
            [
                "<code>\(escaped(verdict.claim))</code>", escaped(verdict.words), escaped(verdict.paper),
                escaped(verdict.ours), badge(verdict.outcome), escaped(verdict.reason),
            ]
        }
        let heads = ["claim", "in words", "paper", "ours", "verdict", "reason"]
        let content = [
            "<p>\(counts.joined(separator: " &#160; "))</p>", table(heads, rows, labels: true), seen,
            criteria,
        ]
        return section("Verdicts", content.filter { !$0.isEmpty }.joined(separator: "\n"))
    }

    /// What the run shows of claims that it cannot test.
    private var seen: String {
        let items = grouped(verdicts.filter { $0.outcome == .notTested }, by: \.seen)
        if items.isEmpty { return "" }
        return """
            <h3>What was seen</h3>
            <p>The networks of this run that are nearest to those of the claims, in size or time of training. These are no
            verdicts.</p>
            <ul>
            \(items.joined(separator: "\n"))
            </ul>
            """
    }

    private var criteria: String {
        let items = grouped(verdicts, by: \.criterion)
        if items.isEmpty { return "" }
        return """
            <h3>Criteria</h3>
            <p>A claim is tested only by networks of its own size, density, dataset and epochs, trained as in the paper
            on all examples or the claim's number of them, at least \(RunResults.leastNetworks) of each. What they scatter too much to
            confirm or refute is undecided. \(escaped(verdicts.errorText))</p>
            <ul>
            \(items.joined(separator: "\n"))
            </ul>
            """
    }

    /// Items of a list: each text once, after the names of the claims that it is about; empty texts are left out.
    private func grouped(_ verdicts: [Verdict], by text: KeyPath<Verdict, String>) -> [String] {
        var items: [(text: String, names: [String])] = []
        for verdict in verdicts where !verdict[keyPath: text].isEmpty {
            let name = "<code>\(escaped(verdict.claim))</code>"
            if let same = items.firstIndex(where: { $0.text == verdict[keyPath: text] }) {
                items[same].names.append(name)
            } else {
                items.append((verdict[keyPath: text], [name]))
            }
        }
        return items.map { "<li>\($0.names.joined(separator: ", ")): \(escaped($0.text))</li>" }
    }
}
