import Results
import Analysis
import Specification
import Model

extension Judge {
    /// Sparse networks reach the higher maximum, within the stated epochs, and end below dense ones.
    package func overfit(_ claim: Claim, _ rule: Overfit) -> Verdict {
        let density = rule.density.brief
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "",
            criterion:
                "of each network's highest and last accuracy, the mean of the highest is above that of density 1 and the mean of "
                + "the last below that of density 1, p < 0.05 by Welch's t test; networks of density \(density) are at their highest "
                + "between epochs \(rule.peak.lowerBound) and \(rule.peak.upperBound), by the 90 % interval of the mean; refuted: p < 0.05 "
                + "for the contrary of one, corrected by Holm; at least \(rule.leastEpochs.counting("epoch")) of training"
        )
        let seen = seen(claim, densities: [rule.density, 1], timeFirst: true)
        let courses = [rule.density, 1].map { course(claim, $0, rule) }
        let (sparse, dense): (Course, Course)
        do throws(NotMeasured) { (sparse, dense) = (try courses[0].get(), try courses[1].get()) } catch {
            return draft.notTested(error, seen: seen)
        }
        guard sparse.last.condition.epoch == dense.last.condition.epoch else {
            return draft.notTested(
                NotMeasured(reason: "the two densities were not trained equally long"), seen: seen)
        }
        return judge(sparse, dense, draft, rule)
    }

    private func judge(
        _ sparse: Course, _ dense: Course, _ draft: VerdictDraft, _ rule: Overfit
    ) -> Verdict {
        let higher = PlacedTest(place: "highest", sparse.peak, dense.peak)
        let lower = PlacedTest(place: "last", dense.last, sparse.last)
        let epochs = Moments(sparse.peakEpochs)
        let peak = MeanDifference(epochs)
        let bounds = (lower: Double(rule.peak.lowerBound), upper: Double(rule.peak.upperBound))
        // How far the mean epoch lies within the range, from its nearer end.
        let inside = min(epochs.mean - bounds.lower, bounds.upper - epochs.mean)
        let within = PlacedTest(
            place: "epochs", test: peak.less(epochs.mean - inside), networks: epochs.count)
        let isRefuted = !Findings([higher, lower, within]).surelyBelow.isEmpty
        let isMet =
            higher.test.isAbove && lower.test.isAbove
            && peak.isWithin(bounds.lower.nextDown, bounds.upper.nextUp)
        let open = [higher, lower, within].filter { !$0.test.isAbove }
        let seeds = open.map { $0.test.networksToFind(now: $0.networks) }
        let next = seedsText(mostOf(seeds))
        return draft.verdict(
            isRefuted ? .refuted : isMet ? .confirmed : .undecided,
            ours: "highest \(sparse.peak.text) against \(dense.peak.text); "
                + "last \(sparse.last.text) against \(dense.last.text)",
            reason: "difference of the highest \(differenceText(higher.test)), of those after epoch "
                + "\(sparse.last.condition.epoch) \(differenceText(lower.test.negated)); highest after "
                + "\(epochs.mean.fixed(1)) ± \((epochs.sd ?? 0).fixed(1)) epochs\(isRefuted || isMet ? "" : "; \(next)")"
        )
    }

    /// The best and the last epoch of each network of one density.
    private struct Course {
        /// Each network's own highest accuracy.
        let peak: Sample
        /// The epoch of it, of each network.
        let peakEpochs: [Double]
        let last: Sample
    }

    private func course(_ claim: Claim, _ density: Double, _ rule: Overfit) -> Result<Course, NotMeasured> {
        var claim = claim
        claim.density = density
        return courses(claim, least: rule.leastEpochs).map { courses in
            Course(
                peak: Sample(courses.last, .accuracy, numbers: courses.peaks),
                peakEpochs: courses.peakEpochs, last: courses.last)
        }
    }
}
