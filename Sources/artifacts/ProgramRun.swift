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
        let errorFile = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        // Foundation never frees a process, and so would hold the file open.
        defer { try? errorFile.close() }
        process.standardError = errorFile
        try process.runToEndOfBuiltProgram()
        status = process.terminationStatus
        errors = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    }
}
