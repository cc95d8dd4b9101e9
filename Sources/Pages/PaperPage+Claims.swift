import Judging
import Model
import Specification

extension PaperPage {
    /// A row of the claims, also where a figure lists its own.
    func claim(_ claim: JudgedClaim) -> PageValue {
        let figures = claim.figures.isEmpty ? "none" : claim.figures.joined(separator: " ")
        return row(claim.verdict).with([
            "figures": .text(figures), "place": .text(place(claim)),
            "figure": .text(claim.figures.first.map(anchor) ?? ""),
            "words": PageParts.numbers(claim.verdict.words), "reason": .text(claim.verdict.reason),
        ])
    }

    /// A claim with the paper's numbers and ours; and those of the published results, where these tested it.
    func row(_ verdict: Verdict) -> PageValue {
        PageParts.badge(verdict.outcome, verdict.outcome.shortName).with([
            "claim": .text(verdict.claim), "anchor": .text(anchor(verdict.claim)),
            "paper": PageParts.numbers(verdict.paper), "ours": PageParts.numbers(verdict.ours),
            "elsewhere": published[verdict.claim].map(elsewhere) ?? .none,
        ])
    }

    private func elsewhere(_ verdict: Verdict) -> PageValue {
        if verdict.outcome == .notTested { return .none }
        return PageParts.badge(verdict.outcome, verdict.outcome.shortName).with([
            "ours": PageParts.numbers(verdict.ours), "reason": .text(verdict.reason),
        ])
    }

    /// Whether the set-up is the paper's, which is not a claim.
    func check(_ verdict: Verdict) -> PageValue {
        let outcome =
            switch verdict.outcome {
            case .confirmed: "as in the paper"
            case .refuted: "not as in the paper"
            case .undecided, .notTested: "not run"
            }
        return [
            "words": PageParts.numbers(verdict.words), "paper": PageParts.numbers(verdict.paper),
            "ours": PageParts.numbers(verdict.ours), "outcome": .text(outcome),
            "reason": .text(verdict.reason),
        ]
    }

    /// Where the paper says it, as part of the figure that judges it.
    private func place(_ claim: JudgedClaim) -> String {
        guard let figure = claim.figures.first, claim.verdict.figure == "text" else {
            return claim.verdict.figure
        }
        let number = figure.hasPrefix("figure") ? String(figure.dropFirst("figure".count)) : figure
        return "\(number), text"
    }

    /// What the claims can be filtered by.
    var choices: PageValue {
        func choice(_ value: String, _ text: String) -> PageValue {
            ["value": .text(value), "text": .text(text)]
        }
        let named = paper.figures.map(\.figure).filter { name in claims.contains { $0.figures.contains(name) }
        }
        let others = claims.contains(where: \.figures.isEmpty) ? [choice("none", "no figure")] : []
        return [
            "figures": .list(named.map { choice($0, displayName($0)) } + others),
            "verdicts": .list(Outcome.allCases.map { choice($0.word, $0.rawValue) }),
        ]
    }
}
