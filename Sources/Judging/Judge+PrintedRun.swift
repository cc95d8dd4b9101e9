import Analysis
import Model
import Results
import Specification

/// Accuracies that someone printed of one network, after each epoch.
package struct PrintedRun: Equatable, Sendable {
    /// Percent, after the first epoch and those that follow.
    package var accuracies: [Double]
    /// Points that are too few to matter.
    package var margin: Double
}

extension Judge {
    /// A network whose accuracies were printed may be another one of ours: after each epoch its number is compared with our mean, with
    /// the scatter of a single network.
    package func printedRun(_ claim: Claim, _ run: PrintedRun) -> Verdict {
        let margin = "\(run.margin.canonical) point\(run.margin == 1 ? "" : "s")"
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim),
            paper: run.accuracies.map { "\($0.canonical) %" }.joined(separator: ", "),
            criterion:
                "after every epoch the 90 % interval of one further network of ours, mean ± t·sd·√(1 + 1/n), lies within \(margin) of the "
                + "number printed; refuted: it is further than \(margin) from our mean, p < 0.05 by a one-sided t test of a single number, "
                + "corrected by Holm over the epochs")
        var found: [(sample: Sample, placed: PlacedTest)] = []
        for (index, printed) in run.accuracies.enumerated() {
            var there = claim
            there.epochs = index + 1
            do throws(NotMeasured) {
                let sample = try evidence(for: there).get()
                let moments = sample.moments
                let test = MeanDifference(
                    of: printed / 100, from: (moments.mean, moments.sd ?? 0, moments.count))
                found.append(
                    (
                        sample, PlacedTest(place: afterEpochs(index + 1), test: test, networks: moments.count)
                    ))
            } catch { return draft.notTested(error, seen: seen(there, densities: [there.density])) }
        }
        let allowed = run.margin / 100
        let apart = Findings(found.map(\.placed)).surelyBeyond(allowed)
        let open = found.map(\.placed).filter { !$0.test.isWithin(-allowed, allowed) }
        let shown = apart.isEmpty ? open : apart
        let outcome: Outcome = !apart.isEmpty ? .refuted : open.isEmpty ? .confirmed : .undecided
        let reasons = shown.map { "\($0.place): difference \(differenceText($0.test, .accuracy, 0.9))" }
        return draft.verdict(
            outcome, ours: found.map(\.sample.text).joined(separator: ", "),
            reason: outcome == .confirmed
                ? "all \(found.count.counting("number")) are within \(margin) of our means"
                : reasons.joined(separator: "; ")
                    + (outcome == .undecided ? "; a single network scatters too much to say more" : ""))
    }
}
