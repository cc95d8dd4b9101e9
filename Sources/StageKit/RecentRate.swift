/// How fast something went in the last minute. The first times that a program reports are no guide to the rest: other
/// programs were starting beside it, files were being read, caches were filling.
struct RecentRate {
    private struct Mark {
        let seconds: Double
        let done: Int
    }

    /// How far back it looks.
    private static let window = 60.0
    /// Seconds between two marks that are kept.
    private static let spacing = 1.0

    /// The first mark is the last one older than the window, if there is one.
    private var marks: [Mark] = []
    private var latest: Mark?

    /// Notes that this many units were done at this time, by any clock that never goes back.
    mutating func note(_ done: Int, at seconds: Double) {
        let mark = Mark(seconds: seconds, done: done)
        latest = mark
        if marks.last.map({ seconds - $0.seconds >= Self.spacing }) ?? true { marks.append(mark) }
        while marks.count > 1 && marks[1].seconds <= seconds - Self.window { marks.removeFirst() }
    }

    /// Marks that are kept.
    var count: Int { marks.count }

    /// Units a second; nil until something is known.
    var perSecond: Double? {
        guard let latest, let first = marks.first, latest.done > first.done, latest.seconds > first.seconds
        else { return nil }
        return Double(latest.done - first.done) / (latest.seconds - first.seconds)
    }
}
