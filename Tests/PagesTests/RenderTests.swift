import Analysis
@testable import Model
import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Whole figures on made-up runs; these need gnuplot.
@Suite struct RenderTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let layout = root.appending(path: "pipeline/plots/panels.gp")

    static func input(_ change: (inout FigureInput) -> Void = { _ in }) throws -> FigureInput {
        let figure = MadeUpRuns.figure(
            sizes: [100, 300], densities: [0.1, 1], seeds: 3, sizeOfCurves: 300, epochs: 3)
        var input = FigureInput(
            figure: figure, records: MadeUpRuns.records(of: figure), datasets: [MadeUpRuns.examples],
            claims: try Claim.read(path: ClaimTests.file.path),
            provenance: [ProvenanceEntry(name: "dataset", digest: "ab12")])
        change(&input)
        return input
    }

    /// Renders in a folder of its own, which is removed afterwards.
    static func rendered(_ input: FigureInput, folder: String = UUID().uuidString) throws -> RenderedFigure {
        let work = FileManager.default.temporaryDirectory.appending(path: "figures-\(folder)")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: work) }
        return try render(input, layout: layout, work: work)
    }

    @Test func sameInputSameBytesInAnyFolderAndOrder() throws {
        let input = try Self.input()
        let first = try Self.rendered(input)
        // A PDF's date has whole seconds.
        Thread.sleep(forTimeInterval: 1.1)
        let second = try Self.rendered(Self.input { $0.records.reverse() })
        #expect(first.svg == second.svg, "SVG")
        #expect(first.pdf == second.pdf, "PDF")
        #expect(first.png == second.png, "PNG")
        #expect(
            first.tsv == second.tsv && first.html == second.html && first.verdictsJSON == second.verdictsJSON)
        #expect(first.svg.count > 10_000 && first.pdf.count > 10_000 && first.png.count > 10_000)
        let other = try Self.rendered(Self.input { $0.records[5].testAccuracy += 0.01 })
        #expect(first.svg != other.svg && first.pdf != other.pdf && first.png != other.png)
    }

    @Test func pngHasNoTimeAndPDFNoDateOfToday() throws {
        let figure = try Self.rendered(Self.input())
        #expect(figure.png.range(of: Data("tIME".utf8)) == nil)
        #expect(figure.png.range(of: Data("tEXt".utf8)) == nil)
        #expect(figure.png.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(figure.pdf.prefix(5) == Data("%PDF-".utf8))
        let date = Data("(D:19700101000000".utf8)
        #expect(figure.pdf.range(of: Data("CreationDate".utf8)) == nil || figure.pdf.range(of: date) != nil)
        let svg = String(decoding: figure.svg, as: UTF8.self)
        #expect(!svg.contains("GNUPLOT") && svg.contains("DejaVu Sans, Verdana"))
        #expect(svg.contains("<image style=\"image-rendering:pixelated\""))
        #expect(svg.contains("data:image/png;base64,"))
    }

    @Test func datesOfPDFsAreReplacedInPlace() {
        let dated = Data("<< /CreationDate (D:20260305141500+01'00)\n /Producer (x) >>".utf8)
        let plain = String(decoding: reproduciblePDF(dated), as: UTF8.self)
        #expect(plain == "<< /CreationDate (D:19700101000000+00'00)\n /Producer (x) >>")
        #expect(reproduciblePDF(Data("%PDF".utf8)) == Data("%PDF".utf8))
    }

    @Test func thePageIsWellFormedSelfContainedAndEscaped() throws {
        let evil = "<script>alert('1' & \"2\")</script>"
        let figure = try Self.rendered(
            Self.input {
                $0.figure.title = evil
                $0.figure.caption = evil
                $0.figure.panels[1].title = evil
                $0.figure.profile = evil
                $0.provenance.append(ProvenanceEntry(name: evil, digest: evil))
                $0.claims[0].claim = evil
            })
        let parser = XMLParser(data: figure.html)
        #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "") at line \(parser.lineNumber)")
        let page = String(decoding: figure.html, as: UTF8.self)
        #expect(!page.contains("<script"))
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("url(//"))
        #expect(!page.contains("src=") || page.contains("src=\"data:"))
        #expect(page.contains("&lt;script&gt;") && page.contains("<svg") && page.contains("ab12"))
        #expect(page.contains("– not tested at this profile"))
    }

    @Test func missingNetworksAreVisibleHoles() throws {
        let holes = try Self.rendered(
            Self.input { input in
                input.records.removeAll { $0.hiddenNodes == 100 && $0.density == 1 }
                input.records.removeAll { $0.hiddenNodes == 100 && $0.density == 0.1 && $0.seed == 2 }
            })
        let svg = String(decoding: holes.svg, as: UTF8.self)
        #expect(svg.contains("not run"))
        let whole = String(decoding: try Self.rendered(Self.input()).svg, as: UTF8.self)
        #expect(!whole.contains("not run") && !whole.contains("n = 2"))
        #expect(svg.contains("n = 2"))
        let empty = try Self.rendered(Self.input { $0.records = [] })
        let emptySVG = String(decoding: empty.svg, as: UTF8.self)
        // Four cells, and two curves.
        #expect(emptySVG.components(separatedBy: "not run").count - 1 >= 6)
        #expect(empty.verdicts.allSatisfy { $0.outcome == .notTested || $0.claim == "M-per-class" })
    }

    @Test func recordsOfOtherRunsAreLeftOut() throws {
        let figure = try Self.rendered(
            Self.input { input in
                var other = input.records[0]
                other.hiddenNodes = 77
                input.records.append(other)
                other.hiddenNodes = 100
                other.trainingImages = 300
                input.records.append(other)
            })
        #expect(try figure == Self.rendered(Self.input()))
    }

    /// Examples of colour images and of series in the place of grey images.
    @Test func colourImagesAndSeriesAreDrawn() throws {
        let labels = [UInt8](0..<10)
        let colours = LabelledExamples(
            .images(
                (0..<10 * 3 * 1024).map { UInt8($0 / 120) }, ImageLayout(rows: 32, channels: 3, columns: 32)),
            labels: labels)
        let series = LabelledExamples(
            .series((0..<10 * 178).map { sin(Float($0)) }, SeriesLayout(steps: 178, channels: 1)),
            labels: labels)
        let grey = try Self.rendered(Self.input())
        let pictures = try [colours, series].map { examples in
            try Self.rendered(Self.input { $0.datasets[0].examples = examples })
        }
        #expect(Set(([grey] + pictures).map(\.png)).count == 3)
        let texts = pictures.map { String(decoding: $0.svg, as: UTF8.self) }
        #expect(texts[0].contains("<image style") && !texts[0].contains("178 steps"))
        #expect(!texts[1].contains("<image style") && texts[1].contains("178 steps; values from -1.0 to 1.0"))
    }

    @Test func missingGnuplotIsNamedWithAdvice() throws {
        let work = FileManager.default.temporaryDirectory.appending(path: "figures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: work) }
        let input = try Self.input()
        #expect(throws: GnuplotError.missing(searchPath: "")) {
            try render(input, layout: Self.layout, work: work, gnuplot: Gnuplot(searchPath: ""))
        }
        #expect(GnuplotError.missing(searchPath: "").description.contains("apt-get install gnuplot-nox"))
    }

    @Test func complaintsOfGnuplotArePassedOn() throws {
        let work = FileManager.default.temporaryDirectory.appending(path: "figures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: work) }
        let broken = work.appending(path: "broken.gp")
        try Data("plot nothing at all\n".utf8).write(to: broken)
        let input = try Self.input()
        do {
            _ = try render(input, layout: broken, work: work)
            Issue.record("a broken layout was accepted")
        } catch GnuplotError.failed(let layout, let status, let message) {
            #expect(layout == "broken.gp" && status != 0 && message.contains("undefined variable"))
        }
        try Data("print 'nothing drawn'\nset print '/dev/null'\n".utf8).write(to: broken)
        #expect(throws: GnuplotError.self) { try render(input, layout: broken, work: work) }
        #expect(throws: FigureError.self) {
            try render(input, layout: work.appending(path: "none.gp"), work: work)
        }
    }

    @Test func panelsThatCannotBeDrawnAreRefused() throws {
        #expect(throws: FigureError.self) { try Self.rendered(Self.input { $0.datasets = [] }) }
        #expect(throws: FigureError.self) { try Self.rendered(Self.input { $0.figure.panels = [] }) }
        #expect(throws: AnalysisError.self) {
            try Self.rendered(Self.input { $0.records.append($0.records[0]) })
        }
    }
}
