import Foundation
import StageKit

/// A program that was run to its end.
struct ProgramRun {
    let status: Int32
    let errors: String

    /// Runs a program; what it prints as errors is kept, the rest is dropped.
    /// - Throws: `StageFailure` if it cannot be started.
    init(_ program: String, _ arguments: [String], log: String) throws {
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        // To a file, so that it never waits for a reader.
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        // Not waitUntilExit, which needs a run loop and can hang on a thread of a pool.
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        do {
            try process.run()
        } catch {
            throw StageFailure(
                StageExit.unavailable,
                "\(program) cannot be started; build it, or name the folder of the programs with --bin")
        }
        ended.wait()
        status = process.terminationStatus
        errors = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    }
}
