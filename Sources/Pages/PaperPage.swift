import Judging
import Model
import Results
import Specification

/// What the page of all figures shows: what holds, every claim with its verdict, every figure, where text and code differ, and what
/// deviates from the paper; for the template `paper`.
package struct PaperPage {
    package let input: PaperInput
    package let claims: [JudgedClaim]
    /// Whether networks are set up as in the paper.
    package let checks: [JudgedClaim]

    package var paper: ResolvedPaper { input.paper }

    /// The same for the same input.
    package var data: PageValue {
        [
            "profile": .text(paper.profile), "description": .text(paper.description),
            "published": .text(input.published?.profile ?? ""), "answer": answer,
            "forest": ForestPlot(input.claims, claims.map(\.verdict), published: published).data,
            "claims": .list(claims.map(claim)),
            "counts": PageParts.counts(verdictsOnPaper.map(\.outcome), \.rawValue),
            "choices": choices, "errors": .text(verdictsOnPaper.errorText),
            "contents": .list(paper.figures.map { Self.link($0.figure) }),
            "figures": .list(paper.figures.map(figure)),
            "checks": .list(checks.map { check($0.verdict) }),
            "differences": .list(input.differences.map(difference)),
            "deviations": .list(deviations), "missing": missing, "files": PageParts.files(input.provenance),
            "verdicts": .text(href("\(paper.profile).verdicts.json")),
        ]
    }

    /// What the published results say, by claim.
    var published: [String: Verdict] {
        let verdicts = input.published?.verdicts ?? []
        return Dictionary(verdicts.map { ($0.claim, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A figure's name, and where it stands on the page.
    static func link(_ figure: String) -> PageValue {
        ["anchor": .text(anchor(figure)), "name": .text(displayName(figure))]
    }
}
