import Analysis
import Model
import Results
import Specification

/// Networks that come close to their own highest accuracy later than others.
package struct Reaching: Equatable, Sendable {
    /// The later ones: in what they differ from the claim's networks.
    package var left: Selection
    /// The others.
    package var right: Selection
    /// Share of a network's highest accuracy that counts as close.
    package var share: Double
    /// Fewest epochs of training, so that the highest accuracy of training is nearly that of ever.
    package var leastEpochs: Int
}

/// Accuracies of the same networks after every epoch from the first.
struct Courses {
    /// By epoch, from 1.
    let samples: [Sample]
    let last: Sample

    /// Accuracies of each network, by epoch.
    private var networks: [[Double]] {
        last.seeds.indices.map { network in samples.map { $0.numbers[network] } }
    }

    /// Each network's own highest accuracy.
    var peaks: [Double] { networks.map { $0.max() ?? 0 } }

    /// The first epoch of it, of each network.
    var peakEpochs: [Double] { epochs(reaching: 1) }

    /// The first epoch, of each network, after which it has this share of its own highest accuracy.
    func epochs(reaching share: Double) -> [Double] {
        zip(networks, peaks).map { accuracies, peak in
            Double((accuracies.firstIndex { $0 >= share * peak } ?? 0) + 1)
        }
    }
}

extension Judge {
    /// The claim's networks after every epoch that was measured, which must be at least `least` epochs.
    func courses(_ claim: Claim, least: Int) -> Result<Courses, NotMeasured> {
        var wanted = claim
        let own = results.alike(claim.selection, .accuracy).filter {
            $0.condition.hiddenNodes == claim.hidden && $0.condition.density == claim.density
        }
        var samples: [Sample] = []
        for epoch in 1...max(least, own.map(\.condition.epoch).max() ?? 0) {
            wanted.epochs = epoch
            switch evidence(for: wanted) {
            case .success(let sample): samples.append(sample)
            case .failure(let missing):
                let few = "needs \(least.counting("epoch")); longest run \(epoch - 1)"
                return .failure(epoch == 1 ? missing : NotMeasured(reason: few))
            }
        }
        guard let last = samples.last else { return .failure(NotMeasured(reason: "no epoch was measured")) }
        guard samples.allSatisfy({ $0.seeds == last.seeds }) else {
            return .failure(NotMeasured(reason: "not every network was measured after every epoch"))
        }
        return .success(Courses(samples: samples, last: last))
    }

    /// The mean epoch in which networks first come close to their own highest accuracy is higher on the left.
    package func reachesLater(_ claim: Claim, _ rule: Reaching) -> Verdict {
        let percent = "\((100 * rule.share).canonical) %"
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "",
            criterion:
                "the mean of the epochs in which networks first have \(percent) of their own highest accuracy is higher for "
                + "\(rule.left.words) than for \(rule.right.words), \(Comparison.testWords); at least "
                + "\(rule.leastEpochs.counting("epoch")) of training")
        var sides: [Courses] = []
        for side in [rule.left, rule.right] {
            do throws(NotMeasured) {
                sides.append(try courses(claim.with(side), least: rule.leastEpochs).get())
            } catch {
                let there = claim.with(rule.right)
                return draft.notTested(error, seen: seen(there, densities: [there.density]))
            }
        }
        guard sides[0].samples.count == sides[1].samples.count else {
            return draft.notTested(NotMeasured(reason: "the two kinds were not trained equally long"))
        }
        let epochs = sides.map { Moments($0.epochs(reaching: rule.share)) }
        let test = MeanDifference(epochs[0], epochs[1])
        let outcome: Outcome = test.isAbove ? .confirmed : test.isBelow ? .refuted : .undecided
        let texts = epochs.map { "\($0.mean.fixed(1)) ± \(($0.sd ?? 0).fixed(1)) epochs (n = \($0.count))" }
        let fewest = epochs.map(\.count).min() ?? 0
        let next = outcome == .undecided ? "; \(seedsText(test.networksToFind(now: fewest)))" : ""
        return draft.verdict(
            outcome, ours: "\(texts[0]) against \(texts[1])",
            reason: "difference \(differenceText(test, .delay))\(next)")
    }
}
