import Foundation

/// Calls `body` with 0 to `count` − 1, at most `threads` at a time, roughly in this order.
func onThreads(_ threads: Int, count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let queue = OrderedCounter()
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
        while true {
            let index = queue.next()
            if index >= count { return }
            body(index)
        }
    }
}

private final class OrderedCounter: @unchecked Sendable {
    private let lock = NSLock()
    private var value = 0

    func next() -> Int {
        lock.withLock {
            defer { value += 1 }
            return value
        }
    }
}

/// Results that several threads fill in, each thread its own.
final class OrderedResults<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Value?]

    init(count: Int) { values = Array(repeating: nil, count: count) }

    subscript(_ index: Int) -> Value? {
        get { lock.withLock { values[index] } }
        set { lock.withLock { values[index] = newValue } }
    }

    /// All values; call it only when all threads have ended.
    var all: [Value] { lock.withLock { values.compactMap { $0 } } }
}
