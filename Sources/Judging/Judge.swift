import Results
import Analysis
import Foundation
import Specification

/// Judges claims by what was run; never by more than was run.
package struct Judge {
    /// Fewest networks of each kind that can be found equal.
    package static let leastOfEquals = 10

    package let results: RunResults

    /// A judge of one run of a figure.
    package init(_ results: RunResults) { self.results = results }

    /// One verdict for each claim that belongs to the figure, in the order of the claims; those on values are decided together.
    ///
    /// - Throws: `AnalysisError`, which summaries of records do not cause.
    package func verdicts(on claims: [Claim]) throws -> [Verdict] {
        try claims.judged.filter { $0.belongs(to: results.figure.figure) }.map { claim in
            switch claim.kind {
            case .value: value(claim)
            case .greater: try greater(claim, claims)
            case .equal: try equal(claim)
            case .shape, .check: try shapeWithOthers(claim)
            }
        }.decidedTogether()
    }

    /// Evidence for a claim about one number of nodes, density and epoch.
    package func evidence(for claim: Claim, density: Double? = nil) -> Evidence {
        guard let measure = claim.measure else {
            return .lacking("\(claim.metric ?? "its measure") is not measured in this figure")
        }
        var wanted = claim.selection
        wanted.density = density ?? claim.density
        guard wanted.epochs != nil, wanted.namesNetworks else {
            return .lacking("the claim does not name dataset, hidden nodes, density and epochs")
        }
        return results.evidence(for: wanted, measure)
    }

    /// What the nearest networks show of a claim; empty where there are none.
    ///
    /// - Parameters:
    ///   - densities: those that must all be there, otherwise alike.
    ///   - timeFirst: whether being trained as long as the claim says is more than being as large.
    package func seen(_ claim: Claim, densities: [Double?], timeFirst: Bool = false) -> String {
        var wanted = claim.selection
        guard let dataset = wanted.dataset ?? results.panels.first?.panel.dataset.name else { return "" }
        wanted.dataset = dataset
        return results.seen(
            wanted, claim.measure ?? .accuracy, densities: densities.compactMap { $0 }, timeFirst: timeFirst)
    }
}

extension Claim {
    /// What is measured; a claim in words is about test accuracy.
    package var measure: Measure? {
        guard let metric = self.metric else { return .accuracy }
        let measure = Measure(metric: metric)
        return measure == .accuracy && self.dropped != nil ? .dropoutAccuracy : measure
    }
}

/// A verdict in the making: what is the same for all outcomes.
package struct VerdictDraft {
    package let claim: Claim
    package let words: String
    package let paper: String
    package let criterion: String

    package func verdict(
        _ outcome: Outcome, ours: String = "", reason: String, seen: String = "", value: ValueTest? = nil
    ) -> Verdict {
        Verdict(
            claim: claim.id, figure: claim.figure, words: words, paper: paper, ours: ours, outcome: outcome,
            reason: reason, criterion: criterion, seen: seen, value: value)
    }

    /// Not tested, for a reason.
    package func notTested(_ missing: NotMeasured, seen: String = "") -> Verdict {
        verdict(.notTested, reason: missing.reason, seen: seen)
    }
}
