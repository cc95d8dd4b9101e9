import ArtifactStore
import Foundation

/// How a recipe was computed on one occasion (FORMAT.md, "Run record").
enum RunRecord {
    static func members(from start: Date, to end: Date, threads: Int) -> [String: CanonicalJSON] {
        [
            "started": .string(timestamp(start)), "finished": .string(timestamp(end)),
            "seconds": .number((end.timeIntervalSince(start) * 1000).rounded() / 1000),
            "host": .string(ProcessInfo.processInfo.hostName), "cpu": .string(processorName()),
            "cores": .integer(usableProcessors), "threads": .integer(threads),
            "peak_memory_bytes": .integer(peakMemory()),
            "command": .array(CommandLine.arguments.map { .string($0) }),
        ]
    }

    private static func timestamp(_ date: Date) -> String {
        ISO8601DateFormatter.string(
            from: date, timeZone: TimeZone(secondsFromGMT: 0) ?? .current,
            formatOptions: [.withInternetDateTime])
    }

    private static func processorName() -> String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }

    /// For this program alone: getrusage would include what its parent held when it was started.
    private static func peakMemory() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
        return (kilobytes ?? 0) * 1024
    }
}
