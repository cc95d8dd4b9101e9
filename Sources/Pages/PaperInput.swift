import Drawing
import Judging
import Results
import Foundation
import Specification

/// A figure that was made, as the page of all figures reads it.
package struct FinishedFigure: Sendable {
    /// The figure, decided for the profile.
    package let figure: ResolvedFigure
    /// The picture.
    package let picture: EmbeddedPicture
    /// Its verdicts.
    package let verdicts: VerdictFile
    /// What its panels show.
    package let cells: CellRows
    /// Its files with their digests.
    package let provenance: [ProvenanceEntry]

    /// Name of the figure.
    package var name: String { figure.figure }

    /// A file of a figure: its path, for messages, and its bytes.
    package typealias File = (path: String, bytes: Data)

    /// Reads a figure's files.
    ///
    /// - Throws: `FigureError` or `JSONFileError` when one of them is not as it must be, or is of another figure or profile.
    package init(
        figure: ResolvedFigure, svg: File, verdicts: File, cells: File, provenance: [ProvenanceEntry]
    ) throws {
        self.figure = figure
        self.provenance = provenance
        picture = try EmbeddedPicture(svg.bytes, name: svg.path)
        self.verdicts = try VerdictFile(verdicts.bytes, path: verdicts.path)
        self.cells = try CellRows(cells.bytes, name: cells.path)
        for (member, given, expected) in [
            ("figure", self.verdicts.figure, figure.figure),
            ("profile", self.verdicts.profile, figure.profile),
        ] where given != expected {
            throw FigureError(
                "\(verdicts.path): \(member) is \(given), but the specification in its place is of \(expected); "
                    + "name the figures' files in one order")
        }
        let panels = Set(figure.panels.map(\.name))
        if let other = self.cells.rows.first(where: { !panels.contains($0["panel"]) }) {
            throw FigureError(
                "\(cells.path): panel \(other["panel"]) is none of \(figure.figure); make the figure again")
        }
    }
}

/// Everything that the page of all figures is made of.
package struct PaperInput: Sendable {
    /// All figures of the pipeline, and which of them the profile covers.
    package var paper: ResolvedPaper
    /// The figures that were made.
    package var figures: [FinishedFigure]
    /// All claims of the paper.
    package var claims: [Claim]
    /// Where text and published code differ.
    package var differences: [Difference]
    /// What the page was made of, besides the files of figures.
    package var provenance: [ProvenanceEntry]
    /// Verdicts on all claims that were published with the project, of a larger profile; they are shown beside the page's own.
    package var published: VerdictFile?

    /// An input; see the properties.
    package init(
        paper: ResolvedPaper, figures: [FinishedFigure], claims: [Claim], differences: [Difference],
        provenance: [ProvenanceEntry], published: VerdictFile? = nil
    ) {
        self.paper = paper
        self.figures = figures
        self.claims = claims
        self.differences = differences
        self.provenance = provenance
        self.published = published
    }

    /// Refuses published verdicts that are not of such a page, figures of another profile, such that the plan does not know, and one given twice.
    package func check() throws {
        if let published, published.figure != ResolvedPaper.name {
            throw FigureError(
                "the published verdicts are those of \(published.figure); name those of the page of all figures"
            )
        }
        var seen: Set<String> = []
        for figure in figures {
            guard seen.insert(figure.name).inserted else {
                throw FigureError("\(figure.name) is given twice; name each figure's files once")
            }
            guard figure.figure.profile == paper.profile else {
                throw FigureError(
                    "\(figure.name) is given in profile \(figure.figure.profile), the page is of \(paper.profile)"
                )
            }
            guard paper.figures.contains(where: { $0.figure == figure.name }) else {
                throw FigureError("\(figure.name) is not a figure of the plan; plan the page again")
            }
        }
    }
}

/// The files of the page of all figures, each the same bytes for the same input.
package struct RenderedPaper: Equatable, Sendable {
    /// The self-contained page.
    package let html: Data
    /// The verdicts on all claims as JSON, keys sorted.
    package let verdictsJSON: Data
}

/// Puts all figures and claims on one page.
///
/// - Parameter templates: those of the page, with one called `paper`.
/// - Throws: `FigureError` for files that do not belong together, or a name that a template asks for and the page does not have.
package func renderPaper(_ input: PaperInput, templates: PageTemplates) throws -> RenderedPaper {
    try input.check()
    let claims = try JudgedClaim.all(input.claims.judged, by: input.figures, in: input.paper)
    let checks = try JudgedClaim.all(
        input.claims.checks, by: input.figures, in: input.paper, among: \.checks)
    let file = VerdictFile(
        figure: ResolvedPaper.name, profile: input.paper.profile, verdicts: claims.map(\.verdict),
        checks: checks.map(\.verdict))
    return RenderedPaper(
        html: try templates.render(
            ResolvedPaper.name, PaperPage(input: input, claims: claims, checks: checks).data),
        verdictsJSON: try file.json())
}

/// A picture inside of a page. As an image of its own its names cannot collide with those of other pictures.
package struct EmbeddedPicture: Sendable {
    /// `data:image/svg+xml;base64,…`.
    package let address: String
    /// In pixels of the page where nothing else is said.
    package let width: Int
    /// See `width`.
    package let height: Int

    /// - Throws: `FigureError` for what is not a complete SVG with a size.
    package init(_ svg: Data, name: String) throws {
        let text = String(decoding: svg, as: UTF8.self)
        let box = /<svg\s[^>]*viewBox="0 0 ([1-9][0-9]{0,4}) ([1-9][0-9]{0,4})"/
        guard let found = text.firstMatch(of: box), let width = Int(found.1), let height = Int(found.2),
            text.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix("</svg>")
        else {
            throw FigureError("\(name) is not a complete SVG with a viewBox; make the figure again")
        }
        (self.width, self.height) = (width, height)
        address = "data:image/svg+xml;base64,\(svg.base64EncodedString())"
    }
}
