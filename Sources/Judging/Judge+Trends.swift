import Analysis
import Model
import Results
import Specification

/// Sparse and dense networks whose accuracies differ more after a first than after a last epoch.
package struct Narrowing: Equatable, Sendable {
    /// Density of the sparse networks; the dense ones have density 1.
    package var density: Double
    /// The two epochs.
    package var epochs: ClosedRange<Int>
}

/// Sparse networks whose advantage over dense ones is the larger, the fewer training examples there are.
package struct AdvantageTrend: Equatable, Sendable {
    /// Density of the sparse networks; the dense ones have density 1.
    package var density: Double
    /// Numbers of examples of each class that must be among those that were run; nil: all.
    package var perClass: [Int?]
    /// Fewest numbers that must have been run.
    package var leastNumbers: Int
}

extension Judge {
    /// |Δ₁| > |Δ₂| just where (Δ₁ - Δ₂)(Δ₁ + Δ₂) > 0. Each network has one number for either factor, its accuracy after the first
    /// epoch minus, or plus, that after the last; so both are differences of two means.
    package func differenceNarrows(_ claim: Claim, _ rule: Narrowing) -> Verdict {
        let (first, last) = (rule.epochs.lowerBound, rule.epochs.upperBound)
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "",
            criterion:
                "Δ = mean(density \(rule.density.brief)) - mean(density 1) is further from 0 after \(first.counting("epoch")) than after "
                + "\(last.counting("epoch")): the difference and the sum of both Δ have the same sign, each with p < 0.05 by Welch's t test on "
                + "the networks' own differences and sums; refuted: the opposite sign")
        var samples: [[Sample]] = []
        for density in [rule.density, 1] {
            do throws(NotMeasured) {
                samples.append([
                    try evidence(for: claim.after(first), density: density).get(),
                    try evidence(for: claim.after(last), density: density).get(),
                ])
            } catch {
                return draft.notTested(error, seen: seen(claim.after(last), densities: [rule.density, 1]))
            }
        }
        let same = samples.compactMap { $0[0].sameNetworks(as: $0[1]) }
        guard same.count == samples.count else {
            return draft.notTested(
                NotMeasured(
                    reason: "needs the same networks after \(first) and after \(last.counting("epoch"))"))
        }
        let tests = [-1.0, 1.0].map { sign in
            let combined = same.map { first, last in
                Moments(zip(first.numbers, last.numbers).map { $0 + sign * $1 })
            }
            return MeanDifference(combined[0], combined[1])
        }
        let isSure = tests.allSatisfy { $0.isAbove || $0.isBelow }
        let isNarrower = (tests[0].difference > 0) == (tests[1].difference > 0)
        let networks = same.map(\.0.moments.count).min() ?? 0
        let seeds = tests.filter { !$0.isAbove && !$0.isBelow }.map { $0.networksToFind(now: networks) }
        let next = isSure ? "" : "; " + seedsText(mostOf(seeds))
        let differences = [0, 1].map { differenceText(MeanDifference(samples[0][$0], samples[1][$0])) }
        return draft.verdict(
            isSure ? (isNarrower ? .confirmed : .refuted) : .undecided,
            ours:
                "after \(first.counting("epoch")): \(differences[0]); after \(last.counting("epoch")): \(differences[1])",
            reason: "Δ₁ − Δ₂ = \(differenceText(tests[0]))\(next)")
    }

    /// The advantage with the fewest examples is above that with the most, and with no number of examples below that with more.
    package func advantageGrows(_ claim: Claim, _ rule: AdvantageTrend) -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "",
            criterion:
                "of the advantages mean(density \(rule.density.brief)) - mean(density 1) at every number of examples per class run, at "
                + "least \(rule.leastNumbers), that with the fewest is above that with the most, p < 0.05 by Welch's t test for four means; "
                + "refuted: it is below, or one is below that with the next more examples, corrected by Holm")
        var dense = claim
        dense.density = 1
        let numbers = perClass(run: dense, and: rule.perClass)
        var found: [(name: String, sparse: Sample, dense: Sample)] = []
        for number in numbers {
            var there = claim
            there.perClass = number
            do throws(NotMeasured) {
                found.append(
                    (
                        number.map(\.grouped) ?? "all", try evidence(for: there, density: rule.density).get(),
                        try evidence(for: there, density: 1).get()
                    ))
            } catch { return draft.notTested(error, seen: seen(claim, densities: [rule.density, 1])) }
        }
        let ours = found.map { "\($0.name): \(differenceText(MeanDifference($0.sparse, $0.dense)))" }
            .joined(separator: "; ")
        guard found.count >= rule.leastNumbers, let first = found.first, let last = found.last else {
            let few = "needs at least \(rule.leastNumbers) numbers of examples per class; \(found.count) run"
            return draft.notTested(NotMeasured(reason: few), seen: ours)
        }
        func step(
            _ few: (name: String, sparse: Sample, dense: Sample),
            _ many: (name: String, sparse: Sample, dense: Sample)
        ) -> PlacedTest {
            let samples = [few.sparse, few.dense, many.sparse, many.dense].map(\.moments)
            let terms = zip([1.0, -1, -1, 1], samples).map { ($0, ($1.mean, $1.sd ?? 0, $1.count)) }
            return PlacedTest(
                place: "from \(few.name) to \(many.name)", test: MeanDifference(contrast: terms),
                networks: samples.map(\.count).min() ?? 0)
        }
        let whole = step(first, last)
        let against = Findings(zip(found, found.dropFirst()).map(step)).surelyBelow
        let text = "the advantage shrinks \(whole.place) examples per class by \(differenceText(whole.test))"
        if !against.isEmpty || whole.test.isBelow {
            let places = against.map { "\($0.place): \(differenceText($0.test.negated))" }
            return draft.verdict(
                .refuted, ours: ours, reason: ([text] + places).joined(separator: "; it grows "))
        }
        if whole.test.isAbove { return draft.verdict(.confirmed, ours: ours, reason: text) }
        let next = seedsText(whole.test.networksToFind(now: whole.networks))
        return draft.verdict(.undecided, ours: ours, reason: "\(text); \(next)")
    }
}

extension Claim {
    /// The claim after a number of epochs.
    fileprivate func after(_ epochs: Int) -> Claim {
        var claim = self
        claim.epochs = epochs
        return claim
    }
}
