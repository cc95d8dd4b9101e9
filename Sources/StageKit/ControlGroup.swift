import Foundation

/// What this process's control groups allow it: containers, scheduler jobs and services have such groups. The limits
/// of the groups above count too.
struct ControlGroup {
    /// Is put before `/proc` and `/sys`, for tests.
    var root = ""

    /// Bytes of memory; nil if there is no limit.
    var memory: Int? {
        folders(of: "memory").compactMap { folder, isOld in
            Int(content(of: folder + (isOld ? "/memory.limit_in_bytes" : "/memory.max")))
        }.min()
    }

    /// Processors, by quotas of time, rounded up; nil if there is no quota. `pipeline/cores.sh` counts in the same
    /// way, since Make needs the number before anything is built.
    var processors: Int? {
        folders(of: "cpu").compactMap { folder, isOld in
            let names = isOld ? ["cpu.cfs_quota_us", "cpu.cfs_period_us"] : ["cpu.max"]
            let words = names.flatMap { content(of: "\(folder)/\($0)").split(separator: " ") }
            guard words.count == 2, let quota = Int(words[0]), let period = Int(words[1]), quota > 0,
                period > 0
            else { return nil }
            return (quota + period - 1) / period
        }.min()
    }

    /// Folders of this process's group and of the groups above it; in version 1 of control groups each controller has
    /// its own.
    private func folders(of controller: String) -> [(path: String, isOld: Bool)] {
        let groups = (try? String(contentsOfFile: "\(root)/proc/self/cgroup", encoding: .utf8)) ?? ""
        return groups.split(separator: "\n").flatMap { line -> [(String, Bool)] in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return [] }
            let isOld = !parts[1].isEmpty
            guard !isOld || parts[1].split(separator: ",").contains(Substring(controller)) else { return [] }
            let top = "\(root)/sys/fs/cgroup" + (isOld ? "/\(parts[1])" : "")
            let steps = parts[2].split(separator: "/").map(String.init)
            return (0...steps.count).map { (([top] + steps[..<$0]).joined(separator: "/"), isOld) }
        }
    }

    private func content(of path: String) -> String {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Bytes of memory that this process may use: those of the machine, but no more than its control groups allow.
package let usableMemory: Int = min(
    Int(clamping: ProcessInfo.processInfo.physicalMemory), ControlGroup().memory ?? .max)

/// Processors that this process may use: those that it may run on, but no more than its control groups allow.
package let usableProcessors: Int = max(
    1, min(ProcessInfo.processInfo.activeProcessorCount, ControlGroup().processors ?? .max))
