import Analysis
import Foundation
import Specification

/// Judges claims by what was run; never by more than was run.
struct Judge {
    /// p above which two samples count as not different.
    static let significance = 0.05
    /// Standard errors of a difference that counts.
    static let standardErrors = 2.0

    let results: RunResults

    /// A judge of one run of a figure.
    init(figure: ResolvedFigure, summaries: [AccuracySummary]) {
        results = RunResults(figure: figure, summaries: summaries)
    }

    /// One verdict for each claim that belongs to the figure, in the order of the claims.
    ///
    /// - Throws: `AnalysisError`, which summaries of records do not cause.
    func verdicts(on claims: [Claim]) throws -> [Verdict] {
        try claims.filter { $0.belongs(to: results.figure.figure) }.map { claim in
            switch claim.kind {
            case .value: value(claim)
            case .greater: greater(claim, claims)
            case .equal: try equal(claim)
            case .shape: shape(claim)
            }
        }
    }

    /// Condition of a claim with one number of nodes, density and epoch; nil where it does not say them.
    func condition(of claim: Claim, density: Double? = nil) -> Condition? {
        guard let dataset = claim.dataset, let hidden = claim.hidden, let epochs = claim.epochs,
            let density = density ?? claim.density
        else { return nil }
        return Condition(
            dataset: dataset, network: claim.network, nonlinearity: claim.nonlinearity, hidden: hidden,
            density: density, epochs: epochs)
    }

    /// Evidence for a claim about test accuracy; other measures are not of this figure.
    func evidence(for claim: Claim, density: Double? = nil) -> Evidence {
        guard claim.metric == "test accuracy" else {
            return .lacking("\(claim.metric ?? "its measure") is not measured in this figure")
        }
        for key in ["per-class", "dropped", "dale", "inhibitory"] where claim.details[key] != nil {
            return .lacking("its condition \"\(key)\" is not part of this figure")
        }
        guard let condition = condition(of: claim, density: density) else {
            return .lacking("the claim does not name dataset, hidden nodes, density and epochs")
        }
        return results.evidence(for: condition)
    }
}

/// A verdict in the making: what is the same for all outcomes.
struct VerdictDraft {
    let claim: Claim
    let words: String
    let paper: String
    let criterion: String

    func verdict(_ outcome: Outcome, ours: String = "", reason: String, seen: String = "") -> Verdict {
        Verdict(
            claim: claim.id, figure: claim.figure, words: words, paper: paper, ours: ours, outcome: outcome,
            reason: reason, criterion: criterion, seen: seen)
    }
}

extension AccuracySummary {
    /// Mean, standard deviation and number in percent: `90.3 ± 2.0 % (n = 10)`.
    var text: String { accuracyText(mean: meanAccuracy, sd: sdAccuracy, count: count) }

    /// For a difference of means.
    var moments: (mean: Double, sd: Double, count: Int) { (meanAccuracy, sdAccuracy ?? 0, count) }
}
