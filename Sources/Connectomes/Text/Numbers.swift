/// A field of a line.
typealias Field = UnsafeBufferPointer<UInt8>

extension Field {
    /// The text, with what is not UTF-8 replaced.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// Without spaces and tabs at both ends.
    @inline(__always)
    var trimmed: Field {
        var (start, end) = (0, count)
        while start < end, self[start] == 32 || self[start] == 9 { start += 1 }
        while end > start, self[end - 1] == 32 || self[end - 1] == 9 { end -= 1 }
        return start == 0 && end == count ? self : Field(rebasing: self[start..<end])
    }

    /// The whole number that all of it says in at most 18 digits; nil otherwise.
    @inline(__always)
    var shortInteger: Int? {
        guard count > 0 else { return nil }
        let isNegative = self[0] == UInt8(ascii: "-")
        let start = isNegative || self[0] == UInt8(ascii: "+") ? 1 : 0
        guard count > start, count - start <= 18 else { return nil }
        var value = 0
        for index in start..<count {
            let digit = Int(self[index]) &- 48
            guard digit >= 0, digit <= 9 else { return nil }
            value = value &* 10 &+ digit
        }
        return isNegative ? -value : value
    }

    /// The finite decimal number that all of it says; nil if it says none.
    @inline(__always)
    var number: Double? {
        if let integer = shortInteger { return Double(integer) }
        return slowNumber
    }

    private var slowNumber: Double? {
        // Swift also takes hexadecimal numbers, which nobody means here.
        let allowed = allSatisfy { (48...57).contains($0) || [43, 45, 46, 69, 101].contains($0) }
        guard allowed, let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
