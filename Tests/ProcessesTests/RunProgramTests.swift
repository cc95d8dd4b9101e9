import Foundation
import Processes
import Testing

@Suite struct RunProgramTests {
    private func shell(_ script: String) throws -> FinishedProgram {
        try runProgram("/bin/sh", ["-c", script], errors: .kept)
    }

    @Test func bothStreamsAreKeptApart() throws {
        let run = try shell("echo one; echo two >&2; echo three >&2; exit 3")
        #expect(run.text == "one" && run.lastError == "three")
        #expect(run.status == 3 && run.signal == nil)
    }

    /// More than a pipe holds, on both streams by turns.
    @Test func longOutputIsWhole() throws {
        let run = try shell("for i in $(seq 20000); do echo $i; echo $i >&2; done")
        #expect(run.output == run.errors)
        #expect(String(decoding: run.output, as: UTF8.self).split(separator: "\n").count == 20000)
    }

    @Test func aSignalIsNamed() throws {
        let run = try shell("kill -9 $$")
        #expect(run.signal == SIGKILL && run.status == 128 + SIGKILL)
    }

    @Test func folderEnvironmentAndInputAreThoseGiven() throws {
        let run = try runProgram(
            "/bin/sh", ["-c", "pwd; echo $A; cat"], environment: ["A": "7", "PATH": "/usr/bin:/bin"],
            in: "/usr",
            input: .dropped)
        #expect(run.text == "/usr\n7")
    }

    @Test func aMissingProgramIsNamed() throws {
        let error = #expect(throws: ProgramNotStarted.self) { try runProgram("/nowhere/program", []) }
        #expect(error?.description.hasPrefix("/nowhere/program cannot be started (") == true)
    }

    /// Each run gives back all its descriptors before it returns.
    @Test func manyProgramsAtOnceLeaveNothingOpen() throws {
        let script = """
            for i in 1 2 3 4 5 6 7 8 9 10; do echo; done
            """
        func openFiles() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        }
        _ = try shell(script)
        let before = try openFiles()
        DispatchQueue.concurrentPerform(iterations: 300) { _ in
            #expect((try? shell(script))?.status == 0)
        }
        // Other tests of this process may have files open meanwhile, but not hundreds.
        #expect(try openFiles() < before + 100)
    }

    @Test func theIdentifierIsThatOfTheRunningProgram() throws {
        let run = try runProgram("/bin/sh", ["-c", "sleep 60"], whileRunning: { kill($0, SIGTERM) })
        #expect(run.signal == SIGTERM)
    }
}
