import Analysis
import Model
import Results

extension ValueTest {
    /// How many value claims a page decides together, and what that makes of one p.
    struct Correction {
        /// p corrected by Holm.
        let pValue: Double
        /// By what p is multiplied at its place among the others.
        let factor: Int
        /// All value claims that were tested.
        let claims: Int
    }

    /// Confirmed by two one-sided tests, refuted by a corrected p and a difference that matters, or neither.
    func outcome(_ pValue: Double) -> Outcome {
        if test.isWithin(lower, upper) { return .confirmed }
        return isApart(pValue) && isEnough ? .refuted : .undecided
    }

    private func isApart(_ pValue: Double) -> Bool {
        pValue < Findings.significance && abs(difference) > leastDifference
    }

    private var isEnough: Bool { paper.sd == nil || ours.count >= Self.leastToRefute }

    /// The outcome and why.
    func decision(_ correction: Correction) -> (outcome: Outcome, reason: String) {
        let outcome = outcome(correction.pValue)
        let finding =
            switch outcome {
            case .confirmed: "\(allowedText) (\(differenceText(0.9)))"
            case .refuted: "\(apartText) (\(differenceText(0.95)), \(pText(correction)))"
            case _ where isApart(correction.pValue):
                "\(apartText) (\(differenceText(0.95)), \(pText(correction))), but "
                    + "at least \(Self.leastToRefute) networks are needed to refute a mean"
            default:
                "may or may not be \(allowedText) (\(differenceText(0.9)), \(pText(correction)))"
            }
        let next = outcome == .undecided ? "; \(seedsText(correction))" : ""
        return (outcome, "\(oursText) against the paper's \(paperText): \(finding)\(deviationText)\(next)")
    }

    // MARK: - Words

    /// `90.1 ± 0.8 % (6 networks)`.
    private var oursText: String {
        let moments = measure.paperText(ours.mean, sd: ours.sd)
        return "\(moments) (\(ours.count.counting("network")))"
    }

    /// `90.3 ± 2.0 % (10)`.
    private var paperText: String {
        measure.paperText(paper.mean, sd: paper.sd) + (paper.sd == nil ? "" : " (\(paper.count))")
    }

    /// `within 2.0 points`, `within a factor of 1.5`.
    private var allowedText: String {
        guard paper.sd == nil else { return "within \(measure.said(upper))\(measure.differenceUnit)" }
        return "within a factor of \(((1000 * (paper.mean + upper) / paper.mean).rounded() / 1000).canonical)"
    }

    /// `more than 1 point apart`, `not within a factor of 1.5`.
    private var apartText: String {
        if paper.sd == nil { return "not \(allowedText)" }
        return leastDifference > 0 ? "more than \(leastDifference.canonical) point apart" : "apart"
    }

    /// `d = −0.2, 90 % interval −0.9 to 0.5`; of a factor, our mean as a multiple of the paper's.
    private func differenceText(_ confidence: Double) -> String {
        let interval = test.interval(confidence)
        let numbers = [difference, interval.lower, interval.upper]
        let texts =
            paper.sd == nil
            ? numbers.map { (($0 + paper.mean) / paper.mean).fixed(2) }
            : numbers.map { minus(measure.said($0)) }
        let name = paper.sd == nil ? "ratio" : "d ="
        return "\(name) \(texts[0]), \(percentText(confidence)) interval \(texts[1]) to \(texts[2])"
    }

    private func pText(_ correction: Correction) -> String {
        let one = pWords(pValue)
        guard correction.claims > 1, pValue < 1 else { return one }
        return "\(one), \(correction.pValue.pText) corrected for \(correction.claims) claims"
    }

    /// `; our standard deviation is 0.40 times the paper's (F test, p = 0.026)`.
    private var deviationText: String {
        guard let ratio = deviationRatio, let p = deviationPValue else { return "" }
        return
            "; our standard deviation is \(ratio.fixed(2)) times the paper's (F test, \(pWords(p)))"
    }

    private func seedsText(_ correction: Correction) -> String {
        let networks = leastNetworks(above: ours.count) { networks in
            let other = with(networks: networks)
            return other.outcome(Double(correction.factor) * other.pValue) != .undecided
        }
        if networks == nil, let sd = paper.sd, sd > 0 {
            let error = measure.said(sd / Double(paper.count).squareRoot())
            return "more seeds would not decide it, since the paper's own mean has a standard error of "
                + "\(error)\(measure.differenceUnit)"
        }
        return Judging.seedsText(networks)
    }
}

extension [ValueTest] {
    /// The p values of value claims that are decided together.
    func corrections() -> [ValueTest.Correction] {
        let pValues = map(\.pValue)
        return zip(pValues, holm(pValues)).map { own, corrected in
            .init(pValue: corrected, factor: pValues.count { $0 >= own }, claims: count)
        }
    }
}

extension [Verdict] {
    /// The same with all value claims decided together: p corrected by Holm over those that were tested.
    package func decidedTogether() -> [Verdict] {
        var corrections = compactMap(\.value).corrections()[...]
        return map { verdict in
            guard let test = verdict.value, let correction = corrections.popFirst() else { return verdict }
            return verdict.decided(test.decision(correction))
        }
    }
}

/// A number with a minus sign in place of a hyphen.
package func minus(_ text: String) -> String {
    text.hasPrefix("-") ? "−" + text.dropFirst() : text
}

/// `p = 0.012`, `p < 1e-300`.
package func pWords(_ p: Double) -> String {
    let text = p.pText
    return text.hasPrefix("<") ? "p \(text)" : "p = \(text)"
}

/// `90 %`.
func percentText(_ fraction: Double) -> String { "\((100 * fraction).fixed(0)) %" }
