import CFiles
import Foundation

/// A program about to be started, with where its streams go.
final class ProgramStart {
    private var streams: [Int32]
    /// Descriptors of pipes: from these the kept streams are read, standard output before standard error.
    private(set) var ends: [Int32?] = []
    /// The program's ends of the pipes.
    private var theirs: [Int32] = []

    /// - Throws: `SystemFailure` where no pipe can be had.
    init(input: ProgramStream, outputs: [ProgramStream]) throws(SystemFailure) {
        streams = [input == .inherited ? SC_INHERITED : SC_DROPPED]
        for stream in outputs {
            switch stream {
            case .inherited: keep(end: nil, stream: SC_INHERITED)
            case .dropped: keep(end: nil, stream: SC_DROPPED)
            case .kept:
                var pipe: [Int32] = [-1, -1]
                guard sc_pipe(&pipe) == 0 else { throw failed(errno) }
                theirs.append(pipe[1])
                keep(end: pipe[0], stream: pipe[1])
            }
        }
    }

    private func keep(end: Int32?, stream: Int32) {
        ends.append(end)
        streams.append(stream)
    }

    /// Starts the program.
    func spawn(
        _ program: String, _ arguments: [String], environment: [String: String]?, in folder: String?
    ) throws(SystemFailure) -> pid_t {
        let variables = environment ?? ProcessInfo.processInfo.environment
        let texts = ([program] + arguments).map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in texts + settings { free(text) } }
        var process: pid_t = 0
        let number = sc_spawn(&process, program, texts, settings, folder, streams)
        guard number == 0 else { throw failed(number) }
        // So that our ends come to an end when the program does.
        for end in theirs { close(end) }
        return process
    }

    private func failed(_ number: Int32) -> SystemFailure {
        for end in theirs + ends.compactMap({ $0 }) { close(end) }
        return SystemFailure(number: number)
    }
}

/// What a call of the system failed with.
struct SystemFailure: Error {
    let number: Int32
}
