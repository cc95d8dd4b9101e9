import Analysis
import Foundation
import Specification

extension Judge {
    /// The mean of the paper is met when ours is as near to it as means of the paper's own networks would be.
    ///
    /// The tolerance takes the paper's standard deviation for both samples, so that noise of our own cannot
    /// confirm anything, and adds half a unit of the last printed digit.
    func value(_ claim: Claim) -> Verdict {
        let (mean, sd) = (claim.mean ?? .nan, claim.sd)
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim),
            paper: "\(fixed(mean, 1))\(sd.map { " ± \(fixed($0, 1))" } ?? "") %",
            criterion: "|our mean - paper's mean| ≤ 2·sd of the paper·√(1/\(claim.seeds) + 1/n) + 0.05 points"
        )
        let evidence = evidence(for: claim)
        guard case .measured(let ours) = evidence else { return draft.notTested(evidence) }
        guard let sd else { return draft.notTested(.lacking("the paper states no standard deviation")) }
        let distance = abs(100 * ours.meanAccuracy - mean)
        let shares = 1 / Double(claim.seeds) + 1 / Double(ours.count)
        let tolerance = Self.standardErrors * sd * shares.squareRoot() + 0.05
        let isMet = distance <= tolerance
        return draft.verdict(
            isMet ? .confirmed : .notConfirmed, ours: ours.text,
            reason:
                "our mean is \(fixed(distance, 1)) points from the paper's; \(fixed(tolerance, 1)) are allowed"
        )
    }

    /// Left is greater than right when the difference of our means is beyond two standard errors.
    func greater(_ claim: Claim, _ all: [Claim]) -> Verdict {
        let sides = [claim.left, claim.right].map { side in
            all.first { side == .claim($0.id) }
        }
        let draft = VerdictDraft(
            claim: claim, words: words(ofGreater: sides),
            paper: sides.map { $0?.mean.map { fixed($0, 1) + " %" } ?? "?" }.joined(separator: " > "),
            criterion: "difference of our means > 2 standard errors, √(sd₁²/n₁ + sd₂²/n₂)")
        guard let left = sides[0], let right = sides[1] else {
            return draft.notTested(.lacking("its two sides are not two claims"))
        }
        let seen = whatWasSeen(left, right)
        let evidence = (evidence(for: left), evidence(for: right))
        guard case .measured(let one) = evidence.0 else { return draft.notTested(evidence.0, seen: seen) }
        guard case .measured(let other) = evidence.1 else { return draft.notTested(evidence.1, seen: seen) }
        let test = MeanDifference(one.moments, other.moments)
        let isMet = test.difference > Self.standardErrors * test.standardError
        return draft.verdict(
            isMet ? .confirmed : .notConfirmed, ours: "\(one.text) against \(other.text)",
            reason: "difference \(differenceText(test))")
    }

    /// Two samples are not different when the Kolmogorov-Smirnov test says p > 0.05 and could have said less.
    func equal(_ claim: Claim) throws -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "p > 0.05",
            criterion:
                "two-sample Kolmogorov-Smirnov test, p > 0.05, with enough networks for p ≤ 0.05 to be possible"
        )
        guard case .density(let low)? = claim.left, case .density(let high)? = claim.right else {
            return draft.notTested(.lacking("its two sides are not two densities"))
        }
        let seen = seenAtLatest(claim, low, high)
        let evidence = (evidence(for: claim, density: low), evidence(for: claim, density: high))
        guard case .measured(let one) = evidence.0 else { return draft.notTested(evidence.0, seen: seen) }
        guard case .measured(let other) = evidence.1 else { return draft.notTested(evidence.1, seen: seen) }
        let apart = [Array(repeating: 0.0, count: one.count), Array(repeating: 1.0, count: other.count)]
        let smallest = try KolmogorovSmirnov(apart[0], apart[1]).pValue
        if smallest > Self.significance {
            return draft.notTested(
                .lacking(
                    "with \(one.count) and \(other.count) networks the test cannot find a difference "
                        + "(its smallest p is \(pText(smallest)))"), seen: seen)
        }
        let test = try KolmogorovSmirnov(one.accuracies, other.accuracies)
        return draft.verdict(
            test.pValue > Self.significance ? .confirmed : .notConfirmed,
            ours: "\(one.text) against \(other.text)",
            reason: "Kolmogorov-Smirnov distance \(fixed(test.statistic, 2)), p = \(pText(test.pValue))")
    }

    /// A claim in words, by its stated criterion.
    func shape(_ claim: Claim) -> Verdict {
        guard case .noBenefit(let rule)? = claim.criterion else {
            let draft = VerdictDraft(claim: claim, words: words(of: claim), paper: "", criterion: "")
            let isElsewhere = claim.dataset.map { name in
                !results.summaries.contains { $0.condition.dataset == name }
            }
            let reason =
                isElsewhere == true
                ? "dataset \(claim.dataset ?? "") is not part of this figure yet"
                : "no numerical criterion is stated for it"
            return draft.notTested(.lacking(reason))
        }
        return noBenefit(claim, rule)
    }

    private func noBenefit(_ claim: Claim, _ rule: ShapeCriterion.NoBenefit) -> Verdict {
        let (smallest, largest) = (grouped(rule.sizes.lowerBound), grouped(rule.sizes.upperBound))
        let errors = canonical(rule.standardErrors)
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "",
            criterion: "for every size of \(smallest) to \(largest) hidden nodes run, mean(density "
                + "\(canonical(rule.density))) - mean(density 1) ≤ \(errors) standard errors, and for at least one "
                + "< -\(errors); at least \(count(rule.leastSizes, "size"))")
        let sizes = Set(results.summaries.map(\.condition.hiddenNodes)).filter(rule.sizes.contains).sorted()
        var tests: [(size: Int, test: MeanDifference)] = []
        var lacking = "needs sizes of \(smallest) to \(largest) hidden nodes; none run"
        for size in sizes {
            switch pair(of: size, claim, rule) {
            case .success(let test): tests.append((size, test))
            case .failure(let missing): lacking = "at \(grouped(size)) hidden nodes: \(missing.reason)"
            }
        }
        guard tests.count >= rule.leastSizes else {
            let few =
                tests.isEmpty
                ? lacking : "needs at least \(count(rule.leastSizes, "size")); \(tests.count) run"
            return draft.notTested(.lacking(few))
        }
        return judge(tests, draft, rule.standardErrors)
    }

    private func judge(
        _ tests: [(size: Int, test: MeanDifference)], _ draft: VerdictDraft, _ errors: Double
    ) -> Verdict {
        let benefits = tests.filter { $0.test.difference > errors * $0.test.standardError }
        let losses = tests.filter { $0.test.difference < -errors * $0.test.standardError }
        let list = { (some: [(size: Int, test: MeanDifference)]) in
            some.isEmpty ? "none" : some.map { grouped($0.size) }.joined(separator: ", ")
        }
        return draft.verdict(
            benefits.isEmpty && !losses.isEmpty ? .confirmed : .notConfirmed,
            ours: tests.map { "\(grouped($0.size)): \(differenceText($0.test))" }.joined(separator: "; "),
            reason: "sizes with a benefit: \(list(benefits)); with a loss: \(list(losses)); of \(list(tests))"
        )
    }

    private struct Missing: Error { let reason: String }

    private func pair(
        of size: Int, _ claim: Claim, _ rule: ShapeCriterion.NoBenefit
    ) -> Result<MeanDifference, Missing> {
        var ends: [AccuracySummary] = []
        for density in [rule.density, 1] {
            let wanted = Condition(
                dataset: claim.dataset ?? "mnist", network: claim.network, nonlinearity: claim.nonlinearity,
                hidden: size, density: density, epochs: claim.epochs ?? 1)
            switch results.evidence(for: wanted) {
            case .measured(let summary): ends.append(summary)
            case .lacking(let reason): return .failure(Missing(reason: reason))
            }
        }
        return .success(MeanDifference(ends[0].moments, ends[1].moments))
    }
}

extension VerdictDraft {
    /// Not tested, for the reason that the evidence gives.
    func notTested(_ evidence: Evidence, seen: String = "") -> Verdict {
        guard case .lacking(let reason) = evidence else { return verdict(.notTested, reason: "", seen: seen) }
        return verdict(.notTested, reason: reason, seen: seen)
    }
}
