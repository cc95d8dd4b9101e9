/// The natural logarithm, correctly rounded except for about one number in 10⁸, computed with only additions,
/// products and quotients.
///
/// The C library's logarithm is not used: the processor decides which of its versions runs, and they sometimes differ
/// in the last bit. NumPy does use it, so numbers that go through a logarithm agree with NumPy's to the last bit,
/// except where the C library does not round correctly.
enum NaturalLogarithm {
    /// log(`x`) for a positive, finite number that is not subnormal.
    ///
    /// With x = m · 2ᵉ, m in [√½, √2), and s = (m − 1)/(m + 1): log x = e · log 2 + 2 (s + s³/3 + s⁵/5 + …).
    static func value(_ x: Double) -> Double {
        precondition(x.isNormal && x > 0, "the logarithm of \(x) is not defined here")
        var (exponent, m) = (x.exponent, x.significand)
        if m > 2.0.squareRoot() { (exponent, m) = (exponent + 1, m / 2) }
        let s = DoubleDouble(m - 1) / DoubleDouble.sum(m, 1)
        let sum = s + s * tail(s * s)
        let ofPower = DoubleDouble.logOfTwo * DoubleDouble(Double(exponent))
        return (ofPower + sum + sum).high
    }

    /// z/3 + z²/5 + …, for z below 0.03, where the eighteenth term is below 2⁻⁹⁰.
    private static func tail(_ z: DoubleDouble) -> DoubleDouble {
        var sum = DoubleDouble(0)
        for k in stride(from: 18, through: 1, by: -1) {
            sum = z * (sum + DoubleDouble(1) / DoubleDouble(Double(2 * k + 1)))
        }
        return sum
    }
}

/// A number as the unevaluated sum of two doubles, about 106 bits (Dekker 1971).
private struct DoubleDouble {
    /// The number, rounded.
    let high: Double
    /// The remainder that rounding left.
    let low: Double

    /// log 2 = 0.69314718055994530941723212145817656…
    static let logOfTwo = DoubleDouble(high: 0x1.62e42fefa39efp-1, low: 0x1.abc9e3b39803fp-56)

    init(_ value: Double) { self.init(high: value, low: 0) }

    private init(high: Double, low: Double) {
        self.high = high
        self.low = low
    }

    /// a + b, exactly.
    static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
        let high = a + b
        let part = high - a
        return DoubleDouble(high: high, low: (a - (high - part)) + (b - part))
    }

    static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let highs = sum(a.high, b.high)
        return sum(highs.high, highs.low + (a.low + b.low))
    }

    static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let high = a.high * b.high
        let rest = (-high).addingProduct(a.high, b.high)
        return sum(high, rest + (a.high * b.low + a.low * b.high))
    }

    static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let quotient = a.high / b.high
        let rest = a + b * DoubleDouble(-quotient)
        return sum(quotient, rest.high / b.high)
    }
}
