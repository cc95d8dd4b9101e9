import Analysis
import Specification

extension Judge {
    /// Sparse networks reach the higher maximum, within the stated epochs, and end below dense ones.
    func overfit(_ claim: Claim, _ rule: Overfit) -> Verdict {
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
        guard case .success(let sparse) = courses[0] else {
            return draft.notTested(courses[0].asEvidence, seen: seen)
        }
        guard case .success(let dense) = courses[1] else {
            return draft.notTested(courses[1].asEvidence, seen: seen)
        }
        guard sparse.last.condition.epoch == dense.last.condition.epoch else {
            return draft.notTested(.lacking("the two densities were not trained equally long"), seen: seen)
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

    private func course(_ claim: Claim, _ density: Double, _ rule: Overfit) -> Result<Course, MissingEvidence>
    {
        var wanted = claim
        let own = results.samples(of: .accuracy).filter {
            let condition = $0.condition
            return condition.dataset == claim.dataset && condition.network == claim.network
                && condition.nonlinearity == claim.nonlinearity && condition.hiddenNodes == claim.hidden
                && condition.density == density && condition.perClass == nil
        }
        // Asks for the last epoch that there is, or for as many as are needed.
        let last = max(rule.leastEpochs, own.map(\.condition.epoch).max() ?? 0)
        var peak: Sample?
        for epoch in 1...last {
            wanted.epochs = epoch
            switch evidence(for: wanted, density: density) {
            case .measured(let sample):
                if sample.moments.mean > peak?.moments.mean ?? -1 { peak = sample }
                if epoch == last, let peak { return .success(Course(peak: peak, last: sample)) }
            case .lacking(let reason):
                let few = "needs \(count(rule.leastEpochs, "epoch")); longest run \(epoch - 1)"
                return .failure(MissingEvidence(reason: epoch == 1 ? reason : few))
            }
        }
        return .failure(MissingEvidence(reason: "no epoch was measured"))
    }
}

extension Result where Failure == MissingEvidence {
    /// What a failed search says, as evidence.
    fileprivate var asEvidence: Evidence {
        guard case .failure(let missing) = self else { return .lacking("") }
        return .lacking(missing.reason)
    }
}
