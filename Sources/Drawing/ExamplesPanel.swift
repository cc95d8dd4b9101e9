import Results
import Model
import Specification

extension PanelFiles {
    /// A strip with the first example of each class, and the names of the classes below: grey images dark on white, colour
    /// images as they are, series as lines on one scale.
    ///
    /// - Throws: `FigureError` when the dataset was not given.
    package init(examplesOf dataset: DatasetExamples?, for panel: ResolvedPanel) throws {
        guard let dataset else {
            throw FigureError(
                "Panel \(panel.name) shows examples of \(panel.dataset.name), but that dataset was not given: "
                    + "pass it to the report.")
        }
        let examples = dataset.examples
        let shown = dataset.classNames.indices.compactMap { label in
            examples.labels.firstIndex(of: UInt8(clamping: label)).map {
                (name: dataset.classNames[label], example: $0)
            }
        }
        guard !shown.isEmpty else {
            throw FigureError("Dataset \(dataset.name) has no example of any class: fetch it again.")
        }
        set("exampleCount", shown.count)
        set("className", shown.map(\.name))
        let strip: ExampleStrip
        switch examples.values {
        case .images(let bytes, let layout):
            strip = ExampleStrip(images: bytes, layout, shown: shown.map(\.example))
        case .series(let numbers, let layout):
            strip = ExampleStrip(series: numbers, layout, shown: shown.map(\.example))
        }
        set("exampleKind", strip.kind)
        set("exampleNote", strip.note)
        set("exampleRows", strip.rows)
        set("exampleColumns", strip.columns)
        set("examplePitch", strip.pitch)
        let frames = shown.indices.map { "\($0 * strip.pitch)\t\($0 * strip.pitch + strip.columns)" }
        data = [("examples", strip.lines), ("frames", frames)]
    }
}

/// Examples side by side, in units: pixels of the images, or of the figure for series.
package struct ExampleStrip: Equatable {
    /// `image` or `series`, for the layout.
    package let kind: String
    /// What the reader must know about scales; may be empty.
    package let note: String
    /// Height of an example.
    package let rows: Int
    /// Width of an example.
    package let columns: Int
    /// Columns from one example to the next.
    package let pitch: Int
    /// Images: `x y red green blue`, one grid over the whole strip, row by row, as gnuplot's image plots need them.
    /// Series: `x y`, an empty line after each channel.
    package let lines: [String]

    /// Images [image][row][channel][column]. What is black in a grey image becomes white paper, as between the images.
    package init(images bytes: [UInt8], _ layout: ImageLayout, shown: [Int]) {
        let pitch = Self.pitch(shown.count, layout)
        let width = (shown.count - 1) * pitch + layout.columns
        let size = layout.rows * layout.channels * layout.columns
        lines = (0..<layout.rows).flatMap { row in
            (0..<width).map { x in
                let (place, column) = x.quotientAndRemainder(dividingBy: pitch)
                guard column < layout.columns else { return "\(x)\t\(row)\t255\t255\t255" }
                let first = shown[place] * size + row * layout.channels * layout.columns + column
                let colour = (0..<3).map { channel in
                    // Of images with one or two channels, the first; of more than three, three.
                    let value = bytes[first + (layout.channels < 3 ? 0 : channel) * layout.columns]
                    return "\(layout.channels < 3 ? 255 - value : value)"
                }
                return "\(x)\t\(row)\t\(colour.joined(separator: "\t"))"
            }
        }
        (kind, note, rows, columns, self.pitch) = ("image", "", layout.rows, layout.columns, pitch)
    }

    /// Columns from one image to the next: so that the strip fills the width above the other panels, if the gaps
    /// then are neither narrower than a seventh of an image nor wider than half of one.
    private static func pitch(_ count: Int, _ layout: ImageLayout) -> Int {
        let columnsOfStrip = Double(layout.rows) * Canvas.stripAspect
        let filling = (columnsOfStrip - Double(layout.columns)) / Double(max(1, count - 1))
        let widths =
            (layout.columns + max(1, layout.columns / 7))...(layout.columns + max(1, layout.columns / 2))
        return min(max(Int(filling), widths.lowerBound), widths.upperBound)
    }

    /// Series [series][step][channel], all on the scale from the least to the largest number shown.
    package init(series numbers: [Float], _ layout: SeriesLayout, shown: [Int]) {
        let size = layout.steps * layout.channels
        let all = shown.flatMap { numbers[$0 * size..<($0 + 1) * size] }
        let (low, high) = (all.min() ?? 0, all.max() ?? 1)
        // As high as images are; gaps of an eighth of a series, which is at most three times as wide as high.
        let height = 92
        let filling = Double(height) * Canvas.stripAspect / (Double(shown.count) * 1.125 - 0.125)
        let width = min(Int(filling), 3 * height)
        let pitch = width + width / 8
        let scale = Double(height - 1) / Double(high > low ? high - low : 1)
        let stride = Double(width - 1) / Double(max(1, layout.steps - 1))
        lines = shown.indices.flatMap { place in
            (0..<layout.channels).flatMap { channel in
                (0..<layout.steps).map { step in
                    let value = numbers[(shown[place] * layout.steps + step) * layout.channels + channel]
                    let x = Double(place * pitch) + stride * Double(step)
                    return "\(x.fixed(2))\t\((scale * Double(high - value)).fixed(2))"
                } + [""]
            }
        }
        kind = "series"
        note =
            "\(layout.steps.grouped) steps; values from \(Double(low).fixed(1)) to \(Double(high).fixed(1))"
        (rows, columns, self.pitch) = (height, width, pitch)
    }
}
