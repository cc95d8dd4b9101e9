/// What a stage, asked `--why`, or a scheduler says about a job; the order is that of tables.
package enum JobState: String, CaseIterable, Sendable {
    /// Its outputs are there.
    case done
    /// A scheduler runs it.
    case running
    /// It waits in the queue of a scheduler.
    case queued
    /// Its results are known; only links are missing.
    case restorable
    /// It was never computed.
    case missing
    /// It was computed, but from other inputs or by other code.
    case stale
    /// An input is not there yet.
    case waiting
}
