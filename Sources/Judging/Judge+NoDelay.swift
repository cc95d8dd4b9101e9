import Results
import Analysis
import Specification
import Model

extension Judge {
    /// Every network exceeds chance after its first epoch.
    package func noDelay(_ claim: Claim, _ rule: NoDelay) -> Verdict {
        let draft = VerdictDraft(claim: claim, words: words(of: claim), paper: "", criterion: rule.words)
        let networks = claim.with(rule.networks)
        let needed = rule.eachDensity.isEmpty ? [networks.density ?? 1] : rule.eachDensity
        let (found, lacking) = delays(networks, needed, rule)
        let late = found.filter { !$0.late.isEmpty }
        let ours = found.map(\.text).joined(separator: "; ")
        if !late.isEmpty {
            // One delay contradicts, whatever else was not run.
            let reason = "with a delay: " + late.map(\.lateText).joined(separator: "; ")
            return draft.verdict(.refuted, ours: ours, reason: reason)
        }
        guard let lacking else {
            return draft.verdict(.confirmed, ours: ours, reason: "no network has a delay")
        }
        let nearest = ours.isEmpty ? seen(networks, needed, chance: rule.chance) : ours
        return draft.notTested(lacking, seen: nearest)
    }

    /// The delays at every size and density that the rule is about, and the first thing that is missing.
    private func delays(
        _ networks: Claim, _ needed: [Double], _ rule: NoDelay
    ) -> (found: [PlacedDelay], lacking: NotMeasured?) {
        let samples = results.delays(chance: rule.chance)
        let sizes = sizes(networks, needed[0], samples)
        var found: [PlacedDelay] = []
        var lacking: NotMeasured?
        for size in sizes {
            var there = networks
            there.hidden = size
            let run = rule.eachDensity.isEmpty ? needed : densities(run: there, and: needed, among: samples)
            for density in run {
                switch delay(there, density, samples) {
                case .success(let delay): found.append(delay.named(size: sizes.count > 1))
                case .failure(let missing): lacking = lacking ?? missing
                }
            }
        }
        if lacking == nil, sizes.count < rule.leastSizes {
            lacking = NotMeasured(
                reason: "needs at least \(rule.leastSizes.counting("size")); \(sizes.count) run")
        }
        return (found, lacking)
    }

    /// The claim's size, or every one that was run of these networks.
    package func sizes(_ claim: Claim, _ density: Double, _ delays: [Sample]) -> [Int] {
        if let hidden = claim.hidden { return [hidden] }
        let own = results.alike(claim.selection, .delay, among: delays)
            .filter { $0.condition.density == density }
        return Set(own.map(\.condition.hiddenNodes)).sorted()
    }

    /// The delays of the claim's networks at a density, however long they were trained.
    package func delay(
        _ claim: Claim, _ density: Double, _ delays: [Sample]
    ) -> Result<PlacedDelay, NotMeasured> {
        var wanted = claim.selection
        (wanted.density, wanted.epochs, wanted.dropped) = (density, nil, nil)
        guard wanted.namesNetworks else {
            return .failure(NotMeasured(reason: "the claim does not name dataset and hidden nodes"))
        }
        switch results.evidence(for: wanted, .delay, among: delays) {
        case .success(let sample):
            return .success(PlacedDelay(place: "density \(density.brief)", sample: sample))
        case .failure(let missing): return .failure(missing)
        }
    }

    /// What the nearest networks show of delays.
    package func seen(_ claim: Claim, _ densities: [Double], chance: Double) -> String {
        guard claim.dataset != nil else { return "" }
        var wanted = claim.selection
        (wanted.epochs, wanted.dropped, wanted.perClass) = (nil, nil, nil)
        return results.seen(
            wanted, .delay, densities: densities, among: results.delays(chance: chance))
    }
}
