import Judging
import Model
import Specification

extension PaperPage {
    /// How many claims of the paper hold, and which do not, at which sizes of networks.
    var answer: PageValue {
        let own = verdictsOnPaper
        return [
            "own": tally(own),
            "elsewhere": input.published.map { tally($0.verdicts.filter { known.contains($0.claim) }) }
                ?? .none,
            "failed": .list(failed(own)),
            "failed-elsewhere": .list(failed(own.compactMap { published[$0.claim] })),
            "sizes": .list(sizes),
        ]
    }

    /// Those on the paper's claims, without the project's own.
    var verdictsOnPaper: [Verdict] {
        claims.map(\.verdict).filter { Claim.isOfPaper($0.claim) }
    }

    private var known: Set<String> { Set(verdictsOnPaper.map(\.claim)) }

    /// How many claims have each outcome; `one` decides between `holds` and `hold`.
    private func tally(_ verdicts: [Verdict]) -> PageValue {
        let counts = Outcome.allCases.map { outcome -> (String, PageValue) in
            let count = verdicts.count { $0.outcome == outcome }
            return (outcome.word, ["count": .number(count), "one": .flag(count == 1)])
        }
        return PageValue.parts(Dictionary(uniqueKeysWithValues: counts))
            .with(["all": .number(verdicts.count)])
    }

    private func failed(_ verdicts: [Verdict]) -> [PageValue] {
        verdicts.filter { $0.outcome == .refuted }.map { verdict in
            row(verdict).with(["words": PageParts.numbers(verdict.words)])
        }
    }

    /// The claims by hidden nodes, smallest first; last those that are about several sizes, or none.
    private var sizes: [PageValue] {
        let hidden = Dictionary(
            uniqueKeysWithValues: input.claims.map { ($0.id, $0.hiddenNodes(among: input.claims)) })
        let groups = Dictionary(grouping: verdictsOnPaper) { hidden[$0.claim] ?? nil }
        return groups.sorted { ($0.key ?? .max) < ($1.key ?? .max) }.map { size, verdicts in
            tally(verdicts).with([
                "size": .text(size?.grouped ?? ""), "failing": .list(failed(verdicts)),
                "elsewhere": input.published == nil
                    ? .none : tally(verdicts.compactMap { published[$0.claim] }),
            ])
        }
    }
}

extension Claim {
    /// The size of its networks; of a comparison of claims, theirs. Nil where it is about several.
    fileprivate func hiddenNodes(among claims: [Claim]) -> Int? {
        if let own = selection.hidden { return own }
        let sides = [left, right].compactMap { side in claims.first { side == .claim($0.id) } }
        return sides.count == 2 && sides[0].selection.hidden == sides[1].selection.hidden
            ? sides[0].selection.hidden : nil
    }
}
