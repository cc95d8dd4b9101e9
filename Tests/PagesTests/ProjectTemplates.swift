import Foundation

@testable import Drawing
@testable import Pages

/// The project's own templates.
enum ProjectTemplates {
    static let folder = RenderTests.root.appending(path: "pipeline/pages")

    /// All files, in the order of their names.
    static func files() throws -> [FinishedFigure.File] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { $0.hasSuffix(".mustache") }.sorted().map {
            ($0, try Data(contentsOf: folder.appending(path: $0)))
        }
    }

    static let templates = Result { try PageTemplates(files()) }
}

/// With the project's own templates.
func render(_ input: FigureInput, layout: URL, work: URL, gnuplot: Gnuplot = Gnuplot()) throws
    -> RenderedFigure
{
    try render(
        input, templates: ProjectTemplates.templates.get(), layout: layout, work: work, gnuplot: gnuplot)
}

/// With the project's own templates.
func renderPaper(_ input: PaperInput) throws -> RenderedPaper {
    try renderPaper(input, templates: ProjectTemplates.templates.get())
}
