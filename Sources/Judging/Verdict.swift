import Results
import Foundation
import Specification
import Model

/// What a run says about a claim.
package enum Outcome: String, Codable, Sendable, CaseIterable {
    /// The run meets the claim's criterion.
    case confirmed
    /// The run contradicts the claim.
    case refuted
    /// The run has what the claim is about, but its networks scatter too much, or are too few, to say.
    case undecided
    /// The run does not have what the claim is about.
    case notTested = "not tested at this profile"
}

/// The judgement of one claim.
package struct Verdict: Equatable, Codable, Sendable {
    /// Name of the claim.
    package let claim: String
    /// Where the paper says it.
    package let figure: String
    /// The claim in words.
    package let words: String
    /// The paper's numbers; empty when it gives none.
    package let paper: String
    /// Our numbers; empty when there are none.
    package let ours: String
    /// The judgement.
    package let outcome: Outcome
    /// Why: the numbers behind it, or what was not run.
    package var reason: String
    /// The criterion, in words; empty when there is none.
    package let criterion: String
    /// What the run shows although it does not test the claim; empty when nothing. No judgement.
    package let seen: String
    /// The numbers of a value claim that was tested.
    package let value: ValueTest?

    /// A verdict; see the properties.
    package init(
        claim: String, figure: String, words: String, paper: String, ours: String, outcome: Outcome,
        reason: String, criterion: String, seen: String, value: ValueTest? = nil
    ) {
        (self.claim, self.figure, self.words, self.paper) = (claim, figure, words, paper)
        (self.ours, self.outcome, self.reason) = (ours, outcome, reason)
        (self.criterion, self.seen, self.value) = (criterion, seen, value)
    }

    /// The same with another judgement.
    func decided(_ decision: (outcome: Outcome, reason: String)) -> Verdict {
        Verdict(
            claim: claim, figure: figure, words: words, paper: paper, ours: ours, outcome: decision.outcome,
            reason: decision.reason, criterion: criterion, seen: seen, value: value)
    }
}

extension Verdict {
    /// The verdict on a claim of several parts: refuted when one is, else not tested or undecided when one is, else confirmed.
    package init(_ claim: Claim, all parts: [Verdict]) {
        func joined(_ parts: [Verdict], _ text: KeyPath<Verdict, String>) -> String {
            parts.map { $0[keyPath: text] }.reduce(into: [String]()) { all, one in
                if !one.isEmpty, !all.contains(one) { all.append(one) }
            }.joined(separator: "; ")
        }
        let order: [Outcome] = [.refuted, .notTested, .undecided]
        let decisive = order.first { outcome in parts.contains { $0.outcome == outcome } } ?? .confirmed
        // What was measured of a claim that is not tested as a whole is seen, no more.
        let tested = joined(parts, \.ours)
        let seen = joined(parts, \.seen)
        self.init(
            claim: claim.id, figure: claim.figure, words: joined(parts, \.words),
            paper: joined(parts, \.paper),
            ours: decisive == .notTested ? "" : tested, outcome: decisive,
            reason: joined(parts.filter { $0.outcome == decisive }, \.reason),
            criterion: joined(parts, \.criterion),
            seen: decisive == .notTested
                ? [tested, seen].filter { !$0.isEmpty }.joined(separator: "; ") : "")
    }
}

/// The verdicts on one figure, as its file of verdicts holds them.
package struct VerdictFile: Equatable, Codable, Sendable {
    /// Name of the figure.
    package let figure: String
    /// Name of the profile.
    package let profile: String
    /// The verdicts, in the order of the claims.
    package let verdicts: [Verdict]
    /// What checks of the set-up found; they are not claims.
    package let checks: [Verdict]

    /// The verdicts on a figure in a profile.
    package init(figure: String, profile: String, verdicts: [Verdict], checks: [Verdict] = []) {
        (self.figure, self.profile, self.verdicts, self.checks) = (figure, profile, verdicts, checks)
    }

    /// Reads what `json` wrote.
    ///
    /// - Parameter path: of the file, for messages.
    /// - Throws: `JSONFileError` for what is not a file of verdicts, or has two on one claim.
    package init(_ data: Data, path: String) throws(JSONFileError) {
        let advice = "make the figure again"
        self = try decodeJSON(from: data, of: path, advice: advice)
        for (index, verdict) in verdicts.enumerated()
        where verdict.claim.isEmpty || verdicts[..<index].contains(where: { $0.claim == verdict.claim }) {
            throw JSONFileError(
                path, field: "verdicts.\(index + 1).claim", "is empty, or that of a verdict before",
                advice: advice)
        }
    }

    /// As JSON: keys sorted, one form for one content.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// For a terminal: how many of each, then one line each.
    package var summary: String { summary(ofTestedOnly: false) }

    /// The same, with lines of all claims or of those that were tested.
    package func summary(ofTestedOnly isShort: Bool) -> String {
        let ofPaper = verdicts.filter { Claim.isOfPaper($0.claim) }
        let ours = verdicts.filter { !Claim.isOfPaper($0.claim) }
        let kinds =
            [ofPaper.isEmpty && !ours.isEmpty ? "" : Self.counts(ofPaper, "")]
            + [ours.isEmpty ? "" : Self.counts(ours, " of our own")]
        let head = "\(figure), profile \(profile): "
        let listed = verdicts.filter { !isShort || $0.outcome != .notTested }
        let width = listed.map(\.claim.count).max() ?? 0
        let lines = listed.map { verdict in
            let name = verdict.claim.padding(toLength: width, withPad: " ", startingAt: 0)
            return "  \(verdict.outcome.mark) \(name)  \(verdict.outcome.rawValue): \(verdict.reason)"
        }
        return ([head + kinds.filter { !$0.isEmpty }.joined(separator: "; ")] + lines).joined(separator: "\n")
            + "\n"
    }

    /// `69 claims: 20 confirmed, 3 refuted, …`
    private static func counts(_ verdicts: [Verdict], _ whose: String) -> String {
        let counts = Outcome.allCases.map { outcome in
            "\(verdicts.count { $0.outcome == outcome }) \(outcome.rawValue)"
        }
        return "\(verdicts.count.counting("claim"))\(whose): " + counts.joined(separator: ", ")
    }
}

extension Outcome {
    /// Without the profile.
    package var shortName: String { self == .notTested ? "not tested" : rawValue }

    /// A sign that needs no colour.
    package var mark: String {
        switch self {
        case .confirmed: "✓"
        case .refuted: "✗"
        case .undecided: "?"
        case .notTested: "–"
        }
    }
}
