import Foundation
@testable import Model
import Formats
import Testing

/// A made-up edge list as large and shaped as that of a fly's brain: its import takes at most 60 s and 2 GB.
@Suite struct LargeConnectomeTests {
    private static let isLargeRun =
        ProcessInfo.processInfo.environment["SPARSE_CORTEX_LARGE_TESTS"] != nil && PythonTests.python != nil

    @Test(.enabled(if: isLargeRun))
    func aFlysBrainIsImported() throws {
        let project = try Project()
        let script = Project.repository + "/Tests/ConnectomesTests/fixtures/make_fly.py"
        let made = try run(try #require(PythonTests.python), [script, "fly.csv.gz"], in: project.folder)
        try #require(made.status == 0, "\(made.errors)")
        let outcome = try project.program(
            "build-mask", "imported", "--from", "fly.csv.gz", "--pre", "pre_root_id", "--post",
            "post_root_id", "--weight",
            "syn_count", "--sign", "nt_type", "--inhibitory", "GABA,GLUT", "--output", "fly.h5")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.errors.contains("16847997 rows") && outcome.errors.contains("139255 nodes"),
            "\(outcome.errors)")
        let shown = try project.program("artifacts", "show", "fly.h5").output
        func number(_ name: String) -> Double? {
            shown.split(separator: "\n").first { $0.contains(" \(name) ") }?.split(separator: " ").last
                .flatMap { Double($0) }
        }
        print("import of a fly: \(number("seconds") ?? .nan) s, \(number("peak_memory_bytes") ?? .nan) bytes")
        #expect(try #require(number("peak_memory_bytes")) < 2e9)
        #expect(try #require(number("seconds")) < 60)
        let mask = try ConnectivityMask(readingFrom: project.folder + "/fly.h5")
        #expect(mask.hiddenNodes == 139_255 && mask.count > 15_000_000)
    }
}
