@testable import Model
import Analysis
import Foundation
import Specification
import Testing

@testable import Drawing
@testable import Judging
@testable import Pages
@testable import Results

/// The parts that need no gnuplot.
@Suite struct PartsTests {
    @Test func theTidyTableIsWhatItWas() {
        let network = NetworkSpecification(
            dataset: DatasetSelection(name: "mnist"), Conditions(hiddenNodes: 100, density: 0.1, seed: 1))
        var records = [0, 1].map { MadeUpRuns.record(network, epoch: $0, accuracy: 0.5) }
        records[1].testAccuracy = 0.9123
        (records[1].testLoss, records[1].divergedStep) = (.nan, 2)
        records[1].learningRate = 0.0003
        records[1].perClass = 50
        records[1].meanAbsGradient = 6e-6
        let golden = """
            dataset\tnetwork\tnonlinearity\thidden_nodes\tdensity\tconnections\tseed\tmask_seed\tdale\tstart_density\t\
            learning_rate\tbatch\tper_class\tepoch\ttraining_images\ttest_images\ttest_accuracy_fraction\ttest_loss_nats\tmean_abs_gradient_nats\tdiverged_step
            mnist\trnn\trelu\t100\t0.1\t1000\t1\t\tnone\t\t0.0003\t100\t50\t1\t60000\t10000\t0.9123\t\t6e-06\t2
            mnist\trnn\trelu\t100\t0.1\t1000\t1\t\tnone\t\t0.001\t100\tall\t0\t60000\t10000\t0.5011\t1.25\t\t

            """
        #expect(String(decoding: tidyTable(records.reversed()), as: UTF8.self) == golden)
    }

    @Test func networksThatDivergedAreTold() throws {
        let network = NetworkSpecification(
            dataset: DatasetSelection(name: "mnist"), Conditions(hiddenNodes: 100, density: 0.1))
        func text(_ steps: [Int?]) throws -> String {
            let records = steps.enumerated().map { seed, step in
                var record = MadeUpRuns.record(network, epoch: 1, accuracy: 0.1)
                (record.seed, record.testAccuracy, record.divergedStep) = (seed, 0.1, step)
                return record
            }
            return Measure.accuracy.text(Moments(try AccuracySummary.summarise(records)[0]))
        }
        #expect(try text([nil, nil]) == "10.0 ± 0.0 % (n = 2)")
        #expect(try text([nil, 2]) == "10.0 ± 0.0 % (n = 2, 1 diverged at step 2)")
        #expect(try text([9, nil, 2]) == "10.0 ± 0.0 % (n = 3, 2 diverged at steps 2 to 9)")
    }

