import Foundation

/// Where a stream of a started program goes.
package enum ProgramStream: Sendable {
    /// Where that of this process goes.
    case inherited
    /// Nowhere; as input, an empty one.
    case dropped
    /// To whoever started the program, once it has ended.
    case kept
}

/// What a program did that ran to its end.
package struct FinishedProgram: Sendable {
    /// Its exit status; 128 plus the signal's number if a signal ended it, as shells say.
    package let status: Int32
    /// The signal that ended it, if one did.
    package let signal: Int32?
    /// What it wrote on standard output, if that was kept.
    package let output: Data
    /// What it wrote on standard error, if that was kept.
    package let errors: Data

    /// The output as text, without white space around it.
    package var text: String {
        String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The last line of what it wrote on standard error.
    package var lastError: String {
        String(decoding: errors, as: UTF8.self).split(separator: "\n").last.map(String.init)
            ?? "it said nothing"
    }
}

/// A program that could not be started.
package struct ProgramNotStarted: Error, CustomStringConvertible {
    /// Its path.
    package let program: String
    /// What the system said.
    package let reason: String

    /// One clause.
    package var description: String { "\(program) cannot be started (\(reason))" }
}

/// Runs a program and waits until it has ended.
///
/// It blocks the calling thread and needs no other one, so it works on any thread, that of a task included: Foundation's `Process`
/// never frees what it holds, and swift-subprocess needs a free thread of the pool for tasks, for which a task that waits may wait
/// for ever.
///
/// - Parameters:
///   - program: path of the program.
///   - environment: all its variables; by default those of this process.
///   - folder: where it runs; by default where this process does.
///   - whileRunning: called with its process identifier once it runs.
/// - Throws: `ProgramNotStarted`.
package func runProgram(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil,
    in folder: String? = nil, input: ProgramStream = .inherited, output: ProgramStream = .kept,
    errors: ProgramStream = .inherited, whileRunning: (Int32) -> Void = { _ in }
) throws(ProgramNotStarted) -> FinishedProgram {
    let (start, process): (ProgramStart, pid_t)
    do {
        start = try ProgramStart(input: input, outputs: [output, errors])
        process = try start.spawn(program, arguments, environment: environment, in: folder)
    } catch {
        throw ProgramNotStarted(program: program, reason: String(cString: strerror(error.number)))
    }
    whileRunning(process)
    let texts = readToEnd(start.ends)
    return FinishedProgram(waitingFor: process, output: texts[0], errors: texts[1])
}

extension FinishedProgram {
    fileprivate init(waitingFor process: pid_t, output: Data, errors: Data) {
        var state: Int32 = 0
        while waitpid(process, &state, 0) < 0 && errno == EINTR {}
        let signal = state & 0x7f
        self.signal = signal == 0 ? nil : signal
        status = signal == 0 ? (state >> 8) & 0xff : 128 + signal
        (self.output, self.errors) = (output, errors)
    }
}

/// Reads from all descriptors at once, so that a program never waits for a pipe that is full, and closes them.
private func readToEnd(_ descriptors: [Int32?]) -> [Data] {
    var texts = descriptors.map { _ in Data() }
    var open = descriptors.map { pollfd(fd: $0 ?? -1, events: Int16(POLLIN), revents: 0) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while open.contains(where: { $0.fd >= 0 }) {
        if poll(&open, nfds_t(open.count), -1) < 0 && errno == EINTR { continue }
        for index in open.indices where open[index].fd >= 0 && open[index].revents != 0 {
            let count = read(open[index].fd, &buffer, buffer.count)
            if count > 0 {
                texts[index].append(contentsOf: buffer[..<count])
            } else if count == 0 || errno != EINTR {
                close(open[index].fd)
                open[index].fd = -1
            }
        }
    }
    return texts
}
