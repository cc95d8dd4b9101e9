import Foundation
import Processes
import Testing

/// The plain kernels define every bit: whoever compiles them gets the same ones.
@Suite struct CompilerTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("fixtures").path

    /// Those of gcc and clang that are on the search path.
    private static let compilers = ["clang", "gcc"].filter { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains { folder in
            FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
        }
    }

    /// Also with negative zero, subnormals, infinity and not-a-number, and on processors where gcc would fuse products and sums.
    @Test(.enabled(if: compilers.count == 2, "gcc or clang is not on the search path"))
    func everyCompilerGivesTheSameBits() throws {
        let folder = NSTemporaryDirectory() + "compilers-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try runProgram(Self.fixtures + "/compilers.sh", [folder] + Self.compilers, errors: .kept)
        #expect(run.status == 0 && run.text.contains("same bits: gcc -O2"), "\(run.text) \(run.lastError)")
    }
}
