extension NumPyRandom {
    /// Draws which of `count` independent events occur, all with the same probability, and takes as long as there are such.
    ///
    /// The number of failures before the next success is geometric, so one number of `rand` gives it.
    ///
    /// - Parameters:
    ///   - probability: that of each event, in 0...1.
    ///   - body: is given the places of those that occur, in order, and the generator, to draw more for each.
    @inlinable
    package mutating func forEachSuccess(
        of count: Int, probability: Double, _ body: (Int, inout NumPyRandom) -> Void
    ) {
        guard probability > 0 else { return }
        guard probability < 1 else {
            for place in 0..<max(0, count) { body(place, &self) }
            return
        }
        let logOfFailure = ElementaryFunctions.logOnePlus(-probability)
        var place = 0
        while let next = nextSuccess(from: place, below: count, logOfFailure: logOfFailure) {
            body(next, &self)
            place = next + 1
        }
    }

    /// The same with probabilities that never increase from one place to the next (Miller and Hagberg 2011): it jumps by
    /// the last probability seen, and keeps an event with the quotient of its own and that one.
    ///
    /// - Parameter probability: that of the event at a place; none is above the one before.
    @inlinable
    package mutating func forEachSuccess(
        of count: Int, falling probability: (Int) -> Double, _ body: (Int) -> Void
    ) {
        var place = 0
        var bound = count > 0 ? probability(0) : 0
        while place < count && bound > 0 {
            if bound < 1 {
                let logOfFailure = ElementaryFunctions.logOnePlus(-bound)
                guard let next = nextSuccess(from: place, below: count, logOfFailure: logOfFailure) else {
                    return
                }
                place = next
            }
            let own = probability(place)
            if own >= bound || rand() * bound < own { body(place) }
            bound = min(own, bound)
            place += 1
        }
    }

    /// The place of the next success; nil if it is not below `count`.
    @inlinable
    package mutating func nextSuccess(from place: Int, below count: Int, logOfFailure: Double) -> Int? {
        let failures = ElementaryFunctions.log(1 - rand()) / logOfFailure
        return failures < Double(count - place) ? place + Int(failures) : nil
    }

    /// Draws `size` different numbers of 0..<`count` in as many steps (Floyd's algorithm; Bentley and Floyd 1987).
    ///
    /// - Parameter insert: takes a number, and says whether it was new.
    @inlinable
    package mutating func chooseDistinct(_ size: Int, of count: Int, _ insert: (Int) -> Bool) {
        precondition(size <= count, "cannot choose \(size) different numbers out of \(count)")
        for last in count - size..<count where !insert(Int(wideInterval(UInt64(last)))) { _ = insert(last) }
    }
}