    @Test func numbersAreWrittenAlike() {
        #expect((12.345).fixed(1) == "12.3" && (-0.04).fixed(1) == "0.0" && (-0.06).fixed(1) == "-0.1")
        #expect(20_000.grouped == "20,000" && (999).grouped == "999" && 1_234_567.grouped == "1,234,567")
        #expect((-1000).grouped == "-1,000")
        #expect(
            (0.0286).pText == "0.029" && (2.3e-44).pText == "2.3×10⁻⁴⁴" && 0.0.pText == "< 10⁻³⁰⁰"
                && 1.0.pText == "1.000")
        #expect(afterEpochs(0) == "before training" && afterEpochs(1) == "after 1 epoch")
        #expect(accuracyText(mean: 0.903, sd: 0.02, count: 10) == "90.3 ± 2.0 % (n = 10)")
        #expect(accuracyText(mean: 0.903, sd: nil, count: 1) == "90.3 % (n = 1)")
        #expect(
            2e-5.scientific() == "2.0×10⁻⁵" && 0.0.scientific() == "0"
                && 1234.0.scientific(decimals: 0) == "1×10³")
        #expect((1e-5).powerText == "10⁻⁵" && (3e-5).powerText == "3×10⁻⁵" && 400_000.0.powerText == "4×10⁵")
        #expect(1_500_000.0.powerText == "1.5×10⁶" && 10.0.powerText == "10¹")
    }

    @Test func textIsReadableOnEveryCellAndTheMapRisesInGrey() {
        var last = -1.0
        for step in 0...200 {
            let background = ColourMap.colour(at: Double(step) / 200)
            #expect(ColourMap.text(on: background).contrast(background) > 4.5)
            #expect(background.luminance > last, "at \(step)")
            last = background.luminance
        }
        #expect(
            ColourMap.colour(at: 2) == ColourMap.stops[15] && ColourMap.colour(at: -1) == ColourMap.stops[0])
    }

    @Test func scalesAreRoundAndHoldAllValues() {
        #expect(RoundScale([77.5, 90.3]) == RoundScale([76, 91.5]))
        for values in [[77.5, 90.3], [9.8, 98.2], [97.11, 97.13], [50, 50], [0, 100], [99.99, 100]] {
            let scale = RoundScale(values)
            #expect(scale.low <= values[0] && scale.high >= values[1] && scale.low < scale.high, "\(values)")
            let ticks = (scale.high - scale.low) / scale.step
            #expect(abs(ticks - ticks.rounded()) < 1e-9 && ticks < 8, "\(values): \(ticks)")
        }
    }

    @Test func labelsKeepTheirOrderAndTheirDistance() {
        let scale = RoundScale([70, 100])
        let wanted = [96.1, 96.0, 95.9, 80, 71]
        let heights = spread(wanted, apart: 2, in: scale)
        let sorted = heights.sorted()
        for (one, next) in zip(sorted, sorted.dropFirst()) { #expect(next - one >= 2 - 1e-9) }
        #expect(heights[0] > heights[1] && heights[1] > heights[2])
        #expect(heights[3] == 80 && heights.allSatisfy { $0 >= 70 && $0 <= 100 })
        #expect(spread([100, 100], apart: 2, in: scale) == [98, 100])
    }

    @Test func panelsFillTheCanvasWithoutOverlap() {
        let canvas = Canvas(kinds: [
            .datasetExamples, .accuracyByEpoch, .accuracyGrid, .accuracyGrid, .accuracyGrid,
        ])
        #expect(canvas.height == 176 + 2 * 544 && canvas.width == 1280)
        let area = canvas.frames.map { ($0.right - $0.left) * ($0.top - $0.bottom) }.reduce(0, +)
        #expect(abs(area - 1) < 1e-12)
        #expect(canvas.frames[1].right == canvas.frames[2].left && canvas.frames[3].right == 0.5)
        #expect(
            canvas.frames.allSatisfy { $0.left >= 0 && $0.right <= 1 && $0.bottom > -1e-12 && $0.top <= 1 })
    }

    /// One to nine panels: inside the canvas, none over another, and none narrower than 600 units.
    @Test(arguments: 1...9, [PanelKind.accuracyByEpoch, .accuracyGrid])
    func anyNumberOfPanelsHasRoom(count: Int, kind: PanelKind) {
        let canvas = Canvas(kinds: Array(repeating: kind, count: count))
        let frames = canvas.frames
        #expect(
            frames.allSatisfy { $0.left >= 0 && $0.right <= 1 + 1e-12 && $0.bottom > -1e-12 && $0.top <= 1 })
        #expect(frames.allSatisfy { ($0.right - $0.left) * canvas.width > 600 })
        for (index, one) in frames.enumerated() {
            for other in frames.dropFirst(index + 1) {
                let isBeside = one.right <= other.left + 1e-12 || other.right <= one.left + 1e-12
                #expect(isBeside || one.bottom >= other.top - 1e-12 || other.bottom >= one.top - 1e-12)
            }
        }
    }

    @Test func reasonsAreWrapped() {
        #expect(wrapped("one two three", columns: 7) == ["one two", "three"])
        #expect(wrapped("abcdefghij kl", columns: 4) == ["abcd", "efgh", "ij", "kl"])
        #expect(wrapped("", columns: 4) == [])
    }

    /// Two images of 2 × 1 pixels: grey ones become dark on white, of colours each pixel keeps its own.
    @Test func imagesBecomeOneGrid() {
        let grey = ExampleStrip(
            images: [0, 255, 10, 20, 30, 40], ImageLayout(rows: 2, columns: 1), shown: [2, 0])
        #expect(grey.pitch == 2 && grey.rows == 2 && grey.columns == 1 && grey.kind == "image")
        #expect(
            grey.lines == [
                "0\t0\t225\t225\t225", "1\t0\t255\t255\t255", "2\t0\t255\t255\t255",
                "0\t1\t215\t215\t215", "1\t1\t255\t255\t255", "2\t1\t0\t0\t0",
            ])
        let bytes = (0..<12).map { UInt8($0) }
        let layout = ImageLayout(rows: 2, channels: 3, columns: 1)
        let colour = ExampleStrip(images: bytes, layout, shown: [1])
        #expect(colour.lines == ["0\t0\t6\t7\t8", "0\t1\t9\t10\t11"])
    }

    /// Lines on one scale for all series, the largest value on top, an empty line after each channel.
    @Test func seriesBecomeLines() {
        let strip = ExampleStrip(
            series: [0, 1, -1, 0.5, 9, 9, 3, 0], SeriesLayout(steps: 2, channels: 2), shown: [0])
        #expect(strip.kind == "series" && strip.note == "2 steps; values from -1.0 to 1.0")
        #expect(strip.rows == 92 && strip.columns == 276)
        #expect(strip.lines == ["0.00\t45.50", "275.00\t91.00", "", "0.00\t0.00", "275.00\t22.75", ""])
        let five = ExampleStrip(
            series: [Float](repeating: 2, count: 5 * 178), SeriesLayout(steps: 178, channels: 1),
            shown: [0, 1, 2, 3, 4])
        #expect(five.pitch > five.columns && five.pitch * 4 + five.columns <= 1114)
        #expect(five.lines.count == 5 * 179 && five.lines[0] == "0.00\t0.00")
    }

    @Test func textsAreQuotedForGnuplot() {
        var files = PanelFiles()
        files.set("title", "it's\n`date` @x {y}")
        files.set("list", [String]())
        #expect(files.variables[0].value == "'it''s `date` @x {y}'")
        #expect(files.variables[1].name == "array list[1]")
    }

    @Test func escapingCoversTextAndAttributes() {
        #expect(escaped("a<b>&\"'é") == "a&lt;b&gt;&amp;&quot;&#39;é")
    }
}
