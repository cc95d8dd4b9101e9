import Foundation
import Results
import Testing

@testable import Pages

/// Templates of pages: what they show, and what is said of those that are wrong.
@Suite struct TemplateTests {
    private func rendered(_ files: [(String, String)], _ data: PageValue) throws -> String {
        let templates = try PageTemplates(files.map { ($0, Data($1.utf8)) })
        return String(decoding: try templates.render("page", data), as: UTF8.self)
    }

    private func message(_ files: [(String, String)], _ data: PageValue = [:]) throws -> String {
        try #require(throws: FigureError.self) { try rendered(files, data) }.description
    }

    @Test func textsListsAndParts() throws {
        let page = """
            {{! page: all that there is }}
            {{#caption}}
            never
            {{/caption}}
            {{^caption}}
            no caption
            {{/caption}}
            {{#rows}}
            {{> row}}
            {{/rows}}
            {{^empty(rows)}}{{#rows}}{{name}}{{^last()}}, {{/last()}}{{/rows}}{{/empty(rows)}}
            """
        let row = "{{! row: one }}\n{{title}}: {{name}}{{#isBest}}!{{/isBest}}\n"
        let data: PageValue = [
            "title": "T", "caption": "",
            "rows": [["name": "a", "isBest": true], ["name": "b", "isBest": false]],
        ]
        #expect(
            try rendered([("a/page.mustache", page), ("a/row.mustache", row)], data)
                == "no caption\nT: a!\nT: b\na, b")
    }

    @Test(arguments: ["<script>", "<\u{301}script>", "'\u{20dd}", "&\u{300}lt;", "\"\u{fe0f}"])
    func textIsEscaped(text: String) throws {
        let shown = try rendered([("p", "{{! page: one }}\n{{text}}|{{{text}}}")], ["text": .text(text)])
        let escaped = shown.split(separator: "|")[0]
        let hostile = escaped.unicodeScalars.filter { ["<", ">", "'", "\""].contains($0) }
        #expect(hostile.isEmpty && escaped.hasPrefix("&"), "\(escaped)")
        #expect(!shown.unicodeScalars.starts(with: "&\u{300}".unicodeScalars))
    }

    @Test(arguments: [
        ("{{! page: x }}\n\n{{titel}}", "p:3: the page has nothing called titel; did you mean title?"),
        (
            "{{! page: x }}\n{{#rows}}\n{{nmae}}{{/rows}}",
            "p:3: the page has nothing called nmae; did you mean name?"
        ),
        ("{{! page: x }}\n{{zzz}}\n{{#zzz}}{{/zzz}}", "p:2, p:3: the page has nothing called zzz"),
        (
            "{{! page: x }}\n{{> rwo}}",
            "p:2: there is no template called rwo; did you mean row?; there are page, row"
        ),
        (
            "{{! page: x }}\n\n{{#rows}}\n{{title}}\n",
            "p:3: the section rows is not ended; end it by {{/rows}}"
        ),
        (
            "{{! page: x }}\n{{#rows}}\n{{/title}}",
            "p:3: ends another section than the one that was begun last"
        ),
        ("{{! page: x }}\n\n{{title\n", "p:"),
        ("{{! page: x }}\n{{large(title)}}", "p:2: there is nothing called large(); there are capitalized, "),
        ("{{! page: x }}\n{{title.name}}", "p:2: title.name has a dot"),
        ("{{! page: x }}\n{{=<% %>=}}", "p:2: {{= is not used in pages"),
        ("<p>{{title}}</p>", "p:1: does not begin with the template's name"),
        ("{{! row: x }}\n", "r:1: is called row, as p is"),
        (
            "{{! other: x }}\n",
            "there is no template called page among p, r; name all of the page's by --templates"
        ),
    ])
    func whatIsWrongIsSaidWithFileAndLine(text: String, words: String) throws {
        let data: PageValue = ["title": "T", "rows": [["name": "a"]]]
        let found = try message([("p", text), ("r", "{{! row: one }}\n")], data)
        #expect(found.hasPrefix(words), "\(found)")
    }

    /// Also names in sections that are not shown for most pages: each template of the project shows only what pages have.
    @Test func theProjectsTemplatesAreSound() throws {
        let files = try ProjectTemplates.files()
        #expect(files.count > 10)
        for file in files {
            let text = String(decoding: file.bytes, as: UTF8.self)
            let name = file.path.replacing(".mustache", with: "")
            #expect(text.hasPrefix("{{! \(name): "), "\(file.path) says its name")
        }
        _ = try PageTemplates(files)
    }
}
