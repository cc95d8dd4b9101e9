import Foundation
import Testing

/// How many networks are trained at a time.
@Suite(.serialized) struct JobsTests {
    /// How many stages `make` lets run at once, as its recipes see it.
    private func jobs(_ arguments: [String], _ environment: [String: String]) throws -> String {
        let project = try Project()
        let rule = "\njobs-of-recipes: figure2-files\n\t@echo 'jobs=<$(MAKEFLAGS)>'\n"
        let makefile = project.folder + "/Makefile"
        try (String(contentsOfFile: makefile, encoding: .utf8) + rule).write(
            toFile: makefile, atomically: true, encoding: .utf8)
        let outcome = try StartedProgram(
            "/usr/bin/make",
            ["PROFILE=smoke", "NO_BUILD=1", "BIN=\(Project.programs)", "-n", "figure2", "jobs-of-recipes"]
                + arguments,
            in: project.folder, environment: environment
        ).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let flags = outcome.output.split(separator: "\n").last { $0.contains("jobs=<") } ?? ""
        let word = flags.split(whereSeparator: { " <>".contains($0) }).first { $0.hasPrefix("-j") }
        return word.map(String.init) ?? "-j1"
    }

    private static let cores = ProcessInfo.processInfo.activeProcessorCount

    @Test func aPersonsChoiceStands() throws {
        #expect(try jobs([], [:]) == "-j\(Self.cores)")
        #expect(try jobs([], ["OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"]) == "-j\(Self.cores)")
        #expect(try jobs(["-j7"], [:]) == "-j7")
        #expect(try jobs(["-kj7"], [:]) == "-j7")
        #expect(try jobs(["--jobs=7"], [:]) == "-j7")
        #expect(try jobs([], ["MAKEFLAGS": "-j7"]) == "-j7")
        #expect(try jobs([], ["MAKEFLAGS": "kj7"]) == "-j7")
        #expect(try jobs([], ["MAKEFLAGS": "-j1"]) == "-j1")
        #expect(try jobs([], ["MAKEFLAGS": "k"]) == "-j\(Self.cores)")
    }
}
