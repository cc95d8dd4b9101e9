import Dispatch
import Foundation

/// An fsync on a thread of its own, while something else is done with the file.
final class Synchronization: @unchecked Sendable {
    private let ended = DispatchSemaphore(value: 0)
    /// Written before `ended` is signalled, and read after that.
    private var result: Result<Void, any Error> = .success(())

    /// Makes a file durable while `body` runs; both have ended when this returns.
    /// - Throws: `StoreError.system`; what `body` throws.
    static func ofFile<Value>(at path: String, while body: () throws -> Value) throws -> Value {
        let own = Synchronization()
        Thread.detachNewThread {
            own.result = Result { try FileSystem.synchronizeFile(path) }
            own.ended.signal()
        }
        let value = Result { try body() }
        own.ended.wait()
        try own.result.get()
        return try value.get()
    }
}
