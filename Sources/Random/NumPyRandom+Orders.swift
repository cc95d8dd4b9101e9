extension NumPyRandom {
    /// Like `shuffle(values)`: Fisher-Yates from the back, in place.
    ///
    /// - Precondition: at most 2³² values.
    /// - Complexity: O(n).
    @inlinable
    package mutating func shuffle<Element>(_ values: inout [Element]) {
        precondition(values.count <= 1 << 32, "shuffle is implemented for up to 2³² values")
        for last in stride(from: values.count - 1, to: 0, by: -1) {
            values.swapAt(last, Int(interval(UInt32(last))))
        }
    }

    /// Like `permutation(values)` for a one-dimensional array: a shuffled copy.
    @inlinable
    package mutating func permutation<Element>(_ values: [Element]) -> [Element] {
        var copy = values
        shuffle(&copy)
        return copy
    }

    /// Like `permutation(count)` for an integer: the numbers 0..<count in random order.
    ///
    /// - Precondition: `count` in 0...2³².
    package mutating func permutation(_ count: Int) -> [Int] {
        precondition(count >= 0, "a permutation of \(count) numbers does not exist")
        return permutation(Array(0..<count))
    }

    /// Like `randint(low, high, size)`: integers uniform in low..<high.
    ///
    /// - Throws: `NumPyDrawError` if the range is empty or `size` is negative.
    package mutating func randint(_ low: Int, _ high: Int, size: Int) throws(NumPyDrawError) -> [Int] {
        guard low < high else { throw .emptyRange(low: low, high: high) }
        guard size >= 0 else { throw .negativeSize(size) }
        let span = UInt64(bitPattern: Int64(high &- 1 &- low))
        return (0..<size).map { _ in low &+ Int(truncatingIfNeeded: wideInterval(span)) }
    }

    /// Like `choice(count, size, replace)` without probabilities: `size` of the numbers 0..<count.
    ///
    /// - Parameter replacement: whether a number may be drawn more than once. If not, this is the front of a
    ///   permutation of all.
    /// - Throws: `NumPyDrawError` if there is nothing to choose from, `size` is negative, or more numbers are wanted
    ///   than exist.
    package mutating func choice(_ count: Int, size: Int, replacement: Bool) throws(NumPyDrawError) -> [Int] {
        guard size >= 0 else { throw .negativeSize(size) }
        if size == 0 && count == 0 { return [] }
        guard count > 0 else { throw .nothingToChoose(count: count) }
        if replacement { return try randint(0, count, size: size) }
        guard size <= count else { throw .tooMany(size: size, count: count) }
        return Array(permutation(count).prefix(size))
    }
}

/// Why NumPy's generator cannot draw what was asked for.
package enum NumPyDrawError: Error, Equatable, CustomStringConvertible {
    /// There is no integer in low..<high.
    case emptyRange(low: Int, high: Int)
    /// A negative number of draws.
    case negativeSize(Int)
    /// A choice from no numbers.
    case nothingToChoose(count: Int)
    /// More distinct numbers than exist.
    case tooMany(size: Int, count: Int)

    /// What is wrong, and what would be right.
    package var description: String {
        switch self {
        case .emptyRange(let low, let high):
            "randint: no integer lies in \(low)..<\(high); high must be larger than low"
        case .negativeSize(let size):
            "cannot draw \(size) numbers; the size must be at least 0"
        case .nothingToChoose(let count):
            "choice: cannot choose from \(count) numbers; give at least 1"
        case .tooMany(let size, let count):
            "choice: cannot choose \(size) different numbers out of \(count); "
                + "ask for at most \(count), or allow replacement"
        }
    }
}
