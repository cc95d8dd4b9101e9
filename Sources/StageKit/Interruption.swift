import Foundation
import Synchronization

/// Whether this program was asked to end (SIGTERM), as schedulers do before they kill.
package enum Interruption {
    private static let wanted = Atomic<Bool>(false)
    private static let child = Atomic<Int32>(0)

    /// From now on SIGTERM only sets `isWanted`, and is passed on to the child, if there is one. A program that waits
    /// in a system call keeps waiting.
    package static func watch() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            Interruption.wanted.store(true, ordering: .relaxed)
            let child = Interruption.child.load(ordering: .relaxed)
            if child > 0 { kill(child, SIGTERM) }
        }
        action.sa_flags = SA_RESTART
        sigaction(SIGTERM, &action, nil)
        // Whoever started this program may have blocked it, as worker threads of libdispatch do.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Call this when all work is saved.
    /// - Throws: `StageFailure` with `StageExit.unfinished` once SIGTERM came.
    package static func check(_ message: String) throws {
        if isWanted { throw StageFailure(StageExit.unfinished, "\(message); run it again to continue") }
    }

    /// True once SIGTERM came.
    package static var isWanted: Bool { wanted.load(ordering: .relaxed) }

    /// The process that SIGTERM is passed on to, or 0 for none.
    package static func pass(to process: Int32) {
        child.store(process, ordering: .relaxed)
        if process > 0 && isWanted { kill(process, SIGTERM) }
    }
}
