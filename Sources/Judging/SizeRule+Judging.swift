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
        let benefit = "d above 0 by p < 0.05 and by more than \(margin) at a size"
        let rule =
            switch self {
            case .noBenefit:
                "the 90 % interval of d below \(margin) at every size, and d below 0 by p < 0.05 at one at least; refuted: \(benefit)"
            case .mostlyWorse:
                "d below 0 by p < 0.05 at more than half of the sizes; refuted: above 0 by p < 0.05 at half of them at least"
            case .noImprovement: "the 90 % interval of d below \(margin) at every size; refuted: \(benefit)"
            case .equivalent:
                "the 90 % interval of d within ±\(margin) at every size; refuted: p < 0.05 and |d| more than \(margin) at a size"
            case .better: "d above 0 by p < 0.05 at every size; refuted: below 0 by p < 0.05 at a size"
            }
        return
            "of \(range.text) hidden nodes, \(difference), p by Welch's t test: \(rule) (what one size decides has p corrected by "
            + "Holm over the sizes); at least \(range.leastSizes.counting("size")) run"
    }

    /// The judgement of differences at several sizes, and why.
    package func judge(_ tests: [PlacedTest], _ range: SizeRange) -> (outcome: Outcome, reason: String) {
        let findings = Findings(tests)
        let margin = range.margin / 100
        let benefits = findings.surelyAbove.filter { $0.test.difference > margin }
        switch self {
        case .noBenefit:
            let open = tests.filter { !$0.test.excludes(margin) }
            let losses = findings.surelyBelow
            let reason = counts(findings, tests)
            if !benefits.isEmpty { return (.refuted, reason) }
            if open.isEmpty && !losses.isEmpty { return (.confirmed, reason) }
            if !open.isEmpty { return unsure(reason, open, range) }
            return undecided(reason, tests, needed: 1)
        case .mostlyWorse:
            let reason = counts(findings, tests)
            if 2 * findings.below.count > tests.count { return (.confirmed, reason) }
            if 2 * findings.above.count >= tests.count { return (.refuted, reason) }
            return undecided(reason, tests, needed: tests.count / 2 + 1)
        case .noImprovement:
            let open = tests.filter { !$0.test.excludes(margin) }
            let reason = counts(findings, tests)
            if !benefits.isEmpty { return (.refuted, reason) }
            return open.isEmpty ? (.confirmed, reason) : unsure(reason, open, range)
        case .equivalent:
            let apart = (findings.surelyAbove + findings.surelyBelow).filter {
                abs($0.test.difference) > margin
            }
            let open = tests.filter { !$0.test.isWithin(-margin, margin) }
            if !apart.isEmpty { return (.refuted, "not within \(range.marginText) at \(list(apart))") }
            if open.isEmpty { return (.confirmed, "every difference is within \(range.marginText)") }
            let seeds = mostOf(open.map { $0.test.networksToPlace(within: margin, now: $0.networks) })
            return (.undecided, "\(scatter(open, range)); \(seedsText(seeds))")
        case .better:
            let open = tests.filter { !$0.test.isAbove }
            let reason = counts(findings, tests)
            if !findings.surelyBelow.isEmpty { return (.refuted, reason) }
            if open.isEmpty { return (.confirmed, reason) }
            return undecided("\(reason); not shown at \(list(open))", open, needed: open.count)
        }
    }

    /// Where there is a benefit and where a loss.
    private func counts(_ findings: Findings, _ tests: [PlacedTest]) -> String {
        "sizes with a benefit: \(list(findings.above)); with a loss: \(list(findings.below)); of \(list(tests))"
    }

    /// With the seeds that would show a difference at as many places as are needed.
    private func undecided(_ reason: String, _ tests: [PlacedTest], needed: Int) -> (Outcome, String) {
        let seeds = tests.map { test in
            test.test.isAbove || test.test.isBelow
                ? test.networks : test.test.networksToFind(now: test.networks) ?? .max
        }.sorted()
        let most = needed <= seeds.count ? seeds[needed - 1] : .max
        return (.undecided, "\(reason); \(seedsText(most == .max ? nil : most))")
    }

    /// With the seeds that would exclude a benefit, or find one.
    private func unsure(_ reason: String, _ open: [PlacedTest], _ range: SizeRange) -> (Outcome, String) {
        let seeds = mostOf(open.map { $0.test.networksToExclude(range.margin / 100, now: $0.networks) })
        return (.undecided, "\(reason); \(scatter(open, range)); \(seedsText(seeds))")
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
