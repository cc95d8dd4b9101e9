import Foundation
import Processes
import Testing

@testable import StageKit

/// Made-up control groups, read by the programs and by `pipeline/cores.sh`, which must agree.
@Suite struct ControlGroupTests {
    private let root = NSTemporaryDirectory() + "groups-\(UUID().uuidString)"
    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private func write(_ files: [String: String]) throws {
        for (name, text) in files {
            let path = "\(root)/\(name)"
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try (text + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        }
    }

    private func cores() throws -> Int? {
        Int(try runProgram("/bin/bash", [Self.repository + "/pipeline/cores.sh", root]).text)
    }

    private func expect(processors: Int?, memory: Int?) throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let group = ControlGroup(root: root)
        #expect(group.processors == processors)
        #expect(group.memory == memory)
        let all = ProcessInfo.processInfo.activeProcessorCount
        #expect(try cores() == min(all, processors ?? all))
    }

    @Test func nestedGroupsOfVersion2() throws {
        try write([
            "proc/self/cgroup": "0::/a/b", "sys/fs/cgroup/a/b/cpu.max": "max 100000",
            "sys/fs/cgroup/a/cpu.max": "100000 100000", "sys/fs/cgroup/a/b/memory.max": "max",
            "sys/fs/cgroup/a/memory.max": "5000000000",
        ])
        try expect(processors: 1, memory: 5_000_000_000)
    }

    @Test func aPartOfAProcessorIsOne() throws {
        try write(["proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "20000 100000"])
        try expect(processors: 1, memory: nil)
        try write(["proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "150000 100000"])
        try expect(processors: 2, memory: nil)
    }

    @Test func groupsOfVersion1() throws {
        try write([
            "proc/self/cgroup": "4:memory:/job\n3:cpu,cpuacct:/job\n0::/",
            "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us": "100000",
            "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us": "100000",
            "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1",
            "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000",
            "sys/fs/cgroup/memory/job/memory.limit_in_bytes": "1000000",
        ])
        try expect(processors: 1, memory: 1_000_000)
    }

    @Test func noGroupsAreNoLimit() throws {
        try expect(processors: nil, memory: nil)
        try write(["proc/self/cgroup": "0::/gone\nnonsense", "sys/fs/cgroup/cpu.max": "x y"])
        try expect(processors: nil, memory: nil)
    }
}
