import Foundation
import Specification

/// What a run says about a claim.
public enum Outcome: String, Codable, Sendable, CaseIterable {
    /// The run meets the claim's criterion.
    case confirmed
    /// The run could have met the criterion and does not.
    case notConfirmed = "not confirmed"
    /// The run does not have what the claim is about.
    case notTested = "not tested at this profile"
}

/// The judgement of one claim.
public struct Verdict: Equatable, Codable, Sendable {
    /// Name of the claim.
    public let claim: String
    /// Where the paper says it.
    public let figure: String
    /// The claim in words.
    public let words: String
    /// The paper's numbers; empty when it gives none.
    public let paper: String
    /// Our numbers; empty when there are none.
    public let ours: String
    /// The judgement.
    public let outcome: Outcome
    /// Why: the numbers behind it, or what was not run.
    public let reason: String
    /// The criterion, in words; empty when there is none.
    public let criterion: String
    /// What the run shows although it does not test the claim; empty when nothing. No judgement.
    public let seen: String
}

/// The verdicts as JSON: keys sorted, one form for one content.
func verdictsJSON(_ verdicts: [Verdict], of figure: ResolvedFigure) throws -> Data {
    struct File: Encodable {
        let figure: String
        let profile: String
        let verdicts: [Verdict]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let file = File(figure: figure.figure, profile: figure.profile, verdicts: verdicts)
    return try encoder.encode(file) + Data("\n".utf8)
}

/// The verdicts for a terminal: how many of each, then one line each.
func terminalSummary(_ verdicts: [Verdict], of figure: ResolvedFigure) -> String {
    let counts = Outcome.allCases.map { outcome in
        "\(verdicts.count { $0.outcome == outcome }) \(outcome.rawValue)"
    }
    let head = "\(figure.figure), profile \(figure.profile): \(count(verdicts.count, "claim")): "
    let width = verdicts.map(\.claim.count).max() ?? 0
    let lines = verdicts.map { verdict in
        let name = verdict.claim.padding(toLength: width, withPad: " ", startingAt: 0)
        return "  \(verdict.outcome.mark) \(name)  \(verdict.outcome.rawValue): \(verdict.reason)"
    }
    return ([head + counts.joined(separator: ", ")] + lines).joined(separator: "\n") + "\n"
}

extension Outcome {
    /// A sign that needs no colour.
    var mark: String {
        switch self {
        case .confirmed: "✓"
        case .notConfirmed: "✗"
        case .notTested: "–"
        }
    }
}
