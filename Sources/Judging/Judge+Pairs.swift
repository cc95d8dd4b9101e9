import Results
import Analysis
import Specification
import Model

extension Judge {
    /// In each two networks of one seed, the Kolmogorov-Smirnov test finds the pairs' mutual information different. That it does not is no
    /// finding.
    ///
    /// Seeds are not mixed: the estimator's noise is drawn from the seed, and biases silent nodes alike in both networks
    /// (docs/measures.md).
    package func pairsDiffer(
        _ claim: Claim, _ left: SharedConditions, _ right: SharedConditions, below significance: Double
    ) throws -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: "", paper: claim.details["p"].map { "p = \($0)" } ?? "",
            criterion:
                "for every seed a two-sample Kolmogorov-Smirnov test of the pairs of nodes of the two networks "
                + "says p < \(significance.canonical)")
        let others = results.pairs.filter { $0.condition == right }
        let tests = try results.pairs.filter { $0.condition == left }.compactMap { one in
            try others.first { $0.seed == one.seed }.map {
                (seed: one.seed, test: try KolmogorovSmirnov(one.numbers, $0.numbers))
            }
        }
        guard tests.count >= RunResults.leastNetworks else {
            let least = RunResults.leastNetworks
            return draft.notTested(
                NotMeasured(
                    reason:
                        "needs the pairs of nodes of two networks of one seed, of \(least) seeds; \(tests.count) run"
                ))
        }
        let worst = tests.max { $0.test.pValue < $1.test.pValue }
        let largest = worst.map { $0.test.pValue.pText } ?? ""
        let alike = tests.filter { $0.test.pValue >= significance }.map { "\($0.seed)" }
        let text = "largest p of \(tests.count.counting("seed")) \(largest)"
        return draft.verdict(
            alike.isEmpty ? .confirmed : .undecided, ours: text,
            reason: alike.isEmpty ? text : "\(text); not different: seed \(alike.joined(separator: ", "))")
    }
}
