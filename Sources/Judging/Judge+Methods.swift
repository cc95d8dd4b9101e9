import Results
import Model
import Specification

extension Judge {
    /// What checks of the set-up find, in their order: confirmed where it is as in the paper. They are not claims: none of them
    /// counts where claims are counted or corrected together.
    package func checks(among claims: [Claim]) -> [Verdict] {
        claims.checks.filter { $0.belongs(to: results.figure.figure) }.compactMap { claim in
            switch claim.criterion {
            case .networkDensity(let density, let decimals)?: networkDensity(claim, density, decimals)
            case .examples(let counts)?: examples(claim, counts)
            case .sizes, .equalConnections, .overfit, .reachesLater, .withinFactor, .comparison,
                .differenceNarrows, .advantageGrows, .printedRun, .noDelay, .delayGrows, .pairsDiffer,
                .examplesPerClass, .all, nil:
                nil
            }
        }
    }

    /// E / (N (N - 1)) of every network, rounded as the paper says it, is the paper's.
    private func networkDensity(_ claim: Claim, _ density: Double, _ decimals: Int) -> Verdict {
        let paper = density.fixed(decimals)
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: paper,
            criterion: "E / (N (N - 1)) of every network, E connections of N hidden nodes, is \(paper) to "
                + "\(decimals.counting("decimal")); at least \(RunResults.leastNetworks) networks")
        let own = densities(hidden: claim.hidden, density: claim.density)
        let sizes = Set(results.records.filter { $0.density == claim.density }.map(\.hiddenNodes))
        guard own.count >= RunResults.leastNetworks else {
            let hidden = claim.hidden.map(\.grouped) ?? "?"
            let reason =
                own.isEmpty
                ? "needs \(hidden) hidden nodes of density \(claim.density.map(\.brief) ?? "?"); largest run "
                    + (sizes.max() ?? 0).grouped
                : "needs at least \(RunResults.leastNetworks) networks; \(own.count) run"
            let seen = sizes.max().map { largest in
                "\(largest.grouped) hidden nodes: "
                    + rangeText(densities(hidden: largest, density: claim.density), decimals)
            }
            return draft.notTested(NotMeasured(reason: reason), seen: seen ?? "")
        }
        let others = own.filter { $0.fixed(decimals) != paper }
        return draft.verdict(
            others.isEmpty ? .confirmed : .refuted, ours: rangeText(own, decimals),
            reason: "\(own.count - others.count) of \(own.count.counting("network")) have \(paper)")
    }

    /// E / (N (N - 1)) of recurrent networks, one a mask: networks that differ in training alone share theirs.
    private func densities(hidden: Int?, density: Double?) -> [Double] {
        let own = results.records.filter {
            $0.network == .rnn && $0.hiddenNodes == hidden && $0.density == density && $0.startDensity == nil
                && $0.wiring == nil
        }
        let masks = Dictionary(
            own.map { ($0.maskSeed ?? $0.seed, $0) }, uniquingKeysWith: { first, _ in first })
        return masks.keys.sorted().compactMap { seed in
            masks[seed].map { record in
                let nodes = Double(record.hiddenNodes)
                return Double(record.connections) / (nodes * (nodes - 1))
            }
        }
    }

    /// `0.0998 to 0.1003 (n = 10)`: two digits more than the paper's.
    private func rangeText(_ densities: [Double], _ decimals: Int) -> String {
        let ends = [densities.min(), densities.max()].map { ($0 ?? 0).fixed(decimals + 2) }
        let range = ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"
        return "\(range) (n = \(densities.count))"
    }

    /// Networks of all the datasets were trained and tested on as many examples as the claim says.
    ///
    /// Only networks count that were given whole datasets: neither the profile nor the panel limits them.
    private func examples(_ claim: Claim, _ counts: [ExampleCounts]) -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: counts.map(\.words).joined(separator: ", "),
            criterion:
                "networks that were given whole datasets used as many training and test examples as the claim says, "
                + "of every dataset")
        var (used, wrong, missing): ([String], [String], [String]) = ([], [], [])
        for wanted in counts {
            let found = examplesUsed(of: wanted.dataset)
            if found.isEmpty { missing.append(datasetTitle(wanted.dataset)) }
            used += found.map(\.words)
            wrong += found.filter { $0 != wanted }.map(\.words)
        }
        let ours = used.joined(separator: ", ")
        if !wrong.isEmpty {
            return draft.verdict(
                .refuted, ours: ours, reason: "not so: " + wrong.joined(separator: ", "))
        }
        guard missing.isEmpty else {
            let list = missing.joined(separator: " and ")
            return draft.notTested(
                NotMeasured(reason: "needs networks that were given all of \(list)"), seen: ours)
        }
        return draft.verdict(
            .confirmed, ours: ours, reason: "all \(counts.count.counting("dataset")) have as many")
    }

    /// Each class of the datasets has as many examples to learn from as the claim says.
    package func examplesPerClass(_ claim: Claim, _ counts: [ClassCount]) -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim),
            paper: counts.map { "\(datasetTitle($0.dataset)) \($0.examples.grouped)" }.joined(
                separator: ", "),
            criterion: "every class of every dataset has as many examples to learn from as the claim says")
        var (ours, wrong, missing): ([String], [String], [String]) = ([], [], [])
        for wanted in counts {
            let title = datasetTitle(wanted.dataset)
            guard let found = results.classCounts[wanted.dataset], let least = found.min(),
                let most = found.max()
            else {
                missing.append(title)
                continue
            }
            ours.append(
                "\(title) \(least == most ? least.grouped : "\(least.grouped) to \(most.grouped)")")
            if least != wanted.examples || most != wanted.examples { wrong.append(ours.last ?? "") }
        }
        let text = ours.joined(separator: ", ")
        if !wrong.isEmpty {
            return draft.verdict(.refuted, ours: text, reason: "not so: " + wrong.joined(separator: ", "))
        }
        guard missing.isEmpty else {
            let reason = "the labels of \(missing.joined(separator: " and ")) are not part of this figure"
            return draft.notTested(NotMeasured(reason: reason), seen: text)
        }
        return draft.verdict(.confirmed, ours: text, reason: "all classes have as many")
    }

    private func examplesUsed(of dataset: String) -> [ExampleCounts] {
        let whole = results.panels.filter {
            let selection = $0.panel.dataset
            return selection.name == dataset && selection.trainLimit == nil && selection.testLimit == nil
        }
        let own = results.records.filter { record in
            record.perClass == nil && whole.contains { $0.networks.contains(record) }
        }
        let pairs = Set(own.map { [$0.trainingImages, $0.testImages] })
        return pairs.sorted { $0.lexicographicallyPrecedes($1) }.map {
            ExampleCounts(dataset: dataset, training: $0[0], test: $0[1])
        }
    }
}
