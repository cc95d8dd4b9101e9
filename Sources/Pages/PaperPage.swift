import Drawing
import Judging
import Results
import Foundation
import Specification

/// The self-contained page of all figures: every claim with its verdict, every figure, where text and code differ, and what
/// deviates from the paper. A script filters the claims; without it all of them are shown.
package struct PaperPage: PageElements {
    package let input: PaperInput
    package let claims: [JudgedClaim]

    package var paper: ResolvedPaper { input.paper }

    /// Whatever stands in a text, the page loads nothing from elsewhere.
    private static let policy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"

    /// The page; the same bytes for the same input.
    package func html() -> Data {
        let sections =
            [header, contents, claimSection] + paper.figures.map(figureSection)
            + [differenceSection, deviationSection, provenanceSection]
        let page = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy)"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>\(escaped("All figures and claims, profile \(paper.profile)"))</title>
            <link rel="icon" href="data:,"/>
            <style>
            \(pageStyle)
            \(paperStyle)
            </style>
            </head>
            <body>
            <main>
            \(sections.filter { !$0.isEmpty }.joined(separator: "\n"))
            </main>
            <script>
            //<![CDATA[
            \(paperScript)
            //]]>
            </script>
            </body>
            </html>

            """
        return Data(page.utf8)
    }

    private var header: String {
        """
        <header>
        <h1>Fruengel &amp; Oberlaender (2025), re-computed</h1>
        <p class="source"><cite>Sparse connectivity enables efficient information processing in cortex-like artificial neural
        networks</cite>, <a href="https://doi.org/10.3389/fncir.2025.1528309">doi 10.3389/fncir.2025.1528309</a></p>
        <p>Profile <strong>\(escaped(paper.profile))</strong>: \(escaped(paper.description)).</p>
        </header>
        """
    }

    private var contents: String {
        let figures = paper.figures.map { (anchor($0.figure), displayName($0.figure)) }
        let parts =
            [("claims", "Claims")] + figures
            + [("differences", "Text and code"), ("deviations", "Deviations"), ("files", "Files")]
        let items = parts.map { "<li><a href=\"#\($0)\">\(escaped($1))</a></li>" }
        return "<nav aria-label=\"Contents\"><ul>\n\(items.joined(separator: "\n"))\n</ul></nav>"
    }

    private var provenanceSection: String {
        let rows = input.provenance.map { [escaped($0.name), digestText($0.digest)] }
        let words = """
            <p>Besides the files of the figures, with their SHA-256 digests. <code>artifacts show DIGEST</code> tells where
            each comes from, back to the raw files. All verdicts for programs:
            <a href="\(href("\(paper.profile).verdicts.json"))">\(escaped(paper.profile)).verdicts.json</a>.</p>
            """
        return section("Files", words + "\n" + table(["what", "SHA-256"], rows, labels: true), id: "files")
    }

    // MARK: - Parts

    package func section(_ title: String, _ content: String, id: String) -> String {
        "<section id=\"\(id)\">\n<h2>\(escaped(title))</h2>\n\(content)\n</section>"
    }

    /// A visible place for what is not there.
    package func hole(_ reason: String) -> String {
        "<p class=\"hole\"><strong>Not available:</strong> \(escaped(reason)).</p>"
    }

    /// Text of numbers, which stay with their sign and unit on one line.
    package func numbers(_ text: String) -> String {
        let glued = [" ± ", " = "].reduce(text) { text, sign in
            text.replacing(sign, with: sign.replacing(" ", with: "\u{a0}"))
        }
        return escaped(glued.replacing(" %", with: "\u{a0}%").replacing(" > ", with: " >\u{a0}"))
    }

    package func digestText(_ digest: String) -> String { "<code>\(escaped(digest))</code>" }

    /// `Figure S2` of `figureS2`.
    package func displayName(_ figure: String) -> String {
        figure.hasPrefix("figure") ? "Figure \(figure.dropFirst("figure".count))" : figure
    }

    /// A name as an anchor: other characters than letters, digits and - become their code, so that names stay apart.
    package func anchor(_ name: String) -> String {
        name.unicodeScalars.map { scalar in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isPlain || scalar == "-" ? String(scalar) : "_\(String(scalar.value, radix: 16))_"
        }.joined()
    }

    /// A relative address, whatever its names hold.
    package func href(_ path: String) -> String {
        let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: ":"))
        return escaped(path.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")
    }
}
