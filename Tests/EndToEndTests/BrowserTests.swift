import Foundation
import Testing

/// The page of all figures in headless Chromium. SPARSE_CORTEX_CHROMIUM names another one than that of the path.
@Suite(.serialized) struct BrowserTests {
    /// Checked before any test runs, so that a missing browser is a skipped test and no failure.
    static let isThere: Bool = {
        let script = "command -v \"${SPARSE_CORTEX_CHROMIUM:-chromium}\" && command -v python3"
        return (try? run("/bin/sh", ["-c", script], in: "/"))?.status == 0
    }()

    private func check(_ page: String, in project: Project) throws -> Outcome {
        let script = Project.repository + "/Tests/EndToEndTests/fixtures/check_page.py"
        return try run("/usr/bin/env", ["python3", script, page], in: project.folder)
    }

    @Test(.enabled(if: isThere, "there is no chromium (apt-get install chromium), or no python3"))
    func thePageWorksInABrowserAndFaultsAreFound() throws {
        let project = try Project()
        try project.nameOtherFigures()
        #expect(try project.make("paper").status == 0)
        let sound = try check("artifacts/report/index.html", in: project)
        #expect(sound.status == 0, "\(sound.output)\(sound.errors)")
        let page = try String(
            contentsOfFile: project.folder + "/artifacts/report/index.html", encoding: .utf8)
        for (name, from, to, fault) in Self.faults {
            #expect(page.contains(from), "\(name)")
            let path = "artifacts/report/\(name).html"
            try page.replacing(from, with: to).write(
                toFile: "\(project.folder)/\(path)", atomically: true, encoding: .utf8)
            let outcome = try check(path, in: project)
            #expect(
                outcome.status == 1 && outcome.output.contains(fault),
                "\(name): \(outcome.output)\(outcome.errors)")
        }
    }

    /// Name of a broken page, what is replaced by what, and the fault that must be found.
    private static let faults = [
        ("console", "\"use strict\";", "console.log('here');", "console: ['here']"),
        ("exception", "form.hidden = false;", "form.hidden = false; missing();", "exception: ReferenceError"),
        (
            "image", "src=\"data:image/svg+xml;base64,P", "src=\"data:image/svg+xml;base64,Q",
            "image not loaded: Figure 2"
        ),
        (
            "request", "<link rel=\"icon\" href=\"data:,\"/>",
            "<link rel=\"icon\" href=\"a.png\"/><img alt=\"\" src=\"b.png\"/>", "b.png"
        ),
        ("filter", "row.hidden = !fits;", "", "filter by keyboard: 88 claims of figure2"),
        ("address", "const fits =", "const fits = figure ||", "filter by address: "),
        ("print", "tr[hidden] { display: table-row !important; }", "", "print: claims are missing"),
        ("width", "<header>", "<header><p style=\"width: 500px\">wide</p>", "at a width of 390 pixels"),
        ("anchor", "href=\"#differences\"", "href=\"#difference\"", "link to no anchor: #difference"),
        ("file", "figure2.pdf\"", "figure2.pfd\"", "link to no file: "),
        ("colours", "--quiet: #59606a", "--quiet: #b9c0ca", "light: hard to see: P.source"),
        ("dark", "--quiet: #a3abb5", "--quiet: #4a4f55", "dark: hard to see: P.source"),
        ("schemes", "(prefers-color-scheme: dark)", "(prefers-color-scheme: none)", "colours: the ground is"),
        (
            "picture", "class=\"name\"", "class=\"name\" dy=\"15\"",
            "picture of means at a width of 1280 pixels: the row of"
        ),
        ("script", "hidden=\"hidden\"", "", "without scripts: there is a filter"),
    ]
}
