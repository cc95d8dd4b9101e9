import Foundation

/// Tells people how far a stage is: on a terminal a single line that is rewritten, elsewhere a quiet line now and
/// then.
package final class StageProgress {
    private let stage: String
    private let title: String
    private let isQuiet: Bool
    private let isTerminal: Bool
    private let clock: () -> Double
    private let write: (String) -> Void
    private let tellWhole: () -> Void
    private var rate = RecentRate()
    private var unit = ""
    private var last: Double
    private var lineIsOpen = false

    /// Seconds between two lines if there is no terminal.
    private static let quietInterval = 30.0

    /// - Parameters:
    ///   - clock: seconds since some moment.
    ///   - tellWhole: called after each line if there is no terminal, to report the progress of the whole that this
    ///     is part of.
    init(
        stage: String, title: String, isQuiet: Bool,
        clock: @escaping () -> Double = { ProcessInfo.processInfo.systemUptime },
        write: @escaping (String) -> Void = writeToStandardError, tellWhole: @escaping () -> Void = {}
    ) {
        self.stage = stage
        self.title = title
        self.isQuiet = isQuiet
        self.clock = clock
        self.write = write
        self.tellWhole = tellWhole
        last = clock()
        let wantsLines = ProcessInfo.processInfo.environment["SPARSE_CORTEX_PROGRESS"] == "lines"
        isTerminal = isatty(STDERR_FILENO) == 1 && !wantsLines
    }

    /// Reports `done` of `total` units; call it as often as you like. The time left is estimated from the last
    /// minute of the same units.
    package func update(_ done: Int, of total: Int, unit: String, note: String = "") {
        let now = clock()
        if unit != self.unit { (rate, self.unit) = (RecentRate(), unit) }
        rate.note(done, at: now)
        guard !isQuiet, now - last >= (isTerminal ? 0.2 : Self.quietInterval) else { return }
        last = now
        let speed = rate.perSecond.map { rate in
            ", \(Self.rate(rate)) \(unit)/s, \(Self.time(Double(total - done) / rate)) left"
        }
        let text = "\(stage): \(title): \(done)/\(total) \(unit)\(speed ?? "")\(note)"
        write(isTerminal ? "\r\u{1B}[K\(text)" : text + "\n")
        lineIsOpen = isTerminal
        if !isTerminal { tellWhole() }
    }

    /// Prints a message on a line of its own.
    package func say(_ message: String) {
        guard !isQuiet else { return }
        finish()
        write("\(stage): \(message)\n")
    }

    func finish() {
        if lineIsOpen { write("\r\u{1B}[K") }
        lineIsOpen = false
    }

    private static func rate(_ value: Double) -> String {
        String(format: value < 10 ? "%.2f" : "%.0f", value)
    }

    /// A duration for people: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`.
    package static func time(_ seconds: Double) -> String {
        if seconds < 10 { return String(format: "%.1f s", seconds) }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
