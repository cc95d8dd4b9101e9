import Analysis
import Specification

extension Judge {
    /// Every network exceeds chance after its first epoch.
    func noDelay(_ claim: Claim, _ rule: NoDelay) -> Verdict {
        let draft = VerdictDraft(claim: claim, words: words(of: claim), paper: "", criterion: rule.words)
        let networks = rule.networks.applied(to: claim)
        let needed = rule.eachDensity.isEmpty ? [networks.density ?? 1] : rule.eachDensity
        let (found, lacking) = delays(networks, needed, rule)
        let late = found.filter { !$0.late.isEmpty }
        let ours = found.map(\.text).joined(separator: "; ")
        if !late.isEmpty {
            // One delay contradicts, whatever else was not run.
            let reason = "with a delay: " + late.map(\.lateText).joined(separator: "; ")
            return draft.verdict(.notConfirmed, ours: ours, reason: reason)
        }
        guard let lacking else {
            return draft.verdict(.confirmed, ours: ours, reason: "no network has a delay")
        }
        let nearest = ours.isEmpty ? seen(networks, needed, chance: rule.chance) : ours
        return draft.notTested(.lacking(lacking), seen: nearest)
    }

    /// The delays at every size and density that the rule is about, and the first thing that is missing.
    private func delays(
        _ networks: Claim, _ needed: [Double], _ rule: NoDelay
    ) -> (found: [PlacedDelay], lacking: String?) {
        let samples = results.delays(chance: rule.chance)
        let sizes = sizes(networks, needed[0], samples)
        var found: [PlacedDelay] = []
        var lacking: String?
        for size in sizes {
            var there = networks
            there.hidden = size
            let run = rule.eachDensity.isEmpty ? needed : densities(run: there, and: needed, among: samples)
            for density in run {
                switch delay(there, density, samples) {
                case .success(let delay): found.append(delay.named(size: sizes.count > 1))
                case .failure(let missing): lacking = lacking ?? missing.reason
                }
            }
        }
        if sizes.count < rule.leastSizes {
            lacking = lacking ?? "needs at least \(count(rule.leastSizes, "size")); \(sizes.count) run"
        }
        return (found, lacking)
    }

    /// The claim's size, or every one that was run of these networks.
    func sizes(_ claim: Claim, _ density: Double, _ delays: [Sample]) -> [Int] {
        if let hidden = claim.hidden { return [hidden] }
        var one = claim
        (one.hidden, one.density) = (1, density)
        guard let wanted = condition(one, .delay) else { return [] }
        let own = results.alike(wanted, among: delays).filter { $0.condition.density == density }
        return Set(own.map(\.condition.hiddenNodes)).sorted()
    }

    /// The delays of the claim's networks at a density, however long they were trained.
    func delay(
        _ claim: Claim, _ density: Double, _ delays: [Sample]
    ) -> Result<PlacedDelay, MissingEvidence> {
        var one = claim
        (one.density, one.epochs, one.dropped) = (density, nil, nil)
        guard let wanted = condition(one, .delay) else {
            return .failure(MissingEvidence(reason: "the claim does not name dataset and hidden nodes"))
        }
        switch results.evidence(for: wanted, among: delays) {
        case .measured(let sample):
            return .success(PlacedDelay(place: "density \(canonical(density))", sample: sample))
        case .lacking(let reason): return .failure(MissingEvidence(reason: reason))
        }
    }

    /// What the nearest networks show of delays.
    func seen(_ claim: Claim, _ densities: [Double], chance: Double) -> String {
        guard let dataset = claim.dataset else { return "" }
        let search = Search(
            measure: .delay, dataset: dataset, network: claim.network, nonlinearity: claim.nonlinearity,
            hidden: claim.hidden, densities: densities, dale: claim.dale, startDensity: claim.startDensity)
        return results.seen(search, among: results.delays(chance: chance))
    }
}
