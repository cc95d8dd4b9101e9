import ArgumentParser

/// A number of bytes as people write it: `20G`, `1.5M`, `4096`; k means 1,000.
package struct ByteCount: ExpressibleByArgument {
    /// The number.
    package let bytes: Int

    private static let units: [Character: Double] = ["k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12]

    /// Nil unless `argument` is a non-negative number, with or without one of k, M, G and T.
    package init?(argument: String) {
        let unit = argument.last.flatMap { Self.units[$0] }
        let digits = unit == nil ? argument[...] : argument.dropLast()
        let isPlain =
            digits.first?.isNumber == true && digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard isPlain, let number = Double(digits) else { return nil }
        let bytes = (number * (unit ?? 1)).rounded()
        guard bytes < 1e18 else { return nil }
        self.bytes = Int(bytes)
    }
}
