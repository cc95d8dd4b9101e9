import Specification

/// A rectangle on the canvas, in fractions of it; (0, 0) is the lower left corner.
struct Frame: Equatable {
    let left: Double
    let right: Double
    let bottom: Double
    let top: Double
}

/// Where the panels of a figure go: strips of examples on top, each over the whole width, then two panels a row.
struct Canvas {
    /// Width in units (pixels of SVG, points of PDF): a slide of 16:9 with one strip and one row.
    static let width = 1280.0
    static let stripHeight = 176.0
    /// Width to height of the images in a strip that fills it, within the layout's margins.
    static let stripAspect = 1114.0 / 92
    static let rowHeight = 544.0

    /// Height in units.
    let height: Double
    /// One frame a panel, in the order of the panels.
    let frames: [Frame]

    init(kinds: [PanelKind]) {
        let others = kinds.indices.filter { kinds[$0] != .datasetExamples }
        let strips = kinds.indices.filter { kinds[$0] == .datasetExamples }
        let rows = stride(from: 0, to: others.count, by: 2).map {
            Array(others[$0..<min($0 + 2, others.count)])
        }
        let height = Double(strips.count) * Self.stripHeight + Double(rows.count) * Self.rowHeight
        var frames = kinds.map { _ in Frame(left: 0, right: 1, bottom: 0, top: 1) }
        var top = height
        for strip in strips {
            frames[strip] = Frame(
                left: 0, right: 1, bottom: (top - Self.stripHeight) / height, top: top / height)
            top -= Self.stripHeight
        }
        for row in rows {
            let widths = row.map { kinds[$0].relativeWidth }
            var left = 0.0
            for (panel, width) in zip(row, widths) {
                let right = left + width / widths.reduce(0, +)
                frames[panel] = Frame(
                    left: left, right: right, bottom: (top - Self.rowHeight) / height, top: top / height)
                left = right
            }
            top -= Self.rowHeight
        }
        self.height = height
        self.frames = frames
    }
}

/// The kinds of panel that can be drawn; the names are those of specifications.
enum PanelKind: String {
    case datasetExamples = "dataset-examples"
    case accuracyByEpoch = "accuracy-by-epoch"
    case accuracyGrid = "accuracy-grid"

    /// A grid has up to nine columns of numbers and takes more of a row than curves.
    var relativeWidth: Double { self == .accuracyGrid ? 0.575 : 0.425 }

    init(_ panel: ResolvedPanel) throws {
        guard let kind = PanelKind(rawValue: panel.shows) else {
            throw FigureError(
                "Panel \(panel.name) shows \"\(panel.shows)\", which cannot be drawn: use dataset-examples, "
                    + "accuracy-by-epoch or accuracy-grid.")
        }
        self = kind
    }
}
