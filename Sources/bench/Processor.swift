import Foundation
import StageKit

/// What the system says about the processor.
enum Processor {
    /// A cache that holds data.
    struct Cache {
        /// `L1`, `L2`, …
        let name: String
        let bytes: Int
        /// Logical processors that share it.
        let sharers: Int
    }

    /// The first processor's caches, smallest first; guesses if the system says nothing.
    static let caches: [Cache] = {
        let found = (0..<8).compactMap(cache).sorted { $0.bytes < $1.bytes }
        let guesses = [
            Cache(name: "L1", bytes: 32 << 10, sharers: 1), Cache(name: "L2", bytes: 512 << 10, sharers: 1),
        ]
        return found.isEmpty ? guesses : found
    }()

    private static func cache(_ index: Int) -> Cache? {
        let folder = "/sys/devices/system/cpu/cpu0/cache/index\(index)/"
        func field(_ name: String) -> String? {
            (try? String(contentsOfFile: folder + name, encoding: .utf8))?
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let level = field("level"), let type = field("type"), type != "Instruction",
            let bytes = field("size").flatMap(bytes)
        else { return nil }
        return Cache(name: "L" + level, bytes: bytes, sharers: count(field("shared_cpu_list") ?? "0"))
    }

    /// `48K`, `2M`.
    private static func bytes(_ text: String) -> Int? {
        let unit = ["K": 10, "M": 20, "G": 30][String(text.suffix(1))]
        guard let number = Int(unit == nil ? text : String(text.dropLast())), number > 0 else { return nil }
        return number << (unit ?? 0)
    }

    /// How many numbers are in a list such as `0-3,8`.
    private static func count(_ list: String) -> Int {
        let counts = list.split(separator: ",").map { range in
            let ends = range.split(separator: "-").compactMap { Int($0) }
            return ends.count == 2 ? max(1, ends[1] - ends[0] + 1) : 1
        }
        return max(1, counts.reduce(0, +))
    }

    /// How many bytes each of `threads` threads reads so that they fit into half of a cache, or only into memory.
    ///
    /// Half of a last-level cache that other machines share may be more than this one gets, so a smaller part of it
    /// is read, too.
    static func readSizes(threads: Int) -> [(name: String, bytes: Int)] {
        var sizes = caches.map { ($0.name, $0.bytes / 2 / min(threads, $0.sharers)) }
        if caches.count > 1, let last = sizes.popLast() {
            let smaller = 4 * caches[caches.count - 2].bytes
            if smaller < last.1 { sizes.append(("4 × \(caches[caches.count - 2].name)", smaller)) }
            sizes.append(last)
        }
        return sizes + [("memory", memoryToRead / threads)]
    }

    /// Twice the largest cache, at least 256 MiB, at most a quarter of the memory.
    private static var memoryToRead: Int {
        let wanted = max(256 << 20, 2 * (caches.last?.bytes ?? 0))
        return min(wanted, usableMemory / 4)
    }
}
