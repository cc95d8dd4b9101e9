import Model
import Results
import Specification

extension PanelFiles {
    /// The first training image, whole, and beside it cut into its rows, of which a recurrent network reads one a step.
    ///
    /// - Throws: `FigureError` when the dataset was not given, or holds no images.
    package init(rowsOf dataset: DatasetExamples?, for panel: ResolvedPanel) throws {
        guard let dataset else {
            throw FigureError(
                "Panel \(panel.name) shows an image of \(panel.dataset.name), but that dataset was not given: "
                    + "pass it to the report.")
        }
        guard case .images(let bytes, let layout) = dataset.examples.values, dataset.examples.count > 0 else {
            throw FigureError(
                "Panel \(panel.name) cuts an image into rows, but \(dataset.title) has no images: name a dataset of images."
            )
        }
        let rows = ImageRows(bytes, layout)
        let inputs = layout.channels * layout.columns
        set(
            "subtitle",
            "\(dataset.title), class \(dataset.classNames[Int(dataset.examples.labels[0])]): \(layout.rows) steps of \(inputs) inputs"
        )
        set("rowsWidth", rows.width)
        set("rowsHeight", rows.height)
        set("rowsStart", rows.start)
        set("rowsPitch", ImageRows.pitch)
        set("rowsCount", layout.rows)
        set("rowsImageWidth", ImageRows.zoom * layout.columns)
        set("rowsImageHeight", ImageRows.zoom * layout.rows)
        data = [("rows", rows.lines)]
    }
}

/// An image and its rows as one grid, in units of half a pixel.
package struct ImageRows {
    /// Units of a pixel.
    static let zoom = 2
    /// Units from one row to the next: a pixel and a gap of half of one.
    static let pitch = 3

    /// Units of the whole grid.
    package let width: Int
    package let height: Int
    /// Where the rows begin, from the left.
    package let start: Int
    /// `x y red green blue`, row by row, as gnuplot's image plots need them.
    package let lines: [String]

    /// The first image of `bytes`, [image][row][channel][column].
    package init(_ bytes: [UInt8], _ layout: ImageLayout) {
        let wide = Self.zoom * layout.columns
        let start = wide + wide / 3
        let height = Self.pitch * layout.rows - 1
        // The whole image stands in the middle of the height.
        let top = (height - Self.zoom * layout.rows) / 2
        let size = layout.channels * layout.columns
        func colour(_ row: Int, _ column: Int) -> [Int] {
            (0..<3).map { channel in
                // Of images with one or two channels, the first, dark on white.
                let isGrey = layout.channels < 3
                let value = Int(bytes[row * size + (isGrey ? 0 : channel) * layout.columns + column])
                return isGrey ? 255 - value : value
            }
        }
        func pixel(_ x: Int, _ y: Int) -> [Int]? {
            if x < wide {
                let row = (y - top) / Self.zoom
                return y >= top && row < layout.rows ? colour(row, x / Self.zoom) : nil
            }
            guard x >= start else { return nil }
            return y % Self.pitch < Self.zoom ? colour(y / Self.pitch, (x - start) / Self.zoom) : nil
        }
        lines = (0..<height).flatMap { y in
            (0..<start + wide).map { x in
                let parts = (pixel(x, y) ?? [255, 255, 255]).map(String.init)
                return "\(x)\t\(y)\t\(parts.joined(separator: "\t"))"
            }
        }
        (width, self.height, self.start) = (start + wide, height, start)
    }
}
