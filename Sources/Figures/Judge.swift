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
    init(_ results: RunResults) { self.results = results }

    /// One verdict for each claim that belongs to the figure, in the order of the claims.
    ///
    /// - Throws: `AnalysisError`, which summaries of records do not cause.
    func verdicts(on claims: [Claim]) throws -> [Verdict] {
        try claims.filter { $0.belongs(to: results.figure.figure) }.map { claim in
            switch claim.kind {
            case .value: value(claim)
            case .greater: try greater(claim, claims)
            case .equal: try equal(claim)
            case .shape: try shape(claim)
            }
        }
    }

    /// Evidence for a claim about one number of nodes, density and epoch.
    func evidence(for claim: Claim, density: Double? = nil) -> Evidence {
        guard let measure = claim.measure else {
            return .lacking("\(claim.metric ?? "its measure") is not measured in this figure")
        }
        var one = claim
        one.density = density ?? claim.density
        guard claim.epochs != nil, let condition = condition(one, measure) else {
            return .lacking("the claim does not name dataset, hidden nodes, density and epochs")
        }
        return results.evidence(for: condition)
    }

    /// The networks of a claim about one number of nodes and density; nil where it does not name them.
    func condition(_ claim: Claim, _ measure: Measure) -> Condition? {
        guard let dataset = claim.dataset, let hidden = claim.hidden, let density = claim.density else {
            return nil
        }
        return Condition(
            measure: measure, dataset: dataset, network: claim.network, nonlinearity: claim.nonlinearity,
            perClass: claim.perClass, hidden: hidden, density: density, epochs: claim.epochs,
            dale: claim.dale, startDensity: claim.startDensity, dropped: claim.dropped)
    }

    /// What the nearest networks show of a claim; empty where there are none.
    func seen(_ claim: Claim, densities: [Double?], timeFirst: Bool = false) -> String {
        guard let dataset = claim.dataset ?? results.panels.first?.panel.dataset.name else { return "" }
        return results.seen(
            Search(
                measure: claim.measure ?? .accuracy, dataset: dataset, network: claim.network,
                nonlinearity: claim.nonlinearity, perClass: claim.perClass, hidden: claim.hidden,
                densities: densities.compactMap { $0 }, epochs: claim.epochs, dale: claim.dale,
                startDensity: claim.startDensity, dropped: claim.dropped, timeFirst: timeFirst))
    }
}

extension Claim {
    /// What is measured; a claim in words is about test accuracy.
    var measure: Measure? {
        guard let metric else { return .accuracy }
        let measure = Measure(metric: metric)
        return measure == .accuracy && dropped != nil ? .dropoutAccuracy : measure
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

    /// Not tested, for the reason that the evidence gives.
    func notTested(_ evidence: Evidence, seen: String = "") -> Verdict {
        guard case .lacking(let reason) = evidence else { return verdict(.notTested, reason: "", seen: seen) }
        return verdict(.notTested, reason: reason, seen: seen)
    }
}
