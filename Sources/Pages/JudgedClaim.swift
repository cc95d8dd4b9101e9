import Drawing
import Judging
import Results
import Specification
import Model

/// A claim of the paper with the verdict of the figure that it belongs to, or the reason why no figure judges it.
package struct JudgedClaim: Equatable {
    package let verdict: Verdict
    /// Names of the figures that it belongs to, first the one whose verdict this is.
    package let figures: [String]

    /// Every claim once, in the order of the claims.
    ///
    /// - Parameter members: which verdicts of a figure: on claims, or of checks.
    /// - Throws: `FigureError` for a verdict on a claim that is not among them, `AnalysisError` as `RunResults`.
    package static func all(
        _ claims: [Claim], by figures: [FinishedFigure], in paper: ResolvedPaper,
        among members: KeyPath<VerdictFile, [Verdict]> = \.verdicts
    ) throws -> [JudgedClaim] {
        let known = Set(claims.map(\.id))
        for file in figures.map(\.verdicts) {
            if let other = file[keyPath: members].first(where: { !known.contains($0.claim) }) {
                throw FigureError(
                    "\(file.figure) judges the claim \(other.claim), which is none of the claims; make the figure again"
                )
            }
        }
        let words = try ClaimWords(claims)
        let chosen = claims.map { claim in
            let judged = figures.compactMap { figure in
                figure.verdicts[keyPath: members].first { $0.claim == claim.id }.map { (figure.name, $0) }
            }
            let places = paper.figures.map(\.figure).filter(claim.belongs)
            guard let best = judged.first(where: { $0.1.outcome != .notTested }) ?? judged.first else {
                let reason = reason(claim, places: places, by: figures, in: paper)
                return JudgedClaim(verdict: words.verdict(claim, reason: reason), figures: places)
            }
            let rest = judged.map(\.0) + places
            return JudgedClaim(
                verdict: best.1, figures: [best.0] + distinct(rest.filter { $0 != best.0 }))
        }
        // Each figure decided its own value claims together; this page has more of them.
        let verdicts = chosen.map(\.verdict).decidedTogether()
        return zip(chosen, verdicts).map { claim, verdict in
            let others = figures.filter { $0.name != claim.figures.first }.compactMap { figure in
                figure.verdicts[keyPath: members].first {
                    $0.claim == verdict.claim && $0.outcome != .notTested
                }
                .map { (figure.name, $0) }
            }
            return JudgedClaim(verdict: verdict.with(others), figures: claim.figures)
        }
    }

    /// Why no figure has a verdict.
    private static func reason(
        _ claim: Claim, places: [String], by figures: [FinishedFigure], in paper: ResolvedPaper
    ) -> String {
        guard let place = places.first else { return "no figure of the pipeline judges it" }
        let uncovered = places.compactMap { name in paper.figures.first { $0.figure == name }?.uncovered }
        if uncovered.count == places.count { return uncovered[0] }
        let made = places.filter { name in figures.contains { $0.name == name } }
        return made.isEmpty ? "\(place) was not made" : "\(made[0]) was made before there was this claim"
    }

    private static func distinct(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}

extension Verdict {
    /// With what other figures say of the same claim.
    fileprivate func with(_ others: [(String, Verdict)]) -> Verdict {
        if others.isEmpty { return self }
        let said = others.map { "\($0.0): \($0.1.outcome.rawValue), \($0.1.reason)" }
        var verdict = self
        verdict.reason = ([reason] + said).joined(separator: ". ")
        return verdict
    }
}

/// Puts claims into words that no figure judges.
private struct ClaimWords {
    let claims: [Claim]
    let judge: Judge

    init(_ claims: [Claim]) throws {
        self.claims = claims
        let nothing = ResolvedFigure(
            figure: "", title: "", caption: "", source: "", profile: "", layout: "", panels: [])
        judge = Judge(try RunResults(figure: nothing, records: [], values: [], pairs: [], panels: []))
    }

    func verdict(_ claim: Claim, reason: String) -> Verdict {
        let sides = [claim.left, claim.right].map { side in claims.first { side == .claim($0.id) } }
        let isComparison = claim.kind == .greater
        let numbers =
            isComparison ? sides.compactMap { $0.map { judge.paperText($0) } } : [judge.paperText(claim)]
        return Verdict(
            claim: claim.id, figure: claim.figure,
            words: isComparison ? judge.words(ofGreater: sides) : judge.words(of: claim),
            paper: numbers.filter { !$0.isEmpty }.joined(separator: " > "), ours: "", outcome: .notTested,
            reason: reason, criterion: "", seen: "")
    }
}
