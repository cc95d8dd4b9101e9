import Results
import Analysis
import Specification
import Model

extension Judge {
    /// A claim in words, by its stated criterion.
    package func shape(_ claim: Claim) throws -> Verdict {
        switch claim.criterion {
        case .sizes(let rule, let range)?: return sizes(claim, rule, range)
        case .equalConnections(let range)?: return equalConnections(claim, range)
        case .overfit(let overfit)?: return self.overfit(claim, overfit)
        case .reachesLater(let rule)?: return reachesLater(claim, rule)
        case .comparison(let rule)?: return comparison(claim, rule)
        case .differenceNarrows(let rule)?: return differenceNarrows(claim, rule)
        case .advantageGrows(let rule)?: return advantageGrows(claim, rule)
        case .printedRun(let run)?: return printedRun(claim, run)
        case .noDelay(let rule)?: return noDelay(claim, rule)
        case .delayGrows(let rule)?: return delayGrows(claim, rule)
        case .examplesPerClass(let counts)?: return examplesPerClass(claim, counts)
        case .all(let criteria)?: return try all(claim, criteria)
        case .withinFactor, .pairsDiffer, .networkDensity, .examples, nil:
            let draft = VerdictDraft(claim: claim, words: words(of: claim), paper: "", criterion: "")
            return draft.notTested(NotMeasured(reason: "no numerical criterion is stated for it"))
        }
    }

