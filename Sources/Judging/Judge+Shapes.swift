import Results
import Analysis
import Specification
import Model

/// Sparse against dense networks that are otherwise alike, at one place of a comparison.
package struct PairTest {
    /// Where: `1,000`, or `MNIST, 1,000` where there are several datasets.
    package let place: String
    package let test: MeanDifference
}

extension Judge {
    /// A claim in words, by its stated criterion.
    package func shape(_ claim: Claim) throws -> Verdict {
        switch claim.criterion {
        case .sizes(let rule, let range)?: return sizes(claim, rule, range)
        case .equalConnections(let least, let errors)?: return equalConnections(claim, least, errors)
        case .overfit(let overfit)?: return self.overfit(claim, overfit)
        case .comparison(let rule)?: return comparison(claim, rule)
        case .noDelay(let rule)?: return noDelay(claim, rule)
        case .delayGrows(let rule)?: return delayGrows(claim, rule)
        case .examples(let counts)?: return examples(claim, counts)
        case .all(let criteria)?: return try all(claim, criteria)
        case .withinFactor, .pairsDiffer, .networkDensity, nil:
            let draft = VerdictDraft(claim: claim, words: words(of: claim), paper: "", criterion: "")
            return draft.notTested(NotMeasured(reason: "no numerical criterion is stated for it"))
        }
    }

    /// A claim with several criteria, all of which must hold.
    private func all(_ claim: Claim, _ criteria: [Criterion]) throws -> Verdict {
        let parts = try criteria.map { criterion in
            var part = claim
            part.criterion = criterion
            return try shape(part)
        }
        return Verdict(claim, all: parts)
    }

    // MARK: - Over sizes

