import ArgumentParser
@preconcurrency import Foundation

/// A program of sparse-cortex. Whatever all of them do with their three standard streams is done here, around their
/// own work.
///
/// Losing a message never ends a computation. Losing output that was asked for is exit code 74. If a reader goes away
/// (`artifacts ls | head`), the program ends quietly, once its work is done.
package protocol Program: ParsableCommand {}

extension Program {
    /// Runs the program with the arguments of the process.
    package static func main() {
        StandardStreams.prepare()
        main(nil)
    }
}

/// A command of one of the programs. Whatever goes wrong becomes a message and an exit code.
package protocol Command: ParsableCommand {
    /// Does what the command is for.
    func perform() throws
}

extension Command {
    /// Performs the command, for ArgumentParser.
    package func run() throws { try reportingErrors(ProcessInfo.processInfo.processName, perform) }
}

/// Standard input, output and error, which a program may find closed, full, or hung up.
enum StandardStreams {
    /// Call this before anything is opened.
    static func prepare() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            fill(descriptor)
        }
        // A handler that does nothing: writing to a pipe without a reader is then an error like any other, and
        // programs that this one starts behave as usual.
        signal(SIGPIPE) { _ in }
        on_exit({ status, _ in StandardStreams.finish(status) }, nil)
    }

    /// Opens something in place of a closed stream. Otherwise the next file that is opened would get its number, and
    /// messages would be written into it. Writing to standard output fails, as it would if it were closed.
    private static func fill(_ descriptor: Int32) {
        let flags = descriptor == STDERR_FILENO ? O_RDWR : O_RDONLY
        let opened = open("/dev/null", flags)
        if opened >= 0, opened != descriptor {
            dup2(opened, descriptor)
            close(opened)
        }
    }

    /// Makes sure that whatever the program printed has arrived.
    private static func finish(_ status: Int32) {
        let output = Glibc.stdout
        let isLost = fflush(output) != 0 || ferror(output) != 0
        let code = errno
        guard isLost, status == 0 else { return }
        if code == EPIPE {
            signal(SIGPIPE, SIG_DFL)
            raise(SIGPIPE)
        }
        writeToStandardError(
            "\(ProcessInfo.processInfo.processName): error: standard output cannot be written: "
                + "\(String(cString: strerror(code))); what was printed is not complete\n")
        _exit(StageExit.inputOutput)
    }
}

/// Writes text to standard error at once. If it cannot be written, the message is lost, and nothing else happens.
package func writeToStandardError(_ text: String) {
    writeUnbuffered(text, to: STDERR_FILENO)
}

/// Writes as much of the text as can be written.
func writeUnbuffered(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
            // Somebody else has made the terminal non-blocking; if its reader sleeps, messages are lost.
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if poll(&ready, 1, 1000) <= 0 { return }
        } else if errno != EINTR {
            return
        }
    }
}
