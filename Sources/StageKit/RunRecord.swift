import ArtifactStore
import Foundation

/// How a recipe was computed on one occasion (FORMAT.md, "Run record").
enum RunRecord {
    static func members(from start: Date, to end: Date, threads: Int, device: String?) -> [String:
        CanonicalJSON]
    {
        var members: [String: CanonicalJSON] = [
            "started": .string(timestamp(start)), "finished": .string(timestamp(end)),
            "seconds": .number((end.timeIntervalSince(start) * 1000).rounded() / 1000),
            "host": .string(ProcessInfo.processInfo.hostName), "cpu": .string(KernelFiles.processorName),
            "cores": .integer(usableProcessors), "threads": .integer(threads),
            "peak_memory_bytes": .integer(KernelFiles.memory("VmHWM")),
            "command": .array(CommandLine.arguments.map { .string($0) }),
        ]
        if let device { members["device"] = .string(device) }
        return members
    }

    private static func timestamp(_ date: Date) -> String {
        ISO8601DateFormatter.string(
            from: date, timeZone: TimeZone(secondsFromGMT: 0) ?? .current,
            formatOptions: [.withInternetDateTime])
    }
}
