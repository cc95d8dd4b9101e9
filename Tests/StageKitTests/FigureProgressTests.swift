import ArtifactStore
import Foundation
import Testing

@testable import StageKit

/// How far a figure is, by made-up clocks and links.
@Suite struct FigureProgressTests {
    private final class Scratch {
        let store: Store
        init() throws {
            store = Store(at: NSTemporaryDirectory() + "progress-\(UUID().uuidString)")
            for folder in ["plan", "code", "objects", "runs"] {
                try FileManager.default.createDirectory(
                    atPath: "\(store.root)/\(folder)", withIntermediateDirectories: true)
            }
        }
        deinit { try? FileManager.default.removeItem(atPath: store.root) }

        func write(_ text: String, to name: String, at time: Double) throws {
            let path = "\(store.root)/\(name)"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: time)], ofItemAtPath: path)
        }

        /// A link that was set at that time.
        func link(_ name: String, at time: Double) throws {
            let path = "\(store.root)/\(name)"
            unlink(path)
            try write("", to: "objects/\(name.replacing("/", with: "-"))", at: 0)
            try FileManager.default.createSymbolicLink(
                atPath: path, withDestinationPath: "../objects/\(name.replacing("/", with: "-"))")
            let times = [timespec(tv_sec: Int(time), tv_nsec: 0), timespec(tv_sec: Int(time), tv_nsec: 0)]
            #expect(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) == 0)
        }
    }

    /// `count` trainings of a mask, 10 seconds each by the plan.
    private func figure(_ count: Int) -> FigureProgress {
        let mask = FigureProgress.Job(stage: "build-mask", cost: 1, output: "runs/m", inputs: [])
        return FigureProgress(
            figure: "figure2",
            jobs: [mask]
                + (0..<count).map { .init(stage: "train", cost: 10, output: "runs/w\($0)", inputs: [0]) })
    }

    /// A training each 20 s, from 1000 on.
    private func finished(_ done: Int, of count: Int) -> [Double?] {
        [900.0] + (0..<count).map { $0 < done ? 1000 + 20 * Double($0) : nil }
    }

    @Test func timeLeftFollowsFromTheRate() {
        let figure = figure(20)
        #expect(
            figure.text(finished: finished(11, of: 20), since: 950, now: 1200)
                == "figure2: 12 of 21, about 3 min left")
        // What has passed since the last one ended is over.
        #expect(
            figure.text(finished: finished(11, of: 20), since: 950, now: 1260)
                == "figure2: 12 of 21, about 2 min left")
        #expect(figure.text(finished: finished(11, of: 20), since: 950, now: 1500) == "figure2: 12 of 21")
    }

    /// The first were slow, those of the last minute count; of few, more than a minute is looked at.
    @Test func theLastMinuteDecides() {
        let figure = figure(40)
        var times = finished(10, of: 40)
        for index in 10..<20 { times[index + 1] = 1180 + 6 * Double(index - 9) }
        #expect(figure.text(finished: times, since: 950, now: 1240) == "figure2: 21 of 41, about 2 min left")
        var rare: [Double?] = [900] + Array(repeating: nil, count: 40)
        for index in 0..<10 { rare[index + 1] = 1000 + 600 * Double(index) }
        #expect(
            figure.text(finished: rare, since: 950, now: 6400) == "figure2: 11 of 41, about 5 h 0 min left")
    }

    @Test func nothingIsSaidWhereNothingIsDoneOrLeft() {
        let figure = figure(5)
        #expect(figure.text(finished: finished(3, of: 5), since: 2000, now: 2000) == nil)
        #expect(figure.text(finished: finished(5, of: 5), since: 950, now: 1100) == nil)
        #expect(figure.text(finished: finished(0, of: 5), since: 950, now: 1100) == nil)
        // One alone tells no rate; what was done by an earlier make neither.
        #expect(figure.text(finished: finished(1, of: 5), since: 950, now: 1100) == "figure2: 2 of 6")
        #expect(figure.text(finished: finished(3, of: 5), since: 1030, now: 1100) == "figure2: 4 of 6")
    }

    /// As Make sees it: missing, older than the code or than what it was made from, or with a lost object.
    @Test func whatIsOldIsNotDone() throws {
        let scratch = try Scratch()
        let figure = figure(3)
        try scratch.write("a", to: "code/train", at: 1000)
        try scratch.write("a", to: "code/build-mask", at: 1000)
        try scratch.link("runs/m", at: 1010)
        for index in 0..<2 { try scratch.link("runs/w\(index)", at: 1020) }
        let store = scratch.store.root
        #expect(figure.finished(in: store) == [1010, 1020, 1020, nil])
        unlink("\(store)/objects/runs-w1")
        #expect(figure.finished(in: store) == [1010, 1020, nil, nil])
        try scratch.link("runs/m", at: 1021)
        #expect(figure.finished(in: store) == [1021, nil, nil, nil])
        try scratch.write("b", to: "code/build-mask", at: 1030)
        #expect(figure.finished(in: store) == [nil, nil, nil, nil])
    }

    /// Whichever programs end, a figure is told of twice a minute at most.
    @Test func itIsToldTwiceAMinute() throws {
        let scratch = try Scratch()
        let text = "figure2\nbuild-mask\t1.0\truns/m\t\ntrain\t10.0\truns/w\t0\nreport\t2.0\truns/r\t1\n"
        try scratch.write(text, to: "plan/figure2-smoke.progress", at: 500)
        try scratch.link("runs/m", at: 1005)
        var lines: [String] = []
        func tell(_ now: Double, _ words: String? = "1000 figure2-smoke nothing-smoke") {
            let environment = words.map { ["SPARSE_CORTEX_WHOLE": $0] } ?? [:]
            FigureProgress.tell(in: scratch.store, environment: environment, now: now) { lines.append($0) }
        }
        tell(1029)
        tell(1050, nil)
        tell(1050, "soon figure2-smoke")
        #expect(lines.isEmpty)
        tell(1030)
        tell(1031)
        tell(1059)
        #expect(lines == ["figure2: 1 of 3"])
        try scratch.link("runs/w", at: 1055)
        tell(1061)
        #expect(lines.last == "figure2: 2 of 3, about 1 min left" && lines.count == 2)
        try scratch.write("figure2\ntrain\tten\truns/w\t0\n", to: "plan/figure2-smoke.progress", at: 500)
        tell(2000)
        #expect(lines.count == 2, "a damaged file says nothing")
    }
}
