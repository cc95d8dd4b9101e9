import Results
import Specification
import Model

extension SizeRange {
    /// `100 to 1,000`, or `10,000`.
    package var text: String {
        let (smallest, largest) = (grouped(sizes.lowerBound), grouped(sizes.upperBound))
        return smallest == largest ? smallest : "\(smallest) to \(largest)"
    }

    /// `1 point`, `0.5 points`.
    package var marginText: String { "\(canonical(margin)) point\(margin == 1 ? "" : "s")" }
}

extension SizeRule {
    /// The rule as a sentence with its numbers.
    package func words(_ range: SizeRange) -> String {
        let errors = canonical(range.standardErrors)
        let margin = range.marginText
        let difference = "mean(density \(canonical(range.density))) - mean(density 1)"
        let rule =
            switch self {
            case .noBenefit:
                "\(difference) ≤ \(errors) standard errors at every size, and < -\(errors) at one at least"
            case .mostlyWorse: "\(difference) < -\(errors) standard errors at more than half of the sizes"
            case .noImprovement:
                "\(difference) ≤ \(errors) standard errors at every size, and even with \(errors) standard errors "
                    + "added less than \(margin); not tested where networks scatter too much to say so"
            case .equivalent:
                "|\(difference)| and \(errors) standard errors together less than \(margin) at every size; "
                    + "not tested where networks scatter too much to say so"
            }
        return "of \(range.text) hidden nodes, \(rule); at least "
            + "\(count(range.leastSizes, "size")) run"
    }

    /// The judgement of differences at several sizes, and why.
    package func judge(_ tests: [PairTest], _ range: SizeRange) -> (outcome: Outcome, reason: String) {
        let errors = range.standardErrors
        let benefits = tests.filter { $0.test.isBeyond(errors) }
        let losses = tests.filter { $0.test.isBelow(errors) }
        let counts =
            "sizes with a benefit: \(list(benefits)); with a loss: \(list(losses)); of \(list(tests))"
        switch self {
        case .noBenefit:
            return (benefits.isEmpty && !losses.isEmpty ? .confirmed : .notConfirmed, counts)
        case .mostlyWorse:
            return (2 * losses.count > tests.count ? .confirmed : .notConfirmed, counts)
        case .noImprovement:
            let unsure = tests.filter {
                100 * ($0.test.difference + errors * $0.test.standardError) >= range.margin
            }
            if !benefits.isEmpty { return (.notConfirmed, counts) }
            return unsure.isEmpty ? (.confirmed, counts) : (.notTested, scatter(unsure, range))
        case .equivalent:
            let apart = tests.filter {
                100 * (abs($0.test.difference) + errors * $0.test.standardError) >= range.margin
            }
            // With less scatter these could still have been equivalent.
            let noisy = apart.filter {
                100 * (abs($0.test.difference) - errors * $0.test.standardError) < range.margin
                    && 100 * errors * $0.test.standardError >= range.margin
            }
            if apart.isEmpty { return (.confirmed, "every difference is within the margin") }
            if noisy.count == apart.count { return (.notTested, scatter(noisy, range)) }
            let names = list(apart.filter { test in !noisy.contains { $0.place == test.place } })
            return (.notConfirmed, "not within \(range.marginText) at \(names)")
        }
    }

    private func scatter(_ tests: [PairTest], _ range: SizeRange) -> String {
        "the networks scatter too much at \(list(tests)) to exclude a difference of "
            + "\(range.marginText)"
    }

    private func list(_ tests: [PairTest]) -> String {
        tests.isEmpty ? "none" : tests.map(\.place).joined(separator: ", ")
    }
}
