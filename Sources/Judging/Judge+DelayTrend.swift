import Results
import Analysis
import Specification
import Model

extension Judge {
    /// Delays grow with density, or those of dense networks with size.
    package func delayGrows(_ claim: Claim, _ rule: DelayTrend) -> Verdict {
        let draft = VerdictDraft(claim: claim, words: words(of: claim), paper: "", criterion: rule.words)
        let series = series(claim, rule)
        let ours = series.found.map(\.text).joined(separator: "; ")
        var lacking = series.lacking
        if lacking == nil, series.found.count < rule.leastPlaces {
            lacking = NotMeasured(
                reason: "needs at least \(rule.leastPlaces) \(rule.placeName); \(series.found.count) run")
        }
        if let lacking {
            let nearest = ours.isEmpty ? seen(claim, rule.needed, chance: rule.chance) : ours
            return draft.notTested(lacking, seen: nearest)
        }
        do throws(NotMeasured) {
            let judged = try rule.judge(series.found)
            return draft.verdict(judged.outcome, ours: ours, reason: judged.reason)
        } catch {
            return draft.notTested(error, seen: ours)
        }
    }

    /// The delays at every density or size that was run, ascending, and why one is missing.
    private func series(_ claim: Claim, _ rule: DelayTrend) -> (found: [PlacedDelay], lacking: NotMeasured?) {
        let delays = results.delays(chance: rule.chance)
        var found: [PlacedDelay] = []
        var lacking: NotMeasured?
        func add(_ place: Result<PlacedDelay, NotMeasured>) {
            switch place {
            case .success(let delay): found.append(delay)
            case .failure(let missing): lacking = lacking ?? missing
            }
        }
        switch rule.axis {
        case .density:
            for density in densities(run: claim, and: rule.needed, among: delays) {
                add(delay(claim, density, delays))
            }
        case .size:
            for size in sizes(claim, 1, delays) {
                var there = claim
                there.hidden = size
                add(delay(there, 1, delays).map { $0.named(size: true) })
            }
            if found.isEmpty, lacking == nil {
                lacking = NotMeasured(
                    reason: (["needs delays of dense networks"] + [claim.dale?.words].compactMap { $0 })
                        .joined(separator: " ") + "; none run")
            }
        }
        return (found, lacking)
    }
}

extension DelayTrend {
    fileprivate var placeName: String {
        if case .density = axis { return "densities" }
        return "sizes"
    }

    /// Densities without which nothing is tested.
    fileprivate var needed: [Double] {
        if case .density(let each, _) = axis { return each }
        return [1]
    }

    /// The judgement of delays in the order in which they should grow, and why.
    ///
    /// Delays of networks that never exceeded chance are lower bounds: what could still be otherwise is not judged.
    ///
    /// - Throws: `NotMeasured` when nothing can be said yet.
    package func judge(_ series: [PlacedDelay]) throws(NotMeasured) -> (outcome: Outcome, reason: String) {
        guard let first = series.first, let last = series.last else { throw NotMeasured(reason: "none run") }
        if case .size(let large) = axis, last.hidden < large, series.allSatisfy(\.late.isEmpty) {
            throw NotMeasured(
                reason:
                    "no dense network of up to \(last.hidden.grouped) nodes has a delay that could grow; needs "
                    + "\(large.grouped) nodes")
        }
        let whole = DelayStep(first, last)
        let (failed, open) = findings(series, whole)
        if !failed.isEmpty { return (.refuted, failed.joined(separator: "; ")) }
        if !open.isEmpty { throw NotMeasured(reason: Set(open).sorted().joined(separator: "; ")) }
        let unsure = [whole.placed] + [longEnough(last)].compactMap { $0 }
        let missing = unsure.filter { !$0.test.isAbove }
        if missing.isEmpty { return (.confirmed, whole.text) }
        let seeds = missing.map { $0.test.networksToFind(now: $0.networks) }
        let next = seedsText(mostOf(seeds))
        return (.undecided, "\(missing.map(\.place).joined(separator: "; ")); \(next)")
    }

    /// By how much the mean delay of the densest networks is above the least one; nil where none is asked for.
    private func longEnough(_ last: PlacedDelay) -> PlacedTest? {
        guard case .density(_, let least) = axis else { return nil }
        let moments = last.sample.moments
        let test = MeanDifference(moments).less(least)
        return PlacedTest(
            place:
                "the mean delay of \(last.place) is \(moments.mean.fixed(1)) epochs, not surely above \(least.canonical)",
            test: test, networks: moments.count)
    }

    /// What contradicts the rule, and what longer training could still turn one way or the other.
    private func findings(_ series: [PlacedDelay], _ whole: DelayStep) -> (failed: [String], open: [String]) {
        var (failed, open): ([String], [String]) = ([], [])
        let steps = zip(series, series.dropFirst()).map { DelayStep($0, $1) }
        let corrected = holm(steps.map(\.test.pValue))
        for (step, pValue) in zip(steps, corrected) {
            let isBelow = step.test.difference < 0 && pValue < Findings.significance
            if isBelow, !step.to.sample.isLowerBound { failed.append(step.text) }
            // The second delay may be longer than was seen, or, where it is not below, the first one.
            if isBelow ? step.to.sample.isLowerBound : step.from.sample.isLowerBound {
                open.append(step.openText)
            }
        }
        let isOpen = whole.to.sample.isLowerBound
        if isOpen, !whole.test.isAbove { open.append(whole.openText) }
        // Delays that are all the same do not grow; of others, more networks may show it.
        if !isOpen, whole.test.isBelow || whole.isFlat { failed.append(whole.text) }
        if let least = longEnough(whole.to), !least.test.isAbove {
            if isOpen {
                open.append(whole.openText)
            } else if least.test.isBelow {
                failed.append(
                    "the mean delay of \(whole.to.place) is \(whole.to.sample.moments.mean.fixed(1)) epochs")
            }
        }
        return (failed, open)
    }
}
