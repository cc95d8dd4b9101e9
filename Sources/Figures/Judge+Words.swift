import Analysis
import Specification

extension Judge {
    /// The claim as a sentence; claims of kind value say their conditions.
    func words(of claim: Claim) -> String {
        let conditions = [
            claim.dataset, claim.hidden.map { "\(grouped($0)) hidden nodes" },
            claim.density.map { "density \(canonical($0))" }, claim.epochs.map(afterEpochs),
        ].compactMap { $0 }.joined(separator: ", ")
        if claim.kind == .value {
            return
                "\(claim.metric ?? "value") \(fixed(claim.mean ?? .nan, 1))\(claim.sd.map { " ± \(fixed($0, 1))" } ?? "") %: "
                + conditions
        }
        if case .density(let low)? = claim.left, case .density(let high)? = claim.right {
            return
                "no significant difference between density \(canonical(low)) and \(canonical(high)): \(conditions)"
        }
        return claim.claim ?? claim.id
    }

    /// A comparison as a sentence.
    func words(ofGreater sides: [Claim?]) -> String {
        let densities = sides.map { $0?.density.map { "density \(canonical($0))" } ?? "?" }
        let conditions = sides.first??.withoutDensity ?? ""
        return "\(densities.first ?? "?") is better than \(densities.last ?? "?"): \(conditions)"
    }

    /// Difference in points with its standard error: `+12.8 points, 5.3 standard errors of 2.4`.
    func differenceText(_ test: MeanDifference) -> String {
        let points = 100 * test.difference
        let sign = points > 0 ? "+" : ""
        let error = 100 * test.standardError
        let ratio =
            error > 0 ? ", \(fixed(abs(points) / error, 1)) standard errors of \(fixed(error, 2))" : ""
        return "\(sign)\(fixed(points, 1)) points\(ratio)"
    }

    /// What the largest run networks show of a comparison of two claims.
    func whatWasSeen(_ left: Claim, _ right: Claim) -> String {
        guard let dataset = left.dataset, let low = left.density, let high = right.density,
            let epochs = left.epochs
        else { return "" }
        return seen(results.largestPair(dataset: dataset, densities: (low, high), epochs: epochs))
    }

    /// What the longest-trained networks show of a comparison of two densities.
    func seenAtLatest(_ claim: Claim, _ low: Double, _ high: Double) -> String {
        guard let dataset = claim.dataset, let epochs = claim.epochs else { return "" }
        return seen(
            results.largestPair(dataset: dataset, densities: (low, high), epochs: epochs, latest: true))
    }

    private func seen(_ pair: (AccuracySummary, AccuracySummary)?) -> String {
        guard let (one, other) = pair else { return "" }
        let condition = one.condition
        return "\(grouped(condition.hiddenNodes)) hidden nodes, \(afterEpochs(condition.epoch)), "
            + "\(grouped(condition.trainingImages)) training images: density \(canonical(condition.density)) "
            + "\(one.text), density \(canonical(other.condition.density)) \(other.text)"
    }
}

extension Claim {
    /// Conditions but for the density, in words.
    fileprivate var withoutDensity: String {
        [dataset, hidden.map { "\(grouped($0)) hidden nodes" }, epochs.map(afterEpochs)]
            .compactMap { $0 }.joined(separator: ", ")
    }
}
