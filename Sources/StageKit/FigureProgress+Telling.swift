import ArtifactStore
import Foundation

extension FigureProgress {
    /// Seconds between two lines about a figure, whichever programs print them.
    private static let interval = 30.0

    /// Prints the progress of the figures that Make was asked for, unless that was done in the last half minute.
    ///
    /// Otherwise this costs next to nothing, so every program may call it when it ends. `SPARSE_CORTEX_WHOLE` (set by
    /// `pipeline/executors/local.mk`) says since when, and which figures: seconds since 1970, then names of plans.
    static func tell(
        in store: Store, environment: [String: String] = ProcessInfo.processInfo.environment,
        now: Double = Date().timeIntervalSince1970, say: (String) -> Void
    ) {
        let words = (environment["SPARSE_CORTEX_WHOLE"] ?? "").split(separator: " ")
        guard let start = words.first.flatMap({ Double($0) }) else { return }
        for name in words.dropFirst() {
            let path = "\(store.root)/plan/\(name).progress"
            guard takeTurn(path, since: start, now: now), let figure = FigureProgress(readingFrom: path)
            else {
                continue
            }
            let finished = figure.finished(in: store.root)
            if let text = figure.text(finished: finished, since: start, now: now) { say(text) }
        }
    }

    /// True for one program every half minute. The file's own time says when the last one had its turn.
    private static func takeTurn(_ path: String, since start: Double, now: Double) -> Bool {
        var information = stat()
        func isDue() -> Bool {
            now - max(start, Double(information.st_mtim.tv_sec)) >= interval
        }
        guard stat(path, &information) == 0, isDue() else { return false }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &information) == 0, isDue() else {
            return false
        }
        let time = timespec(tv_sec: Int(now), tv_nsec: 0)
        return futimens(file, [time, time]) == 0
    }
}
