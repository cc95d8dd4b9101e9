import Drawing
import Judging
import Results
import Specification
import Model

extension PaperPage {
    /// Every claim of the paper, with controls that a script shows.
    package var claimSection: String {
        let counts = Outcome.allCases.map { outcome in
            "<li>\(badge(outcome)) \(claims.count { $0.verdict.outcome == outcome })</li>"
        }
        let content = """
            <ul class="counts"><li>\(claims.count.counting("claim"))</li>\(counts.joined())</ul>
            <p>A claim is tested only by networks of its own size, density, dataset and epochs; each figure's own page says by which
            criterion. \(escaped(claims.map(\.verdict).errorText))</p>
            \(filter)
            \(claimTable)
            """
        return section("Claims", content, id: "claims")
    }

    private var filter: String {
        let named = paper.figures.map(\.figure).filter { name in claims.contains { $0.figures.contains(name) }
        }
        var figures = named.map { option($0, displayName($0)) }
        if claims.contains(where: \.figures.isEmpty) { figures.append(option("none", "no figure")) }
        let verdicts = Outcome.allCases.map { option($0.word, $0.rawValue) }
        return """
            <form id="filter" hidden="hidden" aria-label="Filter of the claims">
            <label>Figure <select name="figure"><option value="">all</option>\(figures.joined())</select></label>
            <label>Verdict <select name="verdict"><option value="">all</option>\(verdicts.joined())</select></label>
            <button type="reset">Show all</button>
            <output id="shown" aria-live="polite"></output>
            </form>
            """
    }

    private func option(_ value: String, _ text: String) -> String {
        "<option value=\"\(escaped(value))\">\(escaped(text))</option>"
    }

    private var claimTable: String {
        let heads = ["claim", "figure", "in words", "paper", "ours", "verdict", "reason"]
        let head = heads.map { "<th scope=\"col\">\($0)</th>" }
        return """
            <div class="scroll"><table class="cards claims">
            <thead><tr>\(head.joined())</tr></thead>
            <tbody>
            \(claims.map(row).joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }

    private func row(_ claim: JudgedClaim) -> String {
        let verdict = claim.verdict
        let cells = [
            ("figure", place(claim)), ("in words", numbers(verdict.words)), ("paper", numbers(verdict.paper)),
            ("ours", numbers(verdict.ours)), ("verdict", badge(verdict.outcome, short: true)),
            ("reason", escaped(verdict.reason)),
        ]
        let figures = claim.figures.isEmpty ? "none" : claim.figures.joined(separator: " ")
        let data = cells.map { "<td data-label=\"\($0)\">\($1)</td>" }
        return "<tr id=\"\(row(of: verdict.claim))\" data-figures=\"\(escaped(figures))\" "
            + "data-verdict=\"\(verdict.outcome.word)\"><th scope=\"row\"><code>\(escaped(verdict.claim))</code></th>"
            + "\(data.joined())</tr>"
    }

    /// Where the paper says it, as a link to the figure that judges it.
    private func place(_ claim: JudgedClaim) -> String {
        guard let figure = claim.figures.first else { return escaped(claim.verdict.figure) }
        let number = figure.hasPrefix("figure") ? String(figure.dropFirst("figure".count)) : figure
        let text = escaped(claim.verdict.figure == "text" ? "\(number), text" : claim.verdict.figure)
        return "<a href=\"#\(anchor(figure))\">\(text)</a>"
    }

    /// Anchor of a claim's row.
    package func row(of claim: String) -> String { "claim-\(anchor(claim))" }
}

extension Outcome {
    /// In addresses and attributes.
    package var word: String {
        switch self {
        case .confirmed: "confirmed"
        case .refuted: "refuted"
        case .undecided: "undecided"
        case .notTested: "not-tested"
        }
    }
}
