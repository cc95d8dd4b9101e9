import Results
import Analysis
import Specification
import Model

extension Judge {
    /// One kind of networks against another one, or against a number, at every place that the rule names.
    package func comparison(_ claim: Claim, _ rule: Comparison) -> Verdict {
        let draft = VerdictDraft(claim: claim, words: words(of: claim), paper: "", criterion: rule.words)
        var found: [ComparedMeans] = []
        var tests: [PlacedTest] = []
        var lacking: NotMeasured?
        for place in places(claim, rule) {
            for result in compared(claim, rule, place) {
                do throws(NotMeasured) {
                    let means = try result.get()
                    tests.append(try means.placed(rule.relation))
                    found.append(means)
                } catch { lacking = lacking ?? error }
            }
        }
        let ours = found.map(\.text).joined(separator: "; ")
        let reasons = zip(found, tests).map { $0.reason($1, rule.relation, self) }
        let (refuted, open) = findings(tests, rule, scale: found.first?.left.measure.scale ?? 1)
        // One place that contradicts is enough; all are needed to confirm.
        if !refuted.isEmpty {
            let text = refuted.map { reasons[$0] }.joined(separator: "; ")
            return draft.verdict(.refuted, ours: ours, reason: text)
        }
        if let lacking {
            let seen = [ours, seen(claim, rule)].filter { !$0.isEmpty }.joined(separator: "; ")
            return draft.notTested(lacking, seen: seen)
        }
        if open.isEmpty {
            return draft.verdict(.confirmed, ours: ours, reason: reasons.joined(separator: "; "))
        }
        let seeds = networksToDecide(tests) { tests in
            let (refuted, open) = findings(tests, rule, scale: found[0].left.measure.scale)
            return open.isEmpty || !refuted.isEmpty
        }
        let text = open.map { reasons[$0] }.joined(separator: "; ")
        return draft.verdict(.undecided, ours: ours, reason: "\(text); \(seedsText(seeds))")
    }

    /// Which of the tests contradict the rule, and which do not show it.
    private func findings(_ tests: [PlacedTest], _ rule: Comparison, scale: Double) -> (
        refuted: [Int], open: [Int]
    ) {
        var margin: Double?
        if case .within(let points) = rule.relation { margin = points / scale }
        let corrected = holm(
            tests.map(\.test).map { test in
                margin.map { test.pValue(outside: (-$0, $0)) } ?? test.pValue
            })
        let refuted = tests.indices.filter { index in
            corrected[index] < Findings.significance && (margin != nil || tests[index].test.difference < 0)
        }
        let open = tests.indices.filter { index in
            let test = tests[index].test
            return !(margin.map { test.isWithin(-$0, $0) } ?? test.isAbove)
        }
        return (refuted, open)
    }

    /// A condition that both sides share, and its name.
    private struct Place {
        var name: String?
        var density: Double?
        var perClass: Int??
        var dropped: Double?

        /// The claim at this place.
        func of(_ claim: Claim) -> Claim {
            var claim = claim
            claim.density = density ?? claim.density
            claim.dropped = dropped ?? claim.dropped
            if let perClass { claim.perClass = perClass }
            return claim
        }
    }

    /// The conditions at which both sides are compared.
    private func places(_ claim: Claim, _ rule: Comparison) -> [Place] {
        switch rule.each {
        case nil: return [Place()]
        case .density(let needed)?:
            return densities(run: claim.with(rule.left), and: needed).map {
                Place(name: "density \($0.brief)", density: $0)
            }
        case .perClass(let needed)?:
            return perClass(run: claim.with(rule.left), and: needed).map {
                Place(name: "\($0.map(\.grouped) ?? "all") examples per class", perClass: .some($0))
            }
        case .dropped(let needed)?:
            return dropped(run: claim.with(rule.left), and: needed).map {
                Place(name: "\($0.percent) % of nodes dropped", dropped: $0)
            }
        }
    }

    /// The numbers of examples of each class that were run of a claim's networks, and those that must be among them; ascending,
    /// all examples last.
    package func perClass(run claim: Claim, and needed: [Int?]) -> [Int?] {
        guard let measure = claim.measure else { return needed }
        let fields = Selection.fields.filter { $0 != .perClass }
        let run = results.samples(of: measure).filter { claim.selection.agrees($0, in: fields) }
        return Set(run.map(\.condition.perClass) + needed).sorted { ($0 ?? .max) < ($1 ?? .max) }
    }

    /// The fractions of dropped nodes below 1 that were measured of a claim's networks, and those that must be among them.
    private func dropped(run claim: Claim, and needed: [Double]) -> [Double] {
        let run = results.samples(of: claim.measure == .dropoutLoss ? .dropoutLoss : .dropoutAccuracy).filter
        {
            claim.selection.agrees($0, in: Selection.fields)
        }
        return Set(run.compactMap(\.dropped).filter { $0 < 1 } + needed).sorted()
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

    /// Both sides at one place, after each epoch at which they are compared.
    private func compared(
        _ claim: Claim, _ rule: Comparison, _ place: Place
    ) -> [Result<ComparedMeans, NotMeasured>] {
        let selections = [rule.left, rule.right.networks].compactMap { $0 }
        let sides = selections.map { place.of(claim.with($0)) }
        let number = rule.right.number
        guard rule.epochs != .own else { return [means(sides, number, place.name)] }
        // A side that names its epochs keeps them.
        let free = zip(selections, sides).filter { $0.0.epochs == nil }.map(\.1)
        let epochs = epochs(free, rule.epochs)
        if epochs.isEmpty { return [.failure(missingEpoch(free, rule.epochs))] }
        return epochs.map { epoch in
            let there = zip(selections, sides).map { selection, side in
                var side = side
                side.epochs = selection.epochs ?? epoch
                return side
            }
            return means(
                there, number, [place.name, afterEpochs(epoch)].compactMap { $0 }.joined(separator: ", "))
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
            if case .dropped(let needed)? = rule.each { side.dropped = needed.last }
            return side
        }
        // Sides that differ in density only are looked for together.
        var groups: [(claim: Claim, densities: [Double?])] = []
        for side in sides {
            var densities: [Double?] = [side.density]
            if case .density(let needed)? = rule.each { densities = needed }
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
