import Analysis
import Model
import Results

extension Judge {
    /// The mean of the paper against ours. Its outcome is that of the claim alone; `decidedTogether` corrects it for the other
    /// value claims of a page.
    package func value(_ claim: Claim) -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: paperText(claim),
            criterion: Self.criterion(of: claim))
        let sample: Sample
        do throws(NotMeasured) { sample = try evidence(for: claim).get() } catch {
            return draft.notTested(error, seen: seen(claim, densities: [claim.density]))
        }
        guard let mean = claim.mean else {
            return draft.notTested(NotMeasured(reason: "the paper states no mean"))
        }
        var test: ValueTest
        if case .withinFactor(let factor)? = claim.criterion {
            test = ValueTest(sample, mean: mean, factor: factor, sharedError: claim.sharedError)
        } else if let sd = claim.sd {
            test = ValueTest(sample, mean: mean, sd: sd, networks: claim.seeds)
        } else {
            return draft.notTested(NotMeasured(reason: "the paper states no standard deviation"))
        }
        return [draft.verdict(.undecided, ours: sample.text, reason: "", value: test)].decidedTogether()[0]
    }

    private static func criterion(of claim: Claim) -> String {
        if case .withinFactor(let factor)? = claim.criterion {
            return
                "confirmed: the 90 % interval of our mean lies between the paper's divided by \(factor.canonical) and the "
                + "paper's times \(factor.canonical); refuted: a one-sided t test finds our mean outside, corrected p < 0.05"
                + (claim.sharedError.map { "; all networks share a standard error of \($0.canonical)" } ?? "")
        }
        let isPercent = (claim.measure ?? .accuracy).scale == 100
        return
            "confirmed: the 90 % interval of d, our mean minus the paper's, lies within ±δ, where δ is the paper's standard "
            + "deviation\(isPercent ? ", at least 1 point" : ""); refuted: Welch's t test finds a difference, corrected p < 0.05"
            + (isPercent ? ", of more than 1 point" : "")
    }

    /// Left is greater than right by Welch's t test.
    ///
    /// A claim whose criterion is about pairs of nodes must meet that too.
    package func greater(_ claim: Claim, _ all: [Claim]) throws -> Verdict {
        let sides = [claim.left, claim.right].map { side in
            all.first { side == .claim($0.id) }
        }
        let draft = VerdictDraft(
            claim: claim, words: words(ofGreater: sides),
            paper: sides.map { $0.map { paperText($0) } ?? "?" }.joined(separator: " > "),
            criterion: "difference of our means above 0, \(Comparison.testWords)")
        guard let left = sides[0], let right = sides[1] else {
            return draft.notTested(NotMeasured(reason: "its two sides are not two claims"))
        }
        let seen = seen(left, densities: [left.density, right.density])
        let evidence = (evidence(for: left), evidence(for: right))
        let (one, other): (Sample, Sample)
        do throws(NotMeasured) { (one, other) = (try evidence.0.get(), try evidence.1.get()) } catch {
            return draft.notTested(error, seen: seen)
        }
        let test = MeanDifference(one, other)
        let networks = min(one.moments.count, other.moments.count)
        let outcome: Outcome = test.isAbove ? .confirmed : test.isBelow ? .refuted : .undecided
        let next = outcome == .undecided ? "; \(seedsText(test.networksToFind(now: networks)))" : ""
        let means = draft.verdict(
            outcome, ours: "\(one.text) against \(other.text)",
            reason: "difference \(differenceText(test, one.measure))\(next)")
        guard case .pairsDiffer(let significance)? = claim.criterion else { return means }
        let pairs = try pairsDiffer(claim, one.condition, other.condition, below: significance)
        return Verdict(claim, all: [means, pairs])
    }

    /// Two samples are not different when two one-sided tests find their means within a point; the Kolmogorov-Smirnov p of the
    /// paper stands beside it.
    package func equal(_ claim: Claim) throws -> Verdict {
        let least = Self.leastOfEquals
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "p > 0.05",
            criterion:
                "confirmed: the 90 % interval of the difference of our means lies within ±1 point; refuted: a one-sided t test finds more "
                + "than 1 point, p < 0.05; at least \(least) networks of each")
        guard case .density(let low)? = claim.left, case .density(let high)? = claim.right else {
            return draft.notTested(NotMeasured(reason: "its two sides are not two densities"))
        }
        let seen = seen(claim, densities: [low, high], timeFirst: true)
        let evidence = (evidence(for: claim, density: low), evidence(for: claim, density: high))
        let (one, other): (Sample, Sample)
        do throws(NotMeasured) { (one, other) = (try evidence.0.get(), try evidence.1.get()) } catch {
            return draft.notTested(error, seen: seen)
        }
        let fewest = min(one.moments.count, other.moments.count)
        guard fewest >= least else {
            return draft.notTested(
                NotMeasured(reason: "needs at least \(least) networks of each density; \(fewest) run"),
                seen: seen)
        }
        let test = MeanDifference(one, other)
        let margin = ValueTest.point / one.measure.scale
        let outcome = test.outcome(within: margin)
        let next =
            outcome == .undecided ? "; \(seedsText(test.networksToPlace(within: margin, now: fewest)))" : ""
        let shape = try KolmogorovSmirnov(one.numbers, other.numbers)
        return draft.verdict(
            outcome, ours: "\(one.text) against \(other.text)",
            reason: "difference \(differenceText(test, one.measure, outcome == .refuted ? 0.95 : 0.9)); "
                + "Kolmogorov-Smirnov distance \(shape.statistic.fixed(2)), \(pWords(shape.pValue))\(next)"
        )
    }
}
