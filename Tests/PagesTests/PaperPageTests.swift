import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The page of all figures, from made-up verdicts.
@Suite struct PaperPageTests {
    private func rows(_ page: String, _ pattern: String = "<tr id=\"claim-") -> Int {
        page.components(separatedBy: pattern).count - 1
    }

    /// The row of a claim.
    private func row(_ claim: String, of page: String) -> String? {
        page.components(separatedBy: "<tr id=\"claim-").first { $0.hasPrefix("\(claim)\"") }?
            .components(separatedBy: "</tr>").first
    }

    @Test(arguments: ["smoke", "laptop", "laptop-jpeg", "paper"])
    func everyClaimIsThereOnceWithAVerdictAndAReason(profile: String) throws {
        let input = try MadeUpPaper.input(profile)
        let rendered = try renderPaper(input)
        if let folder = ProcessInfo.processInfo.environment["KEEP_FIGURES"] {
            try rendered.html.write(to: URL(filePath: "\(folder)/paper-\(profile).html"))
        }
        let page = String(decoding: rendered.html, as: UTF8.self)
        #expect(rows(page) == input.claims.judged.count)
        for claim in input.claims.judged {
            #expect(rows(page, "<tr id=\"claim-\(claim.id)\"") == 1, "\(claim.id)")
        }
        let file = try JSONDecoder().decode(VerdictFile.self, from: rendered.verdictsJSON)
        #expect(file.verdicts.map(\.claim) == input.claims.judged.map(\.id))
        #expect(file.checks.map(\.claim) == input.claims.checks.map(\.id))
        #expect(file.figure == "paper" && file.profile == profile)
        #expect(file.verdicts.allSatisfy { !$0.reason.isEmpty && !$0.words.isEmpty })
        let parser = XMLParser(data: rendered.html)
        #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "") at line \(parser.lineNumber)")
    }