    private func sizes(_ claim: Claim, _ rule: SizeRule, _ range: SizeRange) -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "", criterion: rule.words(range))
        let found = pairs(claim, range)
        let seen = seen(claim, densities: [range.density, 1])
        guard found.tests.count >= range.leastSizes else {
            let few =
                found.tests.isEmpty
                ? found.lacking
                : "needs at least \(count(range.leastSizes, "size")); \(found.tests.count) run"
            return draft.notTested(NotMeasured(reason: few), seen: seen)
        }
        let tests = found.tests
        let (outcome, reason) = rule.judge(tests, range)
        let numbers = tests.map { "\($0.place): \(differenceText($0.test))" }.joined(separator: "; ")
        return outcome == .notTested
            ? draft.verdict(.notTested, reason: reason, seen: numbers)
            : draft.verdict(outcome, ours: numbers, reason: reason)
    }

    /// The claim's networks at both densities, for every dataset and size in the range that was run.
    private func pairs(_ claim: Claim, _ range: SizeRange) -> (tests: [PairTest], lacking: String) {
        let datasets = claim.dataset.map { [$0] } ?? publishedDatasets
        let run = results.samples(of: .accuracy).filter {
            claim.selection.agrees($0, in: [.network, .nonlinearity])
        }
        var lacking = "needs \(range.text) hidden nodes; none run"
        if run.isEmpty { lacking = "needs \(claim.network) networks with \(claim.nonlinearity)" }
        var tests: [PairTest] = []
        for dataset in datasets {
            let own = run.filter { $0.condition.dataset == dataset }
            if own.isEmpty, datasets.count == 1, let hidden = claim.hidden {
                // Says why there is none of this dataset.
                if case .failure(let missing) = evidence(for: claim.at(dataset, hidden, 1)) {
                    lacking = missing.reason
                }
            }
            for size in Set(own.map(\.condition.hiddenNodes)).filter(range.sizes.contains).sorted() {
                let place = (datasets.count > 1 ? "\(datasetTitle(dataset)), " : "") + grouped(size)
                switch difference(claim.at(dataset, size, range.density), claim.at(dataset, size, 1)) {
                case .success(let test): tests.append(PairTest(place: place, test: test))
                case .failure(let missing): lacking = "at \(place) hidden nodes: \(missing.reason)"
                }
            }
        }
        return (tests, lacking)
    }

    /// Datasets of the figure's networks, in the order of panels; no variants, since claims are about the published ones.
    private var publishedDatasets: [String] {
        results.panels.map(\.panel).filter { $0.grid != nil }.map(\.dataset.name).reduce(into: []) {
            all, name in
            if !all.contains(name), Catalogue.dataset(name)?.variant == nil { all.append(name) }
        }
    }

    /// Sparse less dense, or what is missing of either.
    private func difference(_ sparse: Claim, _ dense: Claim) -> Result<MeanDifference, NotMeasured> {
        var ends: [Moments] = []
        for claim in [sparse, dense] {
            switch evidence(for: claim) {
            case .success(let sample): ends.append(sample.moments)
            case .failure(let missing): return .failure(missing)
            }
        }
        return .success(MeanDifference(ends[0], ends[1]))
    }

    // MARK: - At equal connections

    private func equalConnections(
        _ claim: Claim, _ range: ConnectionRange, _ errors: Double
    ) -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "",
            criterion: "at every number of connections run, mean(density \(canonical(range.density))) - "
                + "mean(density 1) > \(canonical(errors)) standard errors; at least "
                + "\(count(range.leastNumbers, "number")) of connections")
        let dataset = claim.dataset ?? "mnist"
        let counts = Set(
            results.panels.filter { $0.panel.dataset.name == dataset }.flatMap(\.grid.connections)
        ).sorted()
        var tests: [PairTest] = []
        var lacking = "no networks of equal numbers of connections are part of this figure"
        for number in counts {
            let ends = [range.density, 1].map { density in
                claim.at(dataset, NetworkGrid.size(connections: number, density: density), density)
            }
            let place = "\(grouped(number)) connections"
            switch difference(ends[0], ends[1]) {
            case .success(let test): tests.append(PairTest(place: place, test: test))
            case .failure(let missing): lacking = "at \(place): \(missing.reason)"
            }
        }
        guard tests.count >= range.leastNumbers else {
            let few =
                "needs at least \(count(range.leastNumbers, "number")) of connections; \(tests.count) run"
            return draft.notTested(
                NotMeasured(reason: tests.isEmpty ? lacking : few),
                seen: seenAtEqualConnections(range.density))
        }
        let better = tests.filter { $0.test.isBeyond(errors) }
        return draft.verdict(
            better.count == tests.count ? .confirmed : .notConfirmed,
            ours: tests.map { "\($0.place): \(differenceText($0.test))" }.joined(separator: "; "),
            reason: "the sparse networks are better at \(better.count) of \(count(tests.count, "number")) "
                + "of connections")
    }

    /// What networks of equal numbers of connections show, whatever they were trained on.
    private func seenAtEqualConnections(_ density: Double) -> String {
        let panels = results.panels.filter { !$0.grid.connections.isEmpty }
        let parts = panels.flatMap { panel in
            panel.grid.connections.sorted().compactMap { number -> String? in
                let ends = [density, 1].compactMap { density in
                    panel.summaries.first {
                        $0.condition.density == density
                            && $0.condition.hiddenNodes
                                == NetworkGrid.size(connections: number, density: density)
                    }
                }
                guard ends.count == 2 else { return nil }
                return "\(datasetTitle(panel.panel.dataset.name)), \(grouped(number)) connections, "
                    + "\(grouped(ends[0].condition.trainingImages)) training examples: density "
                    + "\(canonical(density)) \(ends[0].text), density 1 \(ends[1].text)"
            }
        }
        return parts.joined(separator: "; ")
    }
}

extension Claim {
    /// The claim about networks that differ from its own.
    package func with(_ selection: Selection) -> Claim {
        var claim = self
        claim.selection = self.selection.overridden(by: selection)
        return claim
    }

    /// The claim about one dataset, size and density; after one epoch unless it says how many.
    package func at(_ dataset: String, _ hidden: Int, _ density: Double) -> Claim {
        var claim = self
        (claim.dataset, claim.hidden, claim.density) = (dataset, hidden, density)
        claim.epochs = self.epochs ?? 1
        return claim
    }
}