    /// A claim in words, and beside the verdict on it that on the other networks that it names, where they were run.
    package func shapeWithOthers(_ claim: Claim) throws -> Verdict {
        let verdict = try shape(claim)
        guard let also = claim.also else { return verdict }
        let other = try shape(claim.with(also))
        if other.outcome == .notTested { return verdict }
        let reason =
            "\(verdict.reason). With networks \(also.words): \(other.outcome.rawValue): \(other.reason)"
        return verdict.decided((verdict.outcome, reason))
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
            let few = NotMeasured(
                reason: "needs at least \(range.leastSizes.counting("size")); \(found.tests.count) run")
            return draft.notTested(found.tests.isEmpty ? found.lacking : few, seen: seen)
        }
        let (outcome, reason) = rule.judge(found.tests, range)
        let numbers = found.tests.map { "\($0.place): \(differenceText($0.test))" }.joined(separator: "; ")
        // One dataset that contradicts is enough; all are needed for the rest.
        let missing = range.datasets.filter { !found.datasets.contains($0) }.map(datasetTitle)
        if outcome != .refuted, !missing.isEmpty {
            let reason = "needs networks of these sizes on \(missing.joined(separator: " and "))"
            return draft.notTested(NotMeasured(reason: reason), seen: numbers)
        }
        return draft.verdict(outcome, ours: numbers, reason: reason)
    }

    /// The claim's networks at both densities, for every dataset and size in the range that was run.
    private func pairs(_ claim: Claim, _ range: SizeRange) -> (
        tests: [PlacedTest], datasets: Set<String>, lacking: NotMeasured
    ) {
        let datasets = claim.dataset.map { [$0] } ?? publishedDatasets
        let run = results.samples(of: .accuracy).filter {
            claim.selection.agrees($0, in: [.network, .nonlinearity])
        }
        var lacking = NotMeasured(
            reason: run.isEmpty
                ? "needs \(claim.network) networks with \(claim.nonlinearity)"
                : "needs \(range.text) hidden nodes; none run")
        var tests: [PlacedTest] = []
        var tested: Set<String> = []
        for dataset in datasets {
            let own = run.filter { $0.condition.dataset == dataset }
            if own.isEmpty, datasets.count == 1, let hidden = claim.hidden {
                // Says why there is none of this dataset.
                if case .failure(let missing) = evidence(for: claim.at(dataset, hidden, 1)) {
                    lacking = missing
                }
            }
            for size in Set(own.map(\.condition.hiddenNodes)).filter(range.sizes.contains).sorted() {
                for density in densities(range, own.filter { $0.condition.hiddenNodes == size }) {
                    let place =
                        (datasets.count > 1 ? "\(datasetTitle(dataset)) " : "") + size.grouped
                        + (range.sparser ? " of density \(density.brief)" : "")
                    do throws(NotMeasured) {
                        let ends = [claim.at(dataset, size, density), claim.at(dataset, size, 1)]
                        tests.append(try difference(ends[0], ends[1], at: place))
                        tested.insert(dataset)
                    } catch { lacking = NotMeasured(reason: "at \(place) hidden nodes: \(error.reason)") }
                }
            }
        }
        return (tests, tested, lacking)
    }

    /// Datasets of the figure's networks, in the order of panels; no variants, since claims are about the published ones.
    private var publishedDatasets: [String] {
        results.panels.map(\.panel).filter { $0.grid != nil }.map(\.dataset.name).reduce(into: []) {
            all, name in
            if !all.contains(name), Catalogue.dataset(name)?.variant == nil { all.append(name) }
        }
    }

    /// The densities of sparse networks of one size that count.
    private func densities(_ range: SizeRange, _ run: [Sample]) -> [Double] {
        guard range.sparser else { return [range.density] }
        return Set(run.map(\.condition.density).filter { $0 <= range.density } + [range.density]).sorted()
    }

    /// Sparse minus dense.
    private func difference(_ sparse: Claim, _ dense: Claim, at place: String) throws(NotMeasured)
        -> PlacedTest
    {
        PlacedTest(place: place, try evidence(for: sparse).get(), try evidence(for: dense).get())
    }

    // MARK: - At equal connections

    private func equalConnections(
        _ claim: Claim, _ range: ConnectionRange
    ) -> Verdict {
        let draft = VerdictDraft(
            claim: claim, words: words(of: claim), paper: "",
            criterion:
                "mean(density \(range.density.brief)) above mean(density 1), p < 0.05 by Welch's t test, at more than half of the "
                + "numbers of connections run, and below it at none, p < 0.05 corrected by Holm over the numbers, which refutes; at "
                + "least \(range.leastNumbers.counting("number")) of connections")
        let dataset = claim.dataset ?? "mnist"
        let counts = Set(
            results.panels.filter { $0.panel.dataset.name == dataset }.flatMap(\.grid.connections)
        ).sorted()
        var tests: [PlacedTest] = []
        var lacking = NotMeasured(
            reason: "no networks of equal numbers of connections are part of this figure")
        for number in counts {
            let ends = [range.density, 1].map { density in
                claim.at(dataset, NetworkGrid.size(connections: number, density: density), density)
            }
            let place = "\(number.grouped) connections"
            do throws(NotMeasured) { tests.append(try difference(ends[0], ends[1], at: place)) } catch {
                lacking = NotMeasured(reason: "at \(place): \(error.reason)")
            }
        }
        guard tests.count >= range.leastNumbers else {
            let few = NotMeasured(
                reason:
                    "needs at least \(range.leastNumbers.counting("number")) of connections; \(tests.count) run"
            )
            return draft.notTested(
                tests.isEmpty ? lacking : few, seen: seenAtEqualConnections(range.density))
        }
        func outcome(_ tests: [PlacedTest]) -> (Outcome, better: Int, worse: Int) {
            let findings = Findings(tests)
            let (better, worse) = (findings.above.count, findings.surelyBelow.count)
            return (worse > 0 ? .refuted : 2 * better > tests.count ? .confirmed : .undecided, better, worse)
        }
        let (found, better, worse) = outcome(tests)
        let seeds = networksToDecide(tests) { outcome($0).0 != .undecided }
        return draft.verdict(
            found, ours: tests.map { "\($0.place): \(differenceText($0.test))" }.joined(separator: "; "),
            reason: "the sparse networks are better at \(better) of \(tests.count.counting("number")) "
                + "of connections, worse at \(worse)\(found == .undecided ? "; \(seedsText(seeds))" : "")")
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
                return "\(datasetTitle(panel.panel.dataset.name)), \(number.grouped) connections, "
                    + "\(ends[0].condition.trainingImages.grouped) training examples: density "
                    + "\(density.brief) \(ends[0].text), density 1 \(ends[1].text)"
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
