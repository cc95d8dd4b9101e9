import Foundation

/// Files and folders that all tests of a run share, and that are removed when it ends: no `deinit` is called for these.
enum Leftovers {
    private static let lock = NSLock()
    nonisolated(unsafe) private static var paths: [String] = []

    static func removeAtExit(_ path: String) {
        lock.lock()
        defer { lock.unlock() }
        if paths.isEmpty { atexit { Leftovers.removeAll() } }
        paths.append(path)
    }

    private static func removeAll() {
        for path in paths { try? FileManager.default.removeItem(atPath: path) }
    }
}
