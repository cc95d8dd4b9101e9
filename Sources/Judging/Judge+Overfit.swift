import Results
import Analysis
import Specification
import Model

extension Judge {
    /// Sparse networks reach the higher maximum, within the stated epochs, and end below dense ones.
    package func overfit(_ claim: Claim, _ rule: Overfit) -> Verdict {
        let errors = canonical(rule.standardErrors)
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "",
            criterion: "of the mean accuracies after each epoch, the highest of density "
                + "\(canonical(rule.density)) is above the highest of density 1 and its last below the last of "
                + "density 1, each by more than \(errors) standard errors; the highest of density "
                + "\(canonical(rule.density)) is between epochs \(rule.peak.lowerBound) and "
                + "\(rule.peak.upperBound); at least \(count(rule.leastEpochs, "epoch")) of training")
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
        let peak = MeanDifference(sparse.peak.moments, dense.peak.moments)
        let last = MeanDifference(sparse.last.moments, dense.last.moments)
        let isMet =
            peak.isBeyond(rule.standardErrors) && last.isBelow(rule.standardErrors)
            && rule.peak.contains(sparse.peak.condition.epoch)
        return draft.verdict(
            isMet ? .confirmed : .notConfirmed,
            ours: "highest \(sparse.peak.text) against \(dense.peak.text); "
                + "last \(sparse.last.text) against \(dense.last.text)",
            reason: "difference of the highest \(differenceText(peak)), of those after epoch "
                + "\(sparse.last.condition.epoch) \(differenceText(last)); highest after epochs "
                + "\(sparse.peak.condition.epoch) and \(dense.peak.condition.epoch)")
    }

    /// The best and the last epoch of the networks of one density.
    private struct Course {
        let peak: Sample
        let last: Sample
    }

    private func course(_ claim: Claim, _ density: Double, _ rule: Overfit) -> Result<Course, NotMeasured> {
        var wanted = claim
        let own = results.samples(of: .accuracy).filter {
            claim.selection.agrees($0, in: [.dataset, .network, .nonlinearity, .hiddenNodes, .perClass])
                && $0.condition.density == density
        }
        // Asks for the last epoch that there is, or for as many as are needed.
        let last = max(rule.leastEpochs, own.map(\.condition.epoch).max() ?? 0)
        var peak: Sample?
        for epoch in 1...last {
            wanted.epochs = epoch
            switch evidence(for: wanted, density: density) {
            case .success(let sample):
                if sample.moments.mean > peak?.moments.mean ?? -1 { peak = sample }
                if epoch == last, let peak { return .success(Course(peak: peak, last: sample)) }
            case .failure(let missing):
                let few = "needs \(count(rule.leastEpochs, "epoch")); longest run \(epoch - 1)"
                return .failure(epoch == 1 ? missing : NotMeasured(reason: few))
            }
        }
        return .failure(NotMeasured(reason: "no epoch was measured"))
    }
}
