import Formats
import Specification

extension PanelFiles {
    /// A strip with the first image of each class, dark on white, and the names of the classes below.
    ///
    /// - Throws: `FigureError` when the dataset was not given.
    init(examplesOf dataset: DatasetExamples?, for panel: ResolvedPanel) throws {
        guard let dataset else {
            throw FigureError(
                "Panel \(panel.name) shows examples of \(panel.dataset.name), but that dataset was not given: "
                    + "pass it to the report.")
        }
        let images = dataset.images
        let shown = dataset.classNames.indices.compactMap { label in
            images.labels.firstIndex(of: UInt8(clamping: label)).map {
                (name: dataset.classNames[label], image: $0)
            }
        }
        guard !shown.isEmpty else {
            throw FigureError("Dataset \(dataset.name) has no image of any class: fetch it again.")
        }
        let pitch = Self.pitch(shown.count, images)
        set("exampleCount", shown.count)
        set("className", shown.map(\.name))
        set("exampleRows", images.rows)
        set("exampleColumns", images.columns)
        set("examplePitch", pitch)
        let frames = shown.indices.map { "\($0 * pitch)\t\($0 * pitch + images.columns)" }
        data = [
            ("pixels", Self.pixels(of: shown.map(\.image), in: images, pitch: pitch)), ("frames", frames),
        ]
    }

    /// Columns from one image to the next: so that the strip fills the width above the other panels, if the gaps
    /// then are neither narrower than a seventh of an image nor wider than half of one.
    private static func pitch(_ count: Int, _ images: LabelledImages) -> Int {
        let columnsOfStrip = Double(images.rows) * Canvas.stripAspect
        let filling = (columnsOfStrip - Double(images.columns)) / Double(max(1, count - 1))
        let widths =
            (images.columns + max(1, images.columns / 7))...(images.columns + max(1, images.columns / 2))
        return min(max(Int(filling), widths.lowerBound), widths.upperBound)
    }

    /// Lines `x y grey` of one grid over the whole strip, row by row, as gnuplot's image plots need them. What is
    /// black in the dataset becomes white paper, as between the images.
    private static func pixels(of shown: [Int], in images: LabelledImages, pitch: Int) -> [String] {
        let width = (shown.count - 1) * pitch + images.columns
        return (0..<images.rows).flatMap { row in
            (0..<width).map { x in
                let (place, column) = x.quotientAndRemainder(dividingBy: pitch)
                let pixel = (shown[place] * images.rows + row) * images.columns + column
                let value = column < images.columns ? 255 - images.pixels[pixel] : 255
                return "\(x)\t\(row)\t\(value)"
            }
        }
    }
}
