import ArgumentParser
@preconcurrency import Foundation

/// A program of sparse-cortex. What all of them do with their three standard streams is done here, around their own work.
///
/// Losing a message never ends a computation. Losing output that was asked for is exit code 74. A reader that goes away
/// (`artifacts ls | head`) ends a program quietly, once its work is done.
package protocol Program: ParsableCommand {}

extension Program {
    /// Runs the program with the arguments of the process.
    package static func main() {
        StandardStreams.prepare()
        main(nil)
    }
}

/// Standard input, output and error, which a program may find closed, full, or hung up.
enum StandardStreams {
    /// Called before anything is opened.
    static func prepare() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            fill(descriptor)
        }
        // A handler that does nothing: writing to a pipe that nobody reads is then an error like others, and programs that
        // this one starts have the usual behaviour.
        signal(SIGPIPE) { _ in }
        on_exit({ status, _ in StandardStreams.finish(status) }, nil)
    }

    /// Something in the place of a closed stream; otherwise the next file that is opened would take its number, and messages
    /// would be written into it. Standard output fails to be written, as the closed one would.
    private static func fill(_ descriptor: Int32) {
        let flags = descriptor == STDERR_FILENO ? O_RDWR : O_RDONLY
        let opened = open("/dev/null", flags)
        if opened >= 0, opened != descriptor {
            dup2(opened, descriptor)
            close(opened)
        }
    }

    /// Whatever the program printed must have arrived.
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

/// Writes text to standard error at once. A message that cannot be written is lost, nothing else.
package func writeToStandardError(_ text: String) {
    writeUnbuffered(text, to: STDERR_FILENO)
}

/// Writes text as far as it can be written.
func writeUnbuffered(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
            // Somebody else made the terminal one that does not wait; a reader that sleeps loses messages.
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if poll(&ready, 1, 1000) <= 0 { return }
        } else if errno != EINTR {
            return
        }
    }
}
