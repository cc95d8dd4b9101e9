extension MersenneTwister {
    /// Outputs that are passed together to the loops that convert them: enough to outweigh the cost of a call, few
    /// enough for the first-level cache.
    static let chunk = 2 * wordCount

    /// Skips outputs, with the effect of calling `next()` `count` times.
    ///
    /// - Parameter count: number of outputs, at least 0.
    /// - Complexity: O(`count`), without the cost of tempering.
    package mutating func discard(_ count: Int) {
        precondition(count >= 0, "cannot discard \(count) outputs: a generator does not run backwards")
        var left = count
        while left > Self.wordCount - position {
            left -= Self.wordCount - position
            twist()
        }
        position += left
    }

    /// Fills a buffer with the next outputs, those that `next()` would return one by one.
    ///
    /// - Parameter outputs: memory to be written from its start to its end; it need not be initialised.
    /// - Complexity: O(n).
    mutating func fill(_ outputs: UnsafeMutableBufferPointer<UInt32>) {
        var done = 0
        while done < outputs.count {
            if position == Self.wordCount { twist() }
            let run = min(outputs.count - done, Self.wordCount - position)
            temper(run, into: UnsafeMutableBufferPointer(rebasing: outputs[done..<(done + run)]))
            done += run
        }
    }

    /// Tempers the next `run` words of the current block.
    private mutating func temper(_ run: Int, into outputs: UnsafeMutableBufferPointer<UInt32>) {
        words.withUnsafeBufferPointer { words in
            for index in 0..<run {
                outputs.initializeElement(at: index, to: Self.temper(words[position &+ index]))
            }
        }
        position += run
    }

    /// Passes on the next outputs in chunks that stay in the cache.
    ///
    /// - Parameters:
    ///   - count: number of values wanted.
    ///   - width: how many outputs one value takes (1 or 2).
    ///   - convert: is given the index of the chunk's first value, and the chunk's outputs.
    @inline(__always)
    mutating func forEachChunk(
        of count: Int, width: Int, _ convert: (_ first: Int, _ outputs: UnsafeBufferPointer<UInt32>) -> Void
    ) {
        let valuesPerChunk = Self.chunk / width
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.chunk) { memory in
            var first = 0
            while first < count {
                let values = min(valuesPerChunk, count - first)
                let outputs = UnsafeMutableBufferPointer(rebasing: memory[..<(values * width)])
                fill(outputs)
                convert(first, UnsafeBufferPointer(outputs))
                first += values
            }
        }
    }
}
