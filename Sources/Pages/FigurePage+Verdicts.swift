import Drawing
import Judging
import Model
import Results

extension FigurePage {
    /// A claim of the figure with the paper's numbers, ours, and the judgement.
    func claim(_ verdict: Verdict) -> PageValue {
        PageParts.badge(verdict.outcome, verdict.outcome.rawValue).with([
            "claim": .text(verdict.claim), "words": .text(verdict.words), "paper": .text(verdict.paper),
            "ours": .text(verdict.ours), "reason": .text(verdict.reason),
        ])
    }

    /// What the run shows of claims that it cannot test.
    var seen: PageValue { grouped(verdicts.filter { $0.outcome == .notTested }, by: \.seen) }

    /// What confirms and refutes the claims.
    var criteria: PageValue { grouped(verdicts, by: \.criterion) }

    /// Each text once, with the names of the claims that it is about; empty texts are left out.
    private func grouped(_ verdicts: [Verdict], by text: KeyPath<Verdict, String>) -> PageValue {
        var items: [(text: String, names: [String])] = []
        for verdict in verdicts where !verdict[keyPath: text].isEmpty {
            if let same = items.firstIndex(where: { $0.text == verdict[keyPath: text] }) {
                items[same].names.append(verdict.claim)
            } else {
                items.append((verdict[keyPath: text], [verdict.claim]))
            }
        }
        return .list(items.map { ["text": .text($0.text), "names": .texts($0.names)] })
    }
}
