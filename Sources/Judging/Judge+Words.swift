import Results
import Analysis
import Model
import Specification

extension Judge {
    /// The claim as a sentence; claims of kind value say their conditions.
    package func words(of claim: Claim) -> String {
        if claim.kind == .value {
            return "\(claim.metric ?? "value") \(paperText(claim)): \(claim.conditions())"
        }
        if case .density(let low)? = claim.left, case .density(let high)? = claim.right {
            return
                "no significant difference between density \(low.brief) and \(high.brief): "
                + claim.conditions()
        }
        return claim.claim ?? claim.id
    }

    /// A comparison as a sentence.
    package func words(ofGreater sides: [Claim?]) -> String {
        guard let left = sides.first ?? nil, let right = sides.last ?? nil else { return "?" }
        // What the sides differ in is said of each, the rest once.
        let apart = Selection.fields.filter {
            !$0.agrees(left.selection.conditions, right.selection.conditions)
        }
        let names = [left, right].map { side in
            apart.map { $0.words(side.selection.conditions) }.joined(separator: ", ")
        }
        let conditions = left.conditions(without: apart)
        // Of other measures than accuracy it is not said whether more is better.
        let isBetter = [.accuracy, .bestAccuracy, .dropoutAccuracy].contains(left.measure ?? .accuracy)
        let metric = isBetter ? "" : "\(left.measure?.rawValue ?? ""): "
        let relation = isBetter ? "is better than" : "is above"
        return "\(metric)\(names[0]) \(relation) \(names[1]): \(conditions)"
    }

    /// The paper's number: `90.3 ± 2.0 %`, `2.0×10⁻⁵`.
    package func paperText(_ claim: Claim) -> String {
        guard let mean = claim.mean else { return "" }
        return (claim.measure ?? .accuracy).paperText(mean, sd: claim.sd)
    }

    /// A difference with its interval and p: `+12.8 points (95 % interval 8.0 to 17.6, p = 0.001)`.
    package func differenceText(
        _ test: MeanDifference, _ measure: Measure = .accuracy, _ confidence: Double = 0.95
    ) -> String {
        let interval = test.interval(confidence)
        let texts = [test.difference, interval.lower, interval.upper].map {
            minus(measure.said(measure.scale * $0))
        }
        return
            "\(test.difference > 0 ? "+" : "")\(texts[0])\(measure.differenceUnit) (\(percentText(confidence)) interval "
            + "\(texts[1]) to \(texts[2]), \(pWords(test.pValue)))"
    }
}

extension Claim {
    /// What the claim is about, in words; without some of the conditions.
    fileprivate func conditions(without left: [ConditionField] = []) -> String {
        let time = self.epochs.map {
            measure == .bestAccuracy ? "best of \($0.counting("epoch"))" : afterEpochs($0)
        }
        let first: [ConditionField] = [.dataset, .hiddenNodes, .density]
        let others = Selection.fields.filter { !first.contains($0) && !left.contains($0) }
        let parts =
            [
                self.dataset.map(datasetTitle), self.hidden.map { "\($0.grouped) hidden nodes" },
                left.contains(.density) ? nil : self.density.map { "density \($0.brief)" },
            ] + others.words(selection.conditions)
            + [self.dropped.map { "\($0.percent) % of nodes dropped" }, time]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
