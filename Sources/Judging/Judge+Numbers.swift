import Results
import Analysis
import Foundation
import Specification
import Model

extension Judge {
    /// The mean of the paper is met when ours is as near to it as means of the paper's own networks would be; where the paper
    /// gives no deviation, when ours is within the factor that the claim's criterion states.
    ///
    /// The tolerance takes the paper's standard deviation for both samples, so that noise of our own cannot
    /// confirm anything, and adds half a unit of the last printed digit.
    package func value(_ claim: Claim) -> Verdict {
        switch claim.criterion {
        case .withinFactor(let factor)?: return value(claim, within: factor)
        case .networkDensity(let decimals)?: return networkDensity(claim, decimals)
        default: break
        }
        let measure = claim.measure ?? .accuracy
        let (decimals, unit) = (measure.paperDecimals ?? 0, measure.differenceUnit)
        let halfDigit = measure.paperDecimals.map { 0.5 * pow(10, -Double($0)) } ?? 0
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: paperText(claim),
            criterion: "|our mean - paper's mean| ≤ 2·sd of the paper·√(1/\(claim.seeds) + 1/n)"
                + (halfDigit > 0 ? " + \(fixed(halfDigit, decimals + 1))\(unit)" : ""))
        let evidence = evidence(for: claim)
        let ours: Sample
        do throws(NotMeasured) { ours = try evidence.get() } catch {
            return draft.notTested(error, seen: seen(claim, densities: [claim.density]))
        }
        guard let mean = claim.mean, let sd = claim.sd else {
            return draft.notTested(NotMeasured(reason: "the paper states no standard deviation"))
        }
        let distance = abs(ours.measure.scale * ours.moments.mean - mean)
        let shares = 1 / Double(claim.seeds) + 1 / Double(ours.moments.count)
        let tolerance = Self.standardErrors * sd * shares.squareRoot() + halfDigit
        return draft.verdict(
            distance <= tolerance ? .confirmed : .notConfirmed, ours: ours.text,
            reason: "our mean is \(measure.said(distance))\(unit) from the paper's; "
                + "\(measure.said(tolerance)) are allowed")
    }

    private func value(_ claim: Claim, within factor: Double) -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: paperText(claim),
            criterion:
                "our mean is between the paper's divided by \(canonical(factor)) and the paper's times "
                + "\(canonical(factor)), since the paper gives no deviation")
        let evidence = evidence(for: claim)
        let ours: Sample
        do throws(NotMeasured) { ours = try evidence.get() } catch {
            return draft.notTested(error, seen: seen(claim, densities: [claim.density]))
        }
        guard let mean = claim.mean else {
            return draft.notTested(NotMeasured(reason: "the paper states no mean"))
        }
        let ratio = ours.measure.scale * ours.moments.mean / mean
        return draft.verdict(
            (1 / factor...factor).contains(ratio) ? .confirmed : .notConfirmed, ours: ours.text,
            reason: "our mean is \(fixed(ratio, 2)) times the paper's; "
                + "\(fixed(1 / factor, 2)) to \(fixed(factor, 2)) are allowed")
    }

    /// Left is greater than right when the difference of our means is beyond two standard errors.
    ///
    /// A claim whose criterion is about pairs of nodes must meet that too.
    package func greater(_ claim: Claim, _ all: [Claim]) throws -> Verdict {
        let sides = [claim.left, claim.right].map { side in
            all.first { side == .claim($0.id) }
        }
        let draft = VerdictDraft(
            claim: claim, words: words(ofGreater: sides),
            paper: sides.map { $0.map { paperText($0) } ?? "?" }.joined(separator: " > "),
            criterion: "difference of our means > 2 standard errors, √(sd₁²/n₁ + sd₂²/n₂)")
        guard let left = sides[0], let right = sides[1] else {
            return draft.notTested(NotMeasured(reason: "its two sides are not two claims"))
        }
        let seen = seen(left, densities: [left.density, right.density])
        let evidence = (evidence(for: left), evidence(for: right))
        let (one, other): (Sample, Sample)
        do throws(NotMeasured) { (one, other) = (try evidence.0.get(), try evidence.1.get()) } catch {
            return draft.notTested(error, seen: seen)
        }
        let test = MeanDifference(one.moments, other.moments)
        let means = draft.verdict(
            test.isBeyond(Self.standardErrors) ? .confirmed : .notConfirmed,
            ours: "\(one.text) against \(other.text)",
            reason: "difference \(differenceText(test, one.measure))")
        guard case .pairsDiffer(let significance)? = claim.criterion else { return means }
        let pairs = try pairsDiffer(claim, one.condition, other.condition, below: significance)
        return Verdict(claim, all: [means, pairs])
    }

    /// Two samples are not different when the Kolmogorov-Smirnov test says p > 0.05 and could have said less.
    package func equal(_ claim: Claim) throws -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "p > 0.05",
            criterion:
                "two-sample Kolmogorov-Smirnov test, p > 0.05, with enough networks for p ≤ 0.05 to be possible"
        )
        guard case .density(let low)? = claim.left, case .density(let high)? = claim.right else {
            return draft.notTested(NotMeasured(reason: "its two sides are not two densities"))
        }
        let seen = seen(claim, densities: [low, high], timeFirst: true)
        let evidence = (evidence(for: claim, density: low), evidence(for: claim, density: high))
        let (one, other): (Sample, Sample)
        do throws(NotMeasured) { (one, other) = (try evidence.0.get(), try evidence.1.get()) } catch {
            return draft.notTested(error, seen: seen)
        }
        let counts = (one.numbers.count, other.numbers.count)
        let smallest = try KolmogorovSmirnov(
            Array(repeating: 0, count: counts.0), Array(repeating: 1, count: counts.1)
        ).pValue
        if smallest > Self.significance {
            return draft.notTested(
                NotMeasured(
                    reason:
                        "with \(counts.0) and \(counts.1) networks the test cannot find a difference "
                        + "(its smallest p is \(pText(smallest)))"), seen: seen)
        }
        let test = try KolmogorovSmirnov(one.numbers, other.numbers)
        return draft.verdict(
            test.pValue > Self.significance ? .confirmed : .notConfirmed,
            ours: "\(one.text) against \(other.text)",
            reason: "Kolmogorov-Smirnov distance \(fixed(test.statistic, 2)), p = \(pText(test.pValue))")
    }
}

extension MeanDifference {
    /// From what two samples show.
    package init(_ first: Moments, _ second: Moments) {
        self.init((first.mean, first.sd ?? 0, first.count), (second.mean, second.sd ?? 0, second.count))
    }

    /// True when the first mean is greater by more than `errors` standard errors.
    package func isBeyond(_ errors: Double) -> Bool { difference > errors * standardError }

    /// True when the first mean is less by more than `errors` standard errors.
    package func isBelow(_ errors: Double) -> Bool { difference < -errors * standardError }
}
