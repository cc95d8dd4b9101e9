import Results
import Analysis
import Specification
import Model

extension Judge {
    /// One kind of networks above another one, or above a number, at every place that the rule names.
    package func comparison(_ claim: Claim, _ rule: Comparison) -> Verdict {
        let draft = VerdictDraft(claim: claim, words: words(of: claim), paper: "", criterion: rule.words)
        var found: [ComparedMeans] = []
        var lacking: String?
        for density in densities(claim, rule) {
            for result in compared(claim, rule, density: density) {
                switch result {
                case .success(let means): found.append(means)
                case .failure(let missing): lacking = lacking ?? missing.reason
                }
            }
        }
        let failed = found.filter { !$0.isMet(rule.distance) }
        let ours = found.map(\.text).joined(separator: "; ")
        // One place that contradicts is enough; all are needed to confirm.
        if failed.isEmpty, let lacking {
            let seen = [ours, seen(claim, rule)].filter { !$0.isEmpty }.joined(separator: "; ")
            return draft.notTested(NotMeasured(reason: lacking), seen: seen)
        }
        let reasons = (failed.isEmpty ? found : failed).map { $0.reason(rule.distance, self) }
        return draft.verdict(
            failed.isEmpty ? .confirmed : .notConfirmed, ours: ours, reason: reasons.joined(separator: "; "))
    }

    /// The densities at which both sides are compared; nil: those that they name themselves.
    private func densities(_ claim: Claim, _ rule: Comparison) -> [Double?] {
        guard !rule.eachDensity.isEmpty else { return [nil] }
        return densities(run: claim.with(rule.left), and: rule.eachDensity)
    }

    /// The densities that were run of a claim's networks, of its size, and those that must be among them; ascending.
    package func densities(run claim: Claim, and needed: [Double], among samples: [Sample]? = nil) -> [Double]
    {
        var wanted = claim.selection
        wanted.density = needed.first
        guard let measure = claim.measure, wanted.namesNetworks else { return needed }
        let run = results.alike(wanted, measure, among: samples)
            .filter { $0.condition.hiddenNodes == wanted.hidden }
        return Set(run.map(\.condition.density) + needed).sorted()
    }

    /// Both sides at one density, after each epoch at which they are compared.
    private func compared(
        _ claim: Claim, _ rule: Comparison, density: Double?
    ) -> [Result<ComparedMeans, NotMeasured>] {
        let sides = [rule.left, rule.right.networks].compactMap { $0 }.map { selection in
            var side = claim.with(selection)
            side.density = density ?? side.density
            return side
        }
        let number = rule.right.number
        guard rule.epochs != .own else {
            return [means(sides, number, density.map { "density \(canonical($0))" })]
        }
        let epochs = epochs(sides, rule.epochs)
        if epochs.isEmpty { return [.failure(missingEpoch(sides, rule.epochs))] }
        return epochs.map { epoch in
            let there = sides.map { side in
                var side = side
                side.epochs = epoch
                return side
            }
            let place = [density.map { "density \(canonical($0))" }, afterEpochs(epoch)]
            return means(there, number, place.compactMap { $0 }.joined(separator: ", "))
        }
    }

    private func means(
        _ sides: [Claim], _ number: Double?, _ place: String?
    ) -> Result<ComparedMeans, NotMeasured> {
        var samples: [Sample] = []
        for side in sides {
            switch evidence(for: side) {
            case .success(let sample): samples.append(sample)
            case .failure(let missing):
                let start = place.map { "at \($0): " } ?? ""
                return .failure(NotMeasured(reason: start + missing.reason))
            }
        }
        let other = samples.count > 1 ? samples[1] : nil
        return .success(ComparedMeans(place: place, left: samples[0], right: other, number: number ?? 0))
    }

    /// The epochs after which all sides were measured, of those that count.
    private func epochs(_ sides: [Claim], _ which: Comparison.Epochs) -> [Int] {
        let measured = sides.map { side -> Set<Int> in
            guard let measure = side.measure, side.selection.namesNetworks else { return [] }
            let own = results.alike(side.selection, measure).filter {
                $0.condition.hiddenNodes == side.hidden && $0.condition.density == side.density
            }
            return Set(own.map(\.condition.epoch))
        }
        let common = measured.dropFirst().reduce(measured.first ?? []) { $0.intersection($1) }
        switch which {
        case .own: return []
        case .last: return common.max().map { [$0] } ?? []
        case .each(let range): return common.filter(range.contains).sorted()
        }
    }

    /// What is missing where no epoch was measured of all sides.
    private func missingEpoch(_ sides: [Claim], _ which: Comparison.Epochs) -> NotMeasured {
        for side in sides {
            guard let measure = side.measure, side.selection.namesNetworks else { continue }
            var wanted = side.selection
            wanted.epochs = nil
            if case .failure(let missing) = results.evidence(for: wanted, measure) { return missing }
        }
        guard case .each(let range) = which else {
            return NotMeasured(reason: "no epoch was measured of both sides")
        }
        return NotMeasured(
            reason:
                "needs an epoch from \(range.lowerBound) to \(range.upperBound) that was measured of both sides"
        )
    }

    /// What the nearest networks show of both sides.
    private func seen(_ claim: Claim, _ rule: Comparison) -> String {
        let sides = [rule.left, rule.right.networks].compactMap { $0.map(claim.with) }.map { side in
            var side = side
            if case .each(let range) = rule.epochs { side.epochs = range.upperBound }
            return side
        }
        // Sides that differ in density only are looked for together.
        var groups: [(claim: Claim, densities: [Double?])] = []
        for side in sides {
            let densities: [Double?] = rule.eachDensity.isEmpty ? [side.density] : rule.eachDensity
            var alone = side
            alone.density = nil
            if let index = groups.firstIndex(where: { $0.claim == alone }) {
                groups[index].densities += densities
            } else {
                groups.append((alone, densities))
            }
        }
        return groups.map { seen($0.claim, densities: $0.densities) }.filter { !$0.isEmpty }
            .joined(separator: "; ")
    }
}

extension Comparison.Other {
    fileprivate var networks: Selection? {
        if case .networks(let selection) = self { return selection }
        return nil
    }

    fileprivate var number: Double? {
        if case .number(let number) = self { return number }
        return nil
    }
}
