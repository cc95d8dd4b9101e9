import Foundation
import Synchronization

/// What `body` makes of 0 to `count` − 1, in this order; at most `threads` calls run at a time, begun roughly in order.
func onThreads<Value: Sendable>(
    _ threads: Int, count: Int, _ body: @Sendable (Int) -> Value
) -> [Value] {
    let next = Atomic(0)
    let values = Mutex([Value?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            if index >= count { return }
            let value = body(index)
            values.withLock { $0[index] = value }
        }
    }
    return values.withLock { $0.compactMap(\.self) }
}

extension FileSystem {
    /// Makes a file durable on a thread of its own while `body` runs; both have ended when this returns.
    /// - Throws: `StoreError.system`; what `body` throws.
    static func synchronizingFile<Value>(
        _ path: String, while body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let synchronized = Mutex(Result<Void, StoreError>.success(()))
        let ended = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let result = Result { () throws(StoreError) in try synchronizeFile(path) }
            synchronized.withLock { $0 = result }
            ended.signal()
        }
        let value = Result { () throws(StoreError) in try body() }
        ended.wait()
        try synchronized.withLock(\.self).get()
        return try value.get()
    }
}
