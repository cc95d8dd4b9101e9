/// Logarithms and exponentials for random choices: to a few units in the last place, by additions, products and quotients
/// only, so with the same bits on every machine, unlike the C library's.
///
/// `NaturalLogarithm` gives the last bit too, as normal numbers that equal NumPy's need it, and takes fifty times as long.
package enum ElementaryFunctions {
    private static let logOfTwo = 0x1.62e42fefa39efp-1
    /// log 2 with 20 zeros at its end, so that its products with exponents are exact, and the rest of it.
    private static let logOfTwoHigh = 0x1.62e42fee00000p-1
    private static let logOfTwoLow = 0x1.a39ef35793c76p-33

    /// log(`x`) for a positive, finite number that is not subnormal.
    package static func log(_ x: Double) -> Double {
        precondition(x.isNormal && x > 0, "the logarithm of \(x) is not defined here")
        var (exponent, m) = (Double(x.exponent), x.significand)
        if m > 0x1.6a09e667f3bcdp0 { (exponent, m) = (exponent + 1, m / 2) }
        let rest = series((m - 1) / (m + 1))
        return exponent * logOfTwoHigh + (exponent * logOfTwoLow + rest)
    }

    /// log(1 + `x`) for x above -1, exact for small x as well.
    package static func logOnePlus(_ x: Double) -> Double {
        x > -0.29 && x < 0.41 ? series(x / (2 + x)) : log(1 + x)
    }

    /// 2 (s + s³/3 + s⁵/5 + …) = log((1 + s)/(1 − s)) for s² below 0.03, where the terms left out are below 2⁻⁵⁶.
    private static func series(_ s: Double) -> Double {
        let z = s * s
        var sum = 1.0 / 23
        sum = sum * z + 1.0 / 21
        sum = sum * z + 1.0 / 19
        sum = sum * z + 1.0 / 17
        sum = sum * z + 1.0 / 15
        sum = sum * z + 1.0 / 13
        sum = sum * z + 1.0 / 11
        sum = sum * z + 1.0 / 9
        sum = sum * z + 1.0 / 7
        sum = sum * z + 1.0 / 5
        sum = sum * z + 1.0 / 3
        return 2 * s + 2 * s * (z * sum)
    }

    /// e to the power of `x`; 0 below -708, where the result would be subnormal.
    ///
    /// - Precondition: x is at most 709.
    package static func exp(_ x: Double) -> Double {
        precondition(x <= 709, "the exponential of \(x) is not defined here")
        guard x >= -708 else { return 0 }
        let power = (x / logOfTwo).rounded()
        let rest = (x - power * logOfTwoHigh) - power * logOfTwoLow
        var sum = 1.0
        for k in stride(from: 14.0, through: 1, by: -1) { sum = 1 + rest / k * sum }
        return Double(sign: .plus, exponent: Int(power), significand: sum)
    }
}
