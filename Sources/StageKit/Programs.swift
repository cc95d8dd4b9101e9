import Foundation
import Processes

/// The built programs, which are all in one folder.
package enum Programs {
    /// Folder of the running program, however it was found and whichever links led to it.
    package static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    /// The digest of a stage's code, which its program in `folder` says; nil if it cannot be started.
    package static func code(of stage: String, in folder: String = folder) -> String? {
        guard let said = try? runProgram("\(folder)/\(stage)", ["--version"]), said.status == 0 else {
            return nil
        }
        return said.text
    }
}

/// Runs a program of this project and waits until it has ended; parameters as `runProgram`.
///
/// - Throws: `StageFailure` if it cannot be started.
package func runBuiltProgram(
    _ program: String, _ arguments: [String], input: ProgramStream = .inherited,
    output: ProgramStream = .kept, errors: ProgramStream = .inherited,
    whileRunning: (Int32) -> Void = { _ in }
) throws -> FinishedProgram {
    do {
        return try runProgram(
            program, arguments, input: input, output: output, errors: errors, whileRunning: whileRunning)
    } catch {
        throw StageFailure.unavailable("\(error); build it, or name the folder of the programs with --bin")
    }
}
