import ArgumentParser
import Foundation
import Pages
import StageKit

/// The templates of a page.
struct TemplateOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The templates of the page, and those that they ask for.", valueName: "file.mustache"))
    var templates: [String]

    var input: StageCall.Input { .many(.templates, templates) }

    /// - Throws: `FigureError` with file and line for what is not a template.
    func read() throws -> PageTemplates {
        try PageTemplates(templates.map { ($0, try Data(contentsOf: URL(fileURLWithPath: $0))) })
    }
}
