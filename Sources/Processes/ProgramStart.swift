import Foundation

/// A program about to be started: where its streams go, what it inherits.
final class ProgramStart {
    /// What a call of the system failed with.
    struct Failure: Error {
        let number: Int32
    }

    private var actions = posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()
    /// Our ends of pipes, which are closed if the program does not start.
    private var ours: [Int32] = []
    /// The program's ends of pipes.
    private var theirs: [Int32] = []

    init(folder: String?) {
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }
        // What this process does with signals is its own affair.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    deinit {
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
    }

    /// Has the program open a file as one of its descriptors.
    func open(_ path: String, _ flags: Int32, as descriptor: Int32) throws(Failure) {
        try check(posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0))
    }

    /// Sends an output where it should go.
    /// - Returns: what to read it from, if it is kept.
    func route(_ descriptor: Int32, _ stream: ProgramStream) throws(Failure) -> Int32? {
        switch stream {
        case .inherited: return nil
        case .dropped:
            try open("/dev/null", O_WRONLY, as: descriptor)
            return nil
        case .kept:
            var ends: [Int32] = [-1, -1]
            guard pipe2(&ends, O_CLOEXEC) == 0 else { throw failed(errno) }
            ours.append(ends[0])
            theirs.append(ends[1])
            try check(posix_spawn_file_actions_adddup2(&actions, ends[1], descriptor))
            return ends[0]
        }
    }

    /// Starts the program with its three streams and no other descriptor.
    func spawn(_ program: String, _ arguments: [String], _ environment: [String: String]?) throws(Failure)
        -> pid_t
    {
        try check(posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1))
        let variables = environment ?? ProcessInfo.processInfo.environment
        var texts: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] =
            variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in texts + settings { free(text) } }
        var process: pid_t = 0
        try check(posix_spawn(&process, program, &actions, &attributes, &texts, &settings))
        return process
    }

    /// So that our ends of pipes come to an end when the program does.
    func closeEndsOfProgram() {
        for end in theirs { close(end) }
        theirs = []
    }

    private func check(_ number: Int32) throws(Failure) {
        if number != 0 { throw failed(number) }
    }

    private func failed(_ number: Int32) -> Failure {
        for end in ours + theirs { close(end) }
        (ours, theirs) = ([], [])
        return Failure(number: number)
    }
}
