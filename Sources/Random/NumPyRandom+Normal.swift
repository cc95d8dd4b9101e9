extension NumPyRandom {
    /// Like `standard_normal()` or `randn()`: mean 0, variance 1, by Marsaglia's polar method.
    ///
    /// One point in the unit disc gives two numbers; the second is kept for the next call, whatever else is drawn in
    /// between. All bits equal those of NumPy's number, except the last one where NumPy's C library does not round
    /// the logarithm correctly (see `NaturalLogarithm`).
    package mutating func standardNormal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        while true {
            let x = 2 * rand() - 1
            let y = 2 * rand() - 1
            let square = x * x + y * y
            guard square < 1, square != 0 else { continue }
            let factor = (-2 * NaturalLogarithm.value(square) / square).squareRoot()
            spareNormal = factor * x
            return factor * y
        }
    }

    /// Like `standard_normal(count)`.
    ///
    /// - Precondition: `count` is at least 0.
    package mutating func standardNormal(_ count: Int) -> [Double] {
        precondition(count >= 0, "cannot draw \(count) numbers")
        return (0..<count).map { _ in standardNormal() }
    }
}
