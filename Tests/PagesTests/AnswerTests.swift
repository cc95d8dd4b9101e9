import Foundation
import Results
import Specification
import Testing

@testable import Judging
@testable import Pages

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What the page of all figures opens with: what holds in words, the means of the paper beside ours, and published results.
@Suite struct AnswerTests {
    /// The first section, with its white space as browsers show it.
    private func answer(_ input: PaperInput) throws -> String {
        let page = try MadeUpPaper.page(input)
        let start = try #require(page.range(of: "<section id=\"answer\">"))
        let end = try #require(page.range(of: "<section id=\"claims\">"))
        return String(page[start.lowerBound..<end.lowerBound]).replacing(/\s+/, with: " ")
    }

    private func text(_ html: String) -> String { html.replacing(/<[^>]*>/, with: "") }

    /// One claim of each outcome at 20,000 nodes, and none of the others.
    ///
    /// - Parameter areOurs: claims of the project's own instead of the paper's.
    private func fewClaims(published: VerdictFile? = nil, areOurs: Bool = false) throws -> PaperInput {
        try MadeUpPaper.input { input in
            let ids = ["F2C-sparse", "F2C-dense", "F2C-order"]
            input.claims = input.claims.filter { ids.contains($0.id) }
            if areOurs {
                for index in input.claims.indices { input.claims[index].id = "X-" + input.claims[index].id }
            }
            let outcomes: [Outcome] = [.confirmed, .refuted, .undecided]
            input.figures = [input.figures[0]]
            let verdicts = zip(input.claims, outcomes).map {
                MadeUpPaper.verdict(
                    $0.id, $1, ours: $1 == .refuted ? "50.0 ± 1.0 %" : "90 %", reason: "for a reason")
            }
            input.figures[0] = try MadeUpPaper.finished(
                input.figures[0].figure, claims: [], verdicts: verdicts)
            input.published = published
        }
    }

    @Test func itSaysHowManyHoldAndWhichDoNot() throws {
        let html = try answer(fewClaims())
        let words = text(html)
        let input = try fewClaims()
        #expect(input.claims.count == 3)
        #expect(
            words.contains(
                "1 of 3 claims holds, 1 does not, 1 is undecided, and 0 are not tested at the sizes of profile smoke."
            ),
            "\(words.prefix(400))")
        #expect(words.contains("false refutations are to be expected. 1 claim is refuted."))
        let failed = input.claims[1].id
        #expect(
            html.contains("<li><a href=\"#claim-\(failed)\"><code>\(failed)</code></a>: in words – ours 50.0")
        )
        #expect(html.contains("<th scope=\"row\">20,000</th>"))
        #expect(!html.contains("published results"))
    }

    /// Claims of our own are judged further down; here only the paper's count.
    @Test func claimsOfOurOwnAreNotCounted() throws {
        let words = text(try answer(fewClaims(areOurs: true)))
        #expect(words.contains("0 of 0 claims hold, 0 do not"), "\(words.prefix(400))")
        #expect(!words.contains("refuted wrongly"), "\(words.prefix(600))")
    }

    @Test func whereNothingFailsNothingIsListed() throws {
        let input = try MadeUpPaper.input { $0.figures = [] }
        let words = text(try answer(input))
        let count = input.claims.judged.count { Claim.isOfPaper($0.id) }
        #expect(
            words.contains(
                "0 of \(count) claims hold, 0 do not, 0 are undecided, and \(count) are not tested"))
        #expect(!words.contains("What does not hold"))
    }

    @Test func theForestPlotHasARowForEachMeanOfThePaper() throws {
        let input = try MadeUpPaper.input("paper")
        let html = try answer(input)
        let means = input.claims.filter { $0.kind == .value && $0.measure != nil }
        #expect(means.count > 25)
        #expect(html.components(separatedBy: "<rect class=\"row\"").count - 1 == means.count)
        for claim in means {
            #expect(
                html.contains("<a href=\"#claim-\(claim.id)\" aria-label=\"\(claim.id): paper "),
                "\(claim.id)")
        }
        // 90.3 ± 2.0 % on an axis from 0 to 100.
        #expect(html.contains("<line class=\"spread\" x1=\"88.30%\" x2=\"92.30%\""))
        #expect(html.contains("<svg x=\"90.30%\""))
        #expect(html.contains("<g class=\"refuted\">") && html.contains("<g class=\"confirmed\">"))
        // As many of ours as were tested.
        let tested = try JSONDecoder().decode(VerdictFile.self, from: renderPaper(input).verdictsJSON)
            .verdicts.count { $0.value != nil }
        #expect(html.components(separatedBy: "<circle cx=\"").count - 1 == tested + 1, "one in the legend")
        #expect(XMLParser(data: Data("<html>\(html.dropLast())</html>".utf8)).parse())
    }

    @Test func axesHoldAllNumbersAndTicksAreRound() throws {
        let input = try MadeUpPaper.input("smoke")
        let plot = ForestPlot(
            input.claims,
            try JudgedClaim.all(input.claims, by: input.figures, in: input.paper).map(\.verdict),
            published: [:])
        #expect(plot.groups.map(\.title).first == "percent" && plot.groups.count == 3)
        let percent = plot.groups[0].scale
        #expect(percent.place(0) == "0.00%" && percent.place(90.3) == "90.30%" && percent.ticks.last == 100)
        for group in plot.groups {
            let ends = (group.scale.ticks.first ?? 0, group.scale.ticks.last ?? 0)
            #expect(
                group.rows.allSatisfy { $0.mean >= ends.0 && $0.mean + ($0.claim.sd ?? 0) <= ends.1 },
                "\(group.title)")
        }
        // Numbers of any size stand by powers of ten.
        let gradients = try #require(plot.groups.first { $0.title.contains("gradient") }?.scale)
        #expect(gradients.isLogarithmic && gradients.ticks.map(\.powerText).prefix(2) == ["10⁻⁶", "10⁻⁵"])
        #expect(gradients.place(1e-6) == "0.00%" && gradients.place(0) == "0.00%")
    }

    @Test func publishedResultsStandBesideOursMarkedAsSuch() throws {
        let source = try MadeUpPaper.input("paper")
        let bytes = try renderPaper(source).verdictsJSON
        let file = try VerdictFile(bytes, path: "verdicts.json")
        let published = VerdictFile(figure: file.figure, profile: "workstation", verdicts: file.verdicts)
        let input = try MadeUpPaper.input("smoke") { $0.published = published }
        let page = try MadeUpPaper.page(input)
        let row = try #require(
            page.components(separatedBy: "<tr id=\"claim-").first { $0.hasPrefix("F2C-sparse\"") })
        let verdict = try #require(file.verdicts.first { $0.claim == "F2C-sparse" })
        #expect(row.contains("data-verdict=\"not-tested\""), "the filter goes by this store's verdict")
        #expect(
            row.contains(
                "<div class=\"published\">workstation <span class=\"verdict \(verdict.outcome.word)\">"))
        #expect(
            row.replacing("\u{a0}", with: " ").contains(
                "<div class=\"published\">workstation \(verdict.ours)</div>"))
        let words = text(try answer(input))
        #expect(words.contains("In the published results of profile workstation, "))
        #expect(words.contains("◇ "), "in the picture")
        let without = try MadeUpPaper.page(MadeUpPaper.input("smoke"))
        #expect(!without.contains("workstation"), "absent: nothing is shown")
        // What they are of must be such a page.
        let other = VerdictFile(figure: "figure2", profile: "workstation", verdicts: [])
        #expect(throws: FigureError.self) { try MadeUpPaper.page(MadeUpPaper.input { $0.published = other }) }
    }
}
