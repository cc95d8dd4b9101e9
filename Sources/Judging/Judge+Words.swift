import Results
import Analysis
import Model
import Specification

extension Judge {
    /// The claim as a sentence; claims of kind value say their conditions.
    package func words(of claim: Claim) -> String {
        if claim.kind == .value {
            return "\(claim.metric ?? "value") \(paperText(claim)): \(claim.conditions(withDensity: true))"
        }
        if case .density(let low)? = claim.left, case .density(let high)? = claim.right {
            return
                "no significant difference between density \(canonical(low)) and \(canonical(high)): "
                + claim.conditions(withDensity: true)
        }
        return claim.claim ?? claim.id
    }

    /// A comparison as a sentence.
    package func words(ofGreater sides: [Claim?]) -> String {
        let densities = sides.map { $0?.density.map { "density \(canonical($0))" } ?? "?" }
        let conditions = sides.first??.conditions(withDensity: false) ?? ""
        let measure = sides.first??.measure
        // Of other measures than accuracy it is not said whether more is better.
        let isBetter = [.accuracy, .bestAccuracy, .dropoutAccuracy].contains(measure ?? .accuracy)
        let metric = isBetter ? "" : "\(measure?.rawValue ?? ""): "
        let relation = isBetter ? "is better than" : "is above"
        return "\(metric)\(densities.first ?? "?") \(relation) \(densities.last ?? "?"): \(conditions)"
    }

    /// The paper's number: `90.3 ± 2.0 %`, `2.0×10⁻⁵`.
    package func paperText(_ claim: Claim) -> String {
        guard let mean = claim.mean else { return "" }
        if case .networkDensity(let decimals)? = claim.criterion { return fixed(mean, decimals) }
        return (claim.measure ?? .accuracy).paperText(mean, sd: claim.sd)
    }

    /// Difference in points with its standard error: `+12.8 points, 5.3 standard errors of 2.4`.
    package func differenceText(_ test: MeanDifference, _ measure: Measure = .accuracy) -> String {
        let (points, error) = (measure.scale * test.difference, measure.scale * test.standardError)
        let sign = points > 0 ? "+" : ""
        guard measure.scale == 100 else {
            let ratio = error > 0 ? ", \(fixed(abs(points) / error, 1)) standard errors" : ""
            return "\(sign)\(measure.number(points))\(measure.differenceUnit)\(ratio)"
        }
        let ratio =
            error > 0 ? ", \(fixed(abs(points) / error, 1)) standard errors of \(fixed(error, 2))" : ""
        return "\(sign)\(fixed(points, 1)) points\(ratio)"
    }
}

extension Claim {
    /// What the claim is about, in words.
    fileprivate func conditions(withDensity: Bool) -> String {
        let time = self.epochs.map {
            measure == .bestAccuracy ? "best of \(count($0, "epoch"))" : afterEpochs($0)
        }
        let first: [ConditionField] = [.dataset, .hiddenNodes, .density]
        let others = Selection.fields.filter { !first.contains($0) }.words(selection.conditions)
        let parts =
            [
                self.dataset.map(datasetTitle), self.hidden.map { "\(grouped($0)) hidden nodes" },
                withDensity ? self.density.map { "density \(canonical($0))" } : nil,
            ] + others + [self.dropped.map { "\(percent($0)) % of nodes dropped" }, time]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
