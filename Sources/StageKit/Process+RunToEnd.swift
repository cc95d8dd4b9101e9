import Foundation

extension Process {
    /// Starts the program and waits for its end; `meanwhile` is called once it runs.
    ///
    /// Not `waitUntilExit`, which needs a run loop and can hang on a thread of a pool.
    /// - Throws: Foundation's error if it cannot be started.
    public func runToEnd(meanwhile: () -> Void = {}) throws {
        let ended = DispatchSemaphore(value: 0)
        terminationHandler = { _ in ended.signal() }
        try run()
        meanwhile()
        ended.wait()
    }

    /// The same, with an error that says what to do.
    /// - Throws: `StageFailure` if it cannot be started.
    public func runToEndOfBuiltProgram(meanwhile: () -> Void = {}) throws {
        do {
            try runToEnd(meanwhile: meanwhile)
        } catch {
            throw StageFailure(
                StageExit.unavailable,
                "\(executableURL?.path ?? "a program") cannot be started; build it, or name the folder of the programs with --bin"
            )
        }
    }
}
