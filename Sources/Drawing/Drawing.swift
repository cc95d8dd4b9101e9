import Results
import Analysis
import Foundation
import Specification
import Model

/// The picture of a figure in three formats.
package struct Picture {
    package let svg: Data
    package let pdf: Data
    package let png: Data
}

/// What gnuplot is given for one panel: variables for the layout, and data files.
package struct PanelFiles: Equatable {
    /// Variables in the order of writing, with values in gnuplot's syntax.
    package var variables: [(name: String, value: String)] = []
    /// Lines of each data file, by the last part of its name.
    package var data: [(name: String, lines: [String])] = []

    package mutating func set(_ name: String, _ text: String) { variables.append((name, quoted(text))) }
    package mutating func set(_ name: String, _ number: Double) {
        variables.append((name, number.canonical))
    }
    package mutating func set(_ name: String, _ number: Int) { variables.append((name, "\(number)")) }

    /// An array; gnuplot has no empty ones, so an empty one gets one empty element.
    package mutating func set(_ name: String, _ texts: [String]) {
        let elements = texts.isEmpty ? [""] : texts
        let list = elements.map(quoted).joined(separator: ", ")
        variables.append(("array \(name)[\(elements.count)]", "[\(list)]"))
    }

    /// An array of numbers; see above.
    package mutating func set(_ name: String, _ numbers: [Double]) {
        let elements = numbers.isEmpty ? [0] : numbers
        let list = elements.map { $0.canonical }.joined(separator: ", ")
        variables.append(("array \(name)[\(elements.count)]", "[\(list)]"))
    }

    package static func == (left: PanelFiles, right: PanelFiles) -> Bool {
        left.variables.elementsEqual(right.variables, by: ==) && left.data.elementsEqual(right.data, by: ==)
    }
}

/// A string in gnuplot's single quotes, within which only the quote itself is special.
private func quoted(_ text: String) -> String {
    "'" + text.map { $0.isNewline ? " " : String($0) }.joined().replacingOccurrences(of: "'", with: "''")
        + "'"
}

/// Turns a figure into gnuplot's files, and those into pictures.
package struct Drawing {
    private let figure: ResolvedFigure
    private let canvas: Canvas
    /// Those that are drawn.
    private let panels: [(panel: ResolvedPanel, form: PanelKind.Form, files: PanelFiles)]

    /// - Parameters:
    ///   - networks: of which panels draw the connections.
    ///   - results: of the figure's panels, in their order.
    /// - Throws: `FigureError` when a panel cannot be drawn.
    package init(
        _ figure: ResolvedFigure, examples: [DatasetExamples], networks: [WeightSnapshot] = [],
        results: [PanelResults]
    ) throws {
        guard !results.isEmpty else {
            throw FigureError("Figure \(figure.figure) has no panels: add one under \"panels\".")
        }
        self.figure = figure
        let drawn = results.filter { $0.panel.unavailable == nil }
        let lines = drawn.indices.filter { drawn[$0].kind.comparesMeasures }
            .map { ($0, GridPlot(drawn[$0]).rows.count) }
        canvas = Canvas(
            kinds: drawn.map(\.kind), lines: Dictionary(uniqueKeysWithValues: lines),
            notes: Self.notes(results.map(\.panel)))
        panels = try drawn.map { result in
            let panel = result.panel
            let dataset = examples.first { $0.name == panel.dataset.name }
            let files =
                switch result.kind.form {
                case .examples: try PanelFiles(examplesOf: dataset, for: panel)
                case .rows: try PanelFiles(rowsOf: dataset, for: panel)
                case .matrix: try PanelFiles(matrixOf: networks, for: panel)
                case .lines: PanelFiles(linesOf: result, marks: figure.epochsOfGradients(in: panel))
                case .grid: PanelFiles(gridOf: result)
                }
            return (panel, result.kind.form, files)
        }
    }

    /// `D, F: CIFAR-10 is not here`: one text for each reason why panels cannot be drawn, in the order of the panels.
    private static func notes(_ panels: [ResolvedPanel]) -> [String] {
        var seen: Set<String> = []
        return panels.compactMap(\.unavailable).filter { seen.insert($0).inserted }.map { reason in
            let names = panels.filter { $0.unavailable == reason }.map(\.name)
            return "\(names.joined(separator: ", ")): \(reason)"
        }
    }

    /// Writes the files into `work` and runs the layout once a format.
    ///
    /// - Throws: `GnuplotError`, or the file system's error when `work` cannot be written.
    package func draw(layout: URL, work: URL, gnuplot: Gnuplot) throws -> Picture {
        guard FileManager.default.isReadableFile(atPath: layout.path) else {
            throw FigureError(
                "The layout \(layout.path) cannot be read: check \"layout\" in the figure's file.")
        }
        try write(to: work)
        func drawn(_ format: String) throws -> Data {
            try gnuplot.run(layout: layout.absoluteURL, format: format, in: work)
        }
        return Picture(
            svg: reproducibleSVG(try drawn("svg"), title: figure.title),
            pdf: reproduciblePDF(try drawn("pdf")), png: try drawn("png"))
    }

    /// The layout's input: `figure.gp` with what all panels share, `panel-1.gp` … and the panels' data.
    package func write(to work: URL) throws {
        var shared = PanelFiles()
        shared.set("figureName", figure.figure)
        shared.set("canvasWidth", canvas.width)
        shared.set("canvasHeight", canvas.height)
        shared.set("panels", panels.count)
        shared.set("colourStops", ColourMap.stops.map(\.hexadecimal))
        shared.set("notes", canvas.notes.count)
        shared.set("note", canvas.notes)
        shared.set("notesTop", canvas.notesTop)
        shared.set("notePitch", Canvas.notePitch)
        try write(shared, as: "figure", to: work)
        for (index, drawn) in panels.enumerated() {
            let (panel, frame) = (drawn.panel, canvas.frames[index])
            var all = drawn.files
            all.set("letter", panel.name)
            all.set("form", drawn.form.rawValue)
            all.set("panelTitle", panel.title)
            all.set("frameLeft", frame.left)
            all.set("frameRight", frame.right)
            all.set("frameBottom", frame.bottom)
            all.set("frameTop", frame.top)
            try write(all, as: "panel-\(index + 1)", to: work)
        }
    }

    private func write(_ files: PanelFiles, as name: String, to work: URL) throws {
        let script = files.variables.map { "\($0.name) = \($0.value)\n" }.joined()
        try Data(script.utf8).write(to: work.appending(path: "\(name).gp"))
        for (part, lines) in files.data {
            let text = lines.map { $0 + "\n" }.joined()
            try Data(text.utf8).write(to: work.appending(path: "\(name)-\(part).tsv"))
        }
    }
}
