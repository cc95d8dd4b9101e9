import Foundation

/// Reads decimal numbers as float32, correctly rounded: to the float32 nearest to the decimal, or to the even one of
/// two.
///
/// The grammar: an optional sign, digits with at most one point among them and at least one digit, and an optional
/// exponent (`e` or `E`, an optional sign, digits). No infinity, no hexadecimal, no NaN.
enum DecimalNumber {
    /// Reads the number at `start`; the bytes before `end` are readable.
    ///
    /// - Returns: where it ends, or nil if no number starts there or it is outside the range of float32.
    @inline(__always)
    static func read(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, into result: inout Float
    ) -> UnsafePointer<UInt8>? {
        var decimal = Decimal()
        guard let past = decimal.read(start, end) else { return nil }
        if let value = decimal.roundedQuickly() {
            result = value
        } else {
            result = roundedSlowly(start, past)
            guard result.isFinite else { return nil }
        }
        return past
    }

    /// sign · mantissa · 10^exponent, where the mantissa is the first 19 digits.
    struct Decimal {
        var isNegative = false
        var mantissa: UInt64 = 0
        var exponent = 0

        /// As long as the mantissa is below this, another digit fits into 64 bits.
        private static let room: UInt64 = 1_000_000_000_000_000_000

        /// Reads sign, digits and exponent; returns where they end, or nil.
        @inline(__always)
        mutating func read(
            _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
        ) -> UnsafePointer<UInt8>? {
            var p = start
            if p < end, p.pointee == UInt8(ascii: "-") || p.pointee == UInt8(ascii: "+") {
                isNegative = p.pointee == UInt8(ascii: "-")
                p += 1
            }
            let whole = p
            while p < end, let digit = Self.digit(p.pointee) {
                append(digit)
                p += 1
            }
            var digits = p - whole
            if p < end, p.pointee == UInt8(ascii: ".") {
                p += 1
                let fraction = p
                while p < end, let digit = Self.digit(p.pointee) {
                    exponent &-= 1
                    append(digit)
                    p += 1
                }
                digits += p - fraction
            }
            guard digits > 0 else { return nil }
            guard p < end, p.pointee | 0x20 == UInt8(ascii: "e") else { return p }
            return readExponent(p + 1, end)
        }

        @inline(__always)
        private static func digit(_ byte: UInt8) -> UInt64? {
            let digit = byte &- UInt8(ascii: "0")
            return digit < 10 ? UInt64(digit) : nil
        }

        /// Adds a digit after the others; if there is no room for it, it is dropped, and the exponent grows by one.
        @inline(__always)
        private mutating func append(_ digit: UInt64) {
            if mantissa < Self.room {
                mantissa = mantissa &* 10 &+ digit
            } else {
                exponent &+= 1
            }
        }

        private mutating func readExponent(
            _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
        ) -> UnsafePointer<UInt8>? {
            var p = start
            var isNegative = false
            if p < end, p.pointee == UInt8(ascii: "-") || p.pointee == UInt8(ascii: "+") {
                isNegative = p.pointee == UInt8(ascii: "-")
                p += 1
            }
            let first = p
            var value = 0
            while p < end, let digit = Self.digit(p.pointee) {
                // Far outside float32's range they are all alike.
                value = min(value * 10 + Int(digit), 1_000_000)
                p += 1
            }
            guard p > first else { return nil }
            exponent += isNegative ? -value : value
            return p
        }

        /// The rounded number, or nil if a double is not precise enough to decide.
        ///
        /// The double is within 4 units of its last place: one rounding of the mantissa, one of the product or
        /// quotient with an exact power of ten, and dropped digits, which are worth less than 10⁻¹⁸. It can round to
        /// a different float32 than the decimal only if a point halfway between two float32 numbers is that close.
        @inline(__always)
        func roundedQuickly() -> Float? {
            guard mantissa != 0 else { return isNegative ? -0.0 : 0.0 }
            guard exponent >= -22, exponent <= 22 else { return nil }
            let value =
                exponent < 0
                ? Double(mantissa) / powersOfTen[-exponent] : Double(mantissa) * powersOfTen[exponent]
            // Normal float32 only: the others are spaced differently.
            guard value > 1.2e-38, value < 3.4e38 else { return nil }
            let dropped = Int64(truncatingIfNeeded: value.bitPattern & 0x1FFF_FFFF)
            guard abs(dropped - 0x1000_0000) > 4 else { return nil }
            return isNegative ? -Float(value) : Float(value)
        }
    }

    /// As the C library rounds it, which it does correctly.
    private static func roundedSlowly(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Float {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: end - start + 1) { text in
            for index in 0..<(end - start) { text[index] = CChar(bitPattern: start[index]) }
            text[end - start] = 0
            guard let base = text.baseAddress else { return .nan }
            return strtof(base, nil)
        }
    }
}

/// 10⁰ to 10²², all exact in a double.
private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
]
