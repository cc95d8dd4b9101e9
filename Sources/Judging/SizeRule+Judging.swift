import Analysis
import Model
import Results
import Specification

extension SizeRange {
    /// `100 to 1,000`, or `10,000`.
    package var text: String {
        let (smallest, largest) = (sizes.lowerBound.grouped, sizes.upperBound.grouped)
        return smallest == largest ? smallest : "\(smallest) to \(largest)"
    }

    /// `1 point`, `0.5 points`.
    package var marginText: String { "\(margin.canonical) point\(margin == 1 ? "" : "s")" }
}

extension SizeRule {
    /// The rule as a sentence with its numbers.
    package func words(_ range: SizeRange) -> String {
        let margin = range.marginText
        let density = range.density.brief
        let difference =
            "d = mean(density \(density)\(range.sparser ? " or less" : "")) - mean(density 1)"
        let benefit = "d above \(margin) by a one-sided p < 0.05 at a size"
        let rule =
            switch self {
            case .noBenefit:
                "the 90 % interval of d below \(margin) at every size, and d below 0 by p < 0.05 at one at least; refuted: \(benefit)"
            case .mostlyWorse:
                "d below 0 by p < 0.05 at more than half of the sizes; refuted: above 0 by p < 0.05 at half of them at least"
            case .noImprovement: "the 90 % interval of d below \(margin) at every size; refuted: \(benefit)"
            case .equivalent:
                "the 90 % interval of d within ±\(margin) at every size; refuted: |d| above \(margin) by a one-sided p < 0.05 at a size"
            case .better: "d above 0 by p < 0.05 at every size; refuted: below 0 by p < 0.05 at a size"
            }
        return
            "of \(range.text) hidden nodes, \(difference), p by Welch's t test: \(rule) (what one size decides has p corrected by "
            + "Holm over the sizes); at least \(range.leastSizes.counting("size")) run"
            + (range.datasets.isEmpty
                ? "" : ", on \(range.datasets.map(datasetTitle).joined(separator: " and "))")
    }

    /// The judgement of differences at several sizes, and why.
    package func judge(_ tests: [PlacedTest], _ range: SizeRange) -> (outcome: Outcome, reason: String) {
        let (outcome, reason) = finding(tests, range)
        guard outcome == .undecided else { return (outcome, reason) }
        let seeds = networksToDecide(tests) { finding($0, range).outcome != .undecided }
        return (outcome, "\(reason); \(seedsText(seeds))")
    }

    private func finding(_ tests: [PlacedTest], _ range: SizeRange) -> (outcome: Outcome, reason: String) {
        let findings = Findings(tests)
        let margin = range.margin / 100
        let counts = counts(findings, tests)
        switch self {
        case .noBenefit, .noImprovement:
            if !findings.surelyAbove(margin).isEmpty { return (.refuted, counts) }
            let open = tests.filter { !$0.test.excludes(margin) }
            if !open.isEmpty { return (.undecided, "\(counts); \(scatter(open, range))") }
            let isShown = self == .noImprovement || !findings.surelyBelow.isEmpty
            return (isShown ? .confirmed : .undecided, counts)
        case .mostlyWorse:
            if 2 * findings.below.count > tests.count { return (.confirmed, counts) }
            return (2 * findings.above.count >= tests.count ? .refuted : .undecided, counts)
        case .equivalent:
            let apart = findings.surelyBeyond(margin)
            let open = tests.filter { !$0.test.isWithin(-margin, margin) }
            if !apart.isEmpty { return (.refuted, "not within \(range.marginText) at \(list(apart))") }
            if open.isEmpty { return (.confirmed, "every difference is within \(range.marginText)") }
            return (.undecided, scatter(open, range))
        case .better:
            let open = tests.filter { !$0.test.isAbove }
            if !findings.surelyBelow.isEmpty { return (.refuted, counts) }
            return open.isEmpty
                ? (.confirmed, counts) : (.undecided, "\(counts); not shown at \(list(open))")
        }
    }

    /// Where there is a benefit and where a loss.
    private func counts(_ findings: Findings, _ tests: [PlacedTest]) -> String {
        "benefit: \(list(findings.above)); loss: \(list(findings.below)); run: \(list(tests))"
    }

    private func scatter(_ tests: [PlacedTest], _ range: SizeRange) -> String {
        "the networks scatter too much at \(list(tests)) to exclude a difference of \(range.marginText)"
    }

    /// More places than these are counted, not named.
    private static let mostNames = 6

    private func list(_ tests: [PlacedTest]) -> String {
        if tests.isEmpty { return "none" }
        let names = tests.prefix(Self.mostNames).map(\.place).joined(separator: ", ")
        return tests.count > Self.mostNames ? "\(names) and \(tests.count - Self.mostNames) more" : names
    }
}
