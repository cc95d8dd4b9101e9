import ArtifactStore
import Foundation
import HDF5

/// Reads HDF5 files in a separate process first, before a program that has something to lose opens them: the C
/// library may crash on damaged files, or never return. Objects need no such trial, since their digests prove that a
/// stage wrote them.
package enum TrialReading {
    /// The command of `artifacts` that reads.
    package static let command = "read-through"

    /// How many paths fit on one command line.
    private static let filesAtATime = 500

    /// Seconds of processor time after which reading a file of `bytes` bytes counts as endless: many times what a
    /// sound file takes.
    private static func limit(forBytes bytes: Int) -> Int { 3 + (bytes >> 24) }

    /// Has all HDF5 files among `files` read.
    /// - Throws: `StageFailure` that names the file at which the reading process died.
    package static func check(_ files: [String]) throws {
        let files = files.filter { HDF5File.isHDF5(at: $0) == true }
        for first in stride(from: 0, to: files.count, by: filesAtATime) {
            try checkTogether(Array(files[first..<min(first + filesAtATime, files.count)]))
        }
    }

    private static func checkTogether(_ files: [String]) throws {
        let tool = Programs.folder + "/artifacts"
        let trial = try runBuiltProgram(tool, [command] + files, errors: .dropped)
        guard let signal = trial.signal else { return }
        let begun = trial.output.count { $0 == UInt8(ascii: "\n") }
        throw damage(of: files[max(0, min(begun, files.count) - 1)], signal)
    }

    private static func damage(of file: String, _ signal: Int32) -> StageFailure {
        let what = signal == SIGXCPU ? "never finishes" : "crashes (signal \(signal))"
        return StageFailure.badData(
            "\(file): HDF5 \(what) when a process reads it on trial, so it is damaged and was not used; "
                + "make it again, or get a new copy from its source")
    }

    /// Reads everything in `files` that can be read, one file after the other, and prints a line before each.
    ///
    /// Errors that are not a crash are left to whoever uses the file.
    package static func readThrough(_ files: [String]) {
        dieOfSignals()
        setLimit(RLIMIT_CORE, 0)
        for file in files {
            let bytes = (try? FileManager.default.attributesOfItem(atPath: file)[.size]) as? Int
            setLimit(RLIMIT_CPU, Int(clock()) / Int(CLOCKS_PER_SEC) + limit(forBytes: bytes ?? 0))
            writeUnbuffered("\n", to: STDOUT_FILENO)
            (try? HDF5File.open(at: file))?.readThrough()
        }
    }

    /// Makes these signals kill this process at once and quietly, whatever its parent does with them.
    private static func dieOfSignals() {
        for signal in [SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGXCPU, SIGTERM] {
            Glibc.signal(signal, SIG_DFL)
        }
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
    }

    private static func setLimit(_ resource: __rlimit_resource, _ value: Int) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(rlim_t(value), limit.rlim_max)
        setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }
}
