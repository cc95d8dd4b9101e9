import Foundation
import Mustache
import Results
import Specification

/// The templates that pages are made by, `pipeline/pages/*.mustache`, checked against each other.
///
/// A template begins with a comment that says its name, `{{! table: … }}`: the store keeps what was read by its digest alone.
package struct PageTemplates: Sendable {
    private let templates: [Template]
    private let library: MustacheLibrary

    /// A template that was read.
    private struct Template {
        let path: String
        let name: String
        let tags: [TemplateTag]
    }

    /// Reads templates.
    ///
    /// - Throws: `FigureError` with file and line for what is not a template, has no name, or asks for what is not there.
    package init(_ files: [FinishedFigure.File]) throws {
        var templates: [Template] = []
        var library = MustacheLibrary()
        for file in files {
            let text = String(decoding: file.bytes, as: UTF8.self)
            let tags = TemplateTag.all(in: text)
            guard let name = text.firstMatch(of: /\A\{\{!\s*([a-z][a-z0-9-]*):/)?.1 else {
                throw FigureError(
                    "\(file.path):1: does not begin with the template's name; let it begin with {{! name: what it is for }}"
                )
            }
            if let other = templates.first(where: { $0.name == name }) {
                throw FigureError(
                    "\(file.path):1: is called \(name), as \(other.path) is; give one of them another name")
            }
            do {
                try library.register(text, named: String(name))
            } catch {
                throw FigureError(Self.message(error, in: tags, of: file.path))
            }
            templates.append(Template(path: file.path, name: String(name), tags: tags))
        }
        (self.templates, self.library) = (templates, library)
        try checkTags()
    }

    /// The page of a template, the same bytes for the same data.
    ///
    /// - Throws: `FigureError` with file and line for a name that the data does not have.
    package func render(_ name: String, _ data: PageValue) throws -> Data {
        guard templates.contains(where: { $0.name == name }) else {
            throw FigureError(
                "there is no template called \(name) among \(listed(templates.map(\.path))); name all of the page's by --templates"
            )
        }
        let root = PageRoot(data)
        let text = library.render(root, withTemplate: name) ?? ""
        if let missing = root.missing { throw FigureError(message(missing, known: data.names)) }
        return Data(text.utf8)
    }

    /// What the library would pass over in silence.
    private func checkTags() throws {
        let names = templates.map(\.name)
        for template in templates {
            for tag in template.tags {
                let place = "\(template.path):\(tag.line)"
                if tag.kind == ">", !names.contains(tag.name) {
                    throw FigureError(
                        "\(place): there is no template called \(tag.name)\(meant(tag.name, names)); there are \(listed(names))"
                    )
                }
                if let problem = tag.problem { throw FigureError("\(place): \(problem)") }
            }
        }
    }

    private func message(_ missing: String, known: Set<String>) -> String {
        let places = templates.flatMap { template in
            template.tags.filter { $0.asks(for: missing) }.map { "\(template.path):\($0.line)" }
        }
        return "\(listed(places)): the page has nothing called \(missing)\(meant(missing, known.sorted()))"
    }

    private func meant(_ word: String, _ known: [String]) -> String {
        nearMatch(to: word, among: known).map { "; did you mean \($0)?" } ?? ""
    }

    private func listed(_ names: [String]) -> String { names.joined(separator: ", ") }

    /// The library says of a section that is not ended only where the text ends.
    private static func message(_ error: any Error, in tags: [TemplateTag], of path: String) -> String {
        if let open = TemplateTag.firstOpen(tags) {
            return "\(path):\(open.line): the section \(open.name) is not ended; end it by {{/\(open.name)}}"
        }
        guard let found = error as? MustacheTemplate.ParserError else { return "\(path): \(error)" }
        let words =
            switch found.error as? MustacheTemplate.Error {
            case .sectionCloseNameIncorrect: "ends another section than the one that was begun last"
            case .unfinishedName:
                "a tag is not closed, or its name has other characters than letters, digits and -"
            case .expectedSectionEnd: "a section is not ended"
            default: "is not understood"
            }
        return
            "\(path):\(found.context.lineNumber): \(words): \(found.context.line.trimmingCharacters(in: .whitespaces))"
    }
}

/// The outermost parts of a page. Whoever asks them has asked all inner ones, so what they do not have is nowhere.
private final class PageRoot: MustacheParent {
    private let parts: [String: Any]
    private(set) var missing: String?

    init(_ data: PageValue) { parts = data.forMustache as? [String: Any] ?? [:] }

    func child(named name: String) -> Any? {
        if let part = parts[name] { return part }
        missing = missing ?? name
        return nil
    }
}
