import Testing

@testable import StageKit

/// The lines of a stage that tells how far it is, by a clock that the test sets.
@Suite struct StageProgressTests {
    private final class Told {
        var now = 0.0
        var lines: [String] = []
        var wholes = 0
    }

    private func progress(_ told: Told) -> StageProgress {
        StageProgress(
            stage: "train", title: "w.h5", isQuiet: false, clock: { told.now },
            write: { told.lines.append($0) },
            tellWhole: { told.wholes += 1 })
    }

    /// The first steps, and what was before them, say nothing about the rest.
    @Test func timeLeftIsThatOfTheLastMinute() {
        let told = Told()
        let progress = progress(told)
        told.now = 100
        progress.update(1, of: 1000, unit: "steps")
        // Ten steps in a minute at first, then one a second.
        for second in 1...60 {
            told.now = 100 + Double(second)
            progress.update(1 + second / 6, of: 1000, unit: "steps")
        }
        let slow = told.lines.last ?? ""
        for second in 1...90 {
            told.now = 160 + Double(second)
            progress.update(11 + second, of: 1000, unit: "steps")
        }
        #expect(told.lines.first == "train: w.h5: 1/1000 steps\n")
        #expect(slow == "train: w.h5: 11/1000 steps, 0.17 steps/s, 1 h 38 min left\n")
        #expect(told.lines.last == "train: w.h5: 101/1000 steps, 1.00 steps/s, 14 min 59 s left\n")
        #expect(told.lines.count == 6 && told.wholes == 6)
    }

    /// An evaluation begins at 0 again, at its own rate.
    @Test func otherUnitsHaveARateOfTheirOwn() {
        let told = Told()
        let progress = progress(told)
        for second in 0...40 {
            told.now = Double(second)
            progress.update(560 + second, of: 600, unit: "steps")
        }
        for second in 1...40 {
            told.now = 40 + Double(second)
            progress.update(100 * second, of: 10_000, unit: "test images")
        }
        #expect(
            told.lines.last == "train: w.h5: 2000/10000 test images, 100 test images/s, 1 min 20 s left\n")
        #expect(told.lines.count == 2)
    }

    /// What a killed predecessor did counts as done, but not as done in this minute.
    @Test func whatWasDoneBeforeGivesNoRate() {
        let told = Told()
        let progress = progress(told)
        for second in 0...40 {
            told.now = Double(second)
            progress.update(900 + second, of: 1000, unit: "steps")
        }
        #expect(told.lines == ["train: w.h5: 930/1000 steps, 1.00 steps/s, 1 min 10 s left\n"])
    }

    @Test func aThousandStepsASecondTakeNoMemory() {
        var rate = RecentRate()
        for step in 0..<200_000 { rate.note(step, at: Double(step) / 1000) }
        #expect(rate.perSecond.map { abs($0 - 1000) < 1e-6 } == true)
        #expect(MemoryLayout<RecentRate>.size < 100 && rate.count <= 62)
        var still = RecentRate()
        still.note(5, at: 1)
        still.note(5, at: 9)
        #expect(still.perSecond == nil)
    }
}