    @Test func verdictsAreThoseOfTheFigures() throws {
        let input = try MadeUpPaper.input("paper")
        let file = try JSONDecoder().decode(VerdictFile.self, from: renderPaper(input).verdictsJSON)
        let own = input.figures.flatMap(\.verdicts.verdicts)
        #expect(own.count { $0.outcome != .notTested } > 5, "the paper's sizes test something")
        for verdict in file.verdicts {
            let judged = own.filter { $0.claim == verdict.claim }
            #expect(
                judged.isEmpty
                    || judged.contains {
                        // Values are decided anew, together with those of other figures.
                        $0.ours == verdict.ours && $0.value == verdict.value
                            && ($0.outcome == verdict.outcome || $0.value != nil)
                    }
            )
        }
        let values = file.verdicts.filter { $0.value != nil }
        #expect(values.count > 6, "more than a figure has")
        #expect(
            values.allSatisfy {
                $0.outcome == .confirmed || $0.reason.contains("corrected for \(values.count) claims")
            })
        let page = try MadeUpPaper.page(input)
        #expect(page.contains("90.3\u{a0}±\u{a0}2.0\u{a0}%") && page.contains("(n\u{a0}=\u{a0}10)"))
    }

    @Test func sameInputSameBytesAndPicturesAreInside() throws {
        let first = try renderPaper(MadeUpPaper.input())
        #expect(try first == renderPaper(MadeUpPaper.input()))
        let other = try renderPaper(MadeUpPaper.input { $0.provenance[0].digest = "c1a2" })
        #expect(first.html != other.html && first.verdictsJSON == other.verdictsJSON)
        let page = String(decoding: first.html, as: UTF8.self)
        #expect(rows(page, "<img ") == 3 && rows(page, "src=\"data:image/svg+xml;base64,") == 3)
        #expect(
            page.contains("width=\"1280\"\nheight=\"640\"") || page.contains("width=\"1280\" height=\"640\""))
        let loading = /\b(src|srcset|action|data)="(?!data:)|url\(|@import|<link rel="(?!icon)/
        #expect(
            page.firstMatch(of: loading) == nil, "\(page.firstMatch(of: loading).map { "\($0.0)" } ?? "")")
        for ending in ["html", "svg", "pdf", "png", "tsv", "cells.tsv", "verdicts.json"] {
            #expect(page.contains("href=\"../figures/smoke/figureS3/figureS3.\(ending)\""), "\(ending)")
        }
    }

    @Test func whatIsNotThereIsAHoleWithItsReason() throws {
        let page = try MadeUpPaper.page(
            MadeUpPaper.input { input in
                input.figures.removeAll { $0.name == "figure2" }
                input.figures.removeAll { $0.name == "figureS3" }
            })
        #expect(rows(page, "<img ") == 1)
        #expect(page.contains("<strong>Not available:</strong> not for smoke.</p>"), "not covered")
        #expect(page.contains("<strong>Not available:</strong> figure2 was not made.</p>"))
        let verdict = try #require(
            row("F2C-sparse", of: page))
        #expect(verdict.contains("data-verdict=\"not-tested\"") && verdict.contains("figure2 was not made"))
        let delay = try #require(
            row("F6B-delay", of: page))
        #expect(delay.contains("not for smoke") && delay.contains("data-figures=\"figure6\""))
        #expect(page.contains("<li>Figure 6: not for smoke</li>"), "among the deviations")
        #expect(page.contains("figureS3 was not made"), "and where both are to be measured")
    }

    @Test func claimsOfNoFigureSaySo() throws {
        let extra = try Claim.claims(
            in: YAMLValue.parse(
                "- {id: X-1, figure: Methods, kind: shape, claim: said somewhere}", file: "x"))
        let page = try MadeUpPaper.page(MadeUpPaper.input { $0.claims += extra })
        let row = try #require(self.row("X-1", of: page))
        #expect(row.contains("data-figures=\"none\"") && row.contains("no figure of the pipeline judges it"))
        #expect(page.contains("<option value=\"none\">no figure</option>"))
    }

    /// They stand apart, and are counted nowhere.
    @Test func checksAreNoClaims() throws {
        let all = try Claim.read(path: ClaimTests.file.path)
        let page = try MadeUpPaper.page(MadeUpPaper.input { $0.claims = all })
        #expect(!page.contains("id=\"claim-M-density\""))
        let section = try #require(page.components(separatedBy: "<section id=\"checks\">").last)
        let checks = try #require(section.components(separatedBy: "</section>").first)
        #expect(checks.contains("MNIST 60000/10000") && rows(checks, ">not run</td>") == 2, "\(checks)")
        let none = try MadeUpPaper.page(MadeUpPaper.input { $0.claims = all.judged })
        #expect(!none.contains("Checks of the set-up"))
    }

    /// Whatever a specification, a claim or a figure says, it stays text.
    @Test func hostileTextStaysText() throws {
        let evil = "<script>alert('1' & \"2\")</script>"
        let page = try MadeUpPaper.page(
            MadeUpPaper.input { input in
                input.paper.description = evil
                for index in input.paper.figures.indices {
                    input.paper.figures[index].title = evil
                    input.paper.figures[index].source = evil
                }
                input.paper.figures[2].uncovered = evil
                input.claims.append(Claim(id: evil, figure: "2C", kind: .shape))
                input.claims[input.claims.count - 1].claim = evil
                var figure = input.figures[0].figure
                (figure.title, figure.caption) = (evil, evil)
                figure.panels[0].title = evil
                figure.panels[1].unavailable = evil
                figure.panels[2].dataset.name = evil
                let verdict = Verdict(
                    claim: evil, figure: evil, words: evil, paper: evil, ours: evil, outcome: .confirmed,
                    reason: evil,
                    criterion: evil, seen: evil)
                let heads = "panel\tmeasure\thidden_nodes\tdensity\tepochs\tn\tmean\tsd\n"
                input.figures[0] = try MadeUpPaper.finished(
                    figure, claims: [], verdicts: [verdict], cells: Data(heads.utf8))
                input.differences.append(
                    Difference(
                        id: evil, title: evil, text: evil, notebook: evil, evidence: .unmeasured(evil),
                        note: evil))
                input.provenance.append(ProvenanceEntry(name: evil, digest: evil))
            })
        #expect(!page.contains("<script>alert") && rows(page, "<script>") == 1)
        #expect(rows(page, "&lt;script&gt;alert(&#39;1&#39; &amp; &quot;2&quot;)") > 20)
        #expect(XMLParser(data: Data(page.utf8)).parse())
        #expect(page.contains("default-src 'none'"))
    }

    @Test func anchorsOfDifferentNamesDiffer() throws {
        let names = ["a b", "a_b", "a-b", "a_20_b", "ab", "Ab", "é"]
        #expect(Set(names.map { anchor($0) }).count == names.count)
        #expect(
            anchor("F2C-sparse") == "F2C-sparse"
                && anchor("\" onclick=\"") == "_22__20_onclick_3d__22_")
        #expect(href("../figures/a b\"/x:y.svg") == "../figures/a%20b%22/x%3Ay.svg")
    }

    @Test func deviationsAreCountedFromThePapersSizes() throws {
        let page = try MadeUpPaper.page(
            MadeUpPaper.input("laptop-jpeg") { input in
                var figure = input.figures[2].figure
                figure.panels[2].unavailable = "the files are not here"
                input.figures[2] = try MadeUpPaper.finished(figure, claims: input.claims)
            })
        #expect(page.contains("2,000 (28,000)") && page.contains("3 (10)"))
        #expect(page.contains("CIFAR-10 (JPEG) in place of CIFAR-10"))
        #expect(page.contains("not run: the files are not here"))
        #expect(page.contains("TF32") && page.contains("float32"))
        let smoke = try MadeUpPaper.page(MadeUpPaper.input())
        #expect(smoke.contains("the first 300 examples to learn from; the first 200 to test on"))
        let whole = try MadeUpPaper.page(MadeUpPaper.input("paper"))
        #expect(
            whole.contains("Every panel has the sizes, densities, seeds, epochs and data of profile paper"))
    }
}
