import Foundation

/// What the kernel says in files of /proc.
package enum KernelFiles {
    /// The model of the processor.
    package static var processorName: String { value("model name", in: "/proc/cpuinfo") ?? "unknown" }

    /// Bytes of this process's memory, by the kernel's name for them: `VmHWM`, the most that was resident at any time, or
    /// `VmRSS`, what is resident now. For this process alone: getrusage would include what its parent held when it was
    /// started.
    package static func memory(_ name: String) -> Int {
        let words = value(name, in: "/proc/self/status")?.split(separator: " ")
        return (words?.first.flatMap { Int($0) } ?? 0) * 1024
    }

    /// What follows the colon in the first line of this name.
    private static func value(_ name: String, in path: String) -> String? {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
