import Formats
import Foundation
import Specification
import Testing

@testable import Figures

/// The parts that need no gnuplot.
@Suite struct PartsTests {
    @Test func theTidyTableIsWhatItWas() {
        let network = NetworkSpecification(
            dataset: DatasetSelection(name: "mnist"), network: "rnn", nonlinearity: "relu", hidden: 100,
            density: 0.1,
            seed: 1)
        var records = [0, 1].map { MadeUpRuns.record(network, epoch: $0, accuracy: 0.5) }
        records[1].testAccuracy = 0.9123
        records[1].testLoss = 1e-7
        let golden = """
            dataset\tnetwork\tnonlinearity\thidden_nodes\tdensity\tconnections\tseed\tepoch\ttraining_images\t\
            test_images\ttest_accuracy_fraction\ttest_loss_nats
            mnist\trnn\trelu\t100\t0.1\t1000\t1\t0\t60000\t10000\t0.5011\t1.25
            mnist\trnn\trelu\t100\t0.1\t1000\t1\t1\t60000\t10000\t0.9123\t1e-07

            """
        #expect(String(decoding: tidyTable(records.reversed()), as: UTF8.self) == golden)
    }

    @Test func numbersAreWrittenAlike() {
        #expect(fixed(12.345, 1) == "12.3" && fixed(-0.04, 1) == "0.0" && fixed(-0.06, 1) == "-0.1")
        #expect(grouped(20_000) == "20,000" && grouped(999) == "999" && grouped(1_234_567) == "1,234,567")
        #expect(grouped(-1000) == "-1,000")
        #expect(
            pText(0.0286) == "0.029" && pText(2.3e-44) == "2.3e-44" && pText(0) == "< 1e-300"
                && pText(1) == "1.000")
        #expect(afterEpochs(0) == "before training" && afterEpochs(1) == "after 1 epoch")
        #expect(accuracyText(mean: 0.903, sd: 0.02, count: 10) == "90.3 ± 2.0 % (n = 10)")
        #expect(accuracyText(mean: 0.903, sd: nil, count: 1) == "90.3 % (n = 1)")
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
        #expect(canvas.height == 176 + 2 * 544)
        let area = canvas.frames.map { ($0.right - $0.left) * ($0.top - $0.bottom) }.reduce(0, +)
        #expect(abs(area - 1) < 1e-12)
        #expect(canvas.frames[1].right == canvas.frames[2].left && canvas.frames[3].right == 0.5)
        #expect(
            canvas.frames.allSatisfy { $0.left >= 0 && $0.right <= 1 && $0.bottom > -1e-12 && $0.top <= 1 })
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
