import Foundation

/// What a program printed that was run to its end.
public struct ProgramOutput {
    /// Its exit status.
    public let status: Int32
    /// The signal that ended it, if one did.
    public let signal: Int32?
    /// What it printed on standard output.
    public let bytes: Data

    /// Runs a program; its errors go where this program's go, unless they are dropped.
    ///
    /// - Throws: Foundation's error if it cannot be started.
    public init(of program: String, _ arguments: [String], droppingErrors: Bool = false) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        // Foundation never frees a process, and so would hold the pipe open: thousands of them where each job is asked.
        defer { try? output.fileHandleForReading.close() }
        process.standardOutput = output
        if droppingErrors { process.standardError = FileHandle.nullDevice }
        var printed = Data()
        try process.runToEnd { printed = output.fileHandleForReading.readDataToEndOfFile() }
        bytes = printed
        status = process.terminationStatus
        signal = process.terminationReason == .uncaughtSignal ? status : nil
    }
}
